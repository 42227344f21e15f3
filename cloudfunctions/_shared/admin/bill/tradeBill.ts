// A day's trade bill (交易账单), line by line: what was paid, given back and taken back, as WeChat Pay has it.

/** Amounts in fen. */
export type BillRow =
  | { kind: 'paid' | 'reversed'; out_trade_no: string; transaction_id: string; total: number }
  | { kind: 'refund'; out_refund_no: string; out_trade_no: string; refund: number; status: string }

/** Why a bill cannot be read. No value of the bill in it: a bill names users. */
export class UnreadableBill extends Error {
  override readonly name = 'UnreadableBill'
}

interface BillReader {
  /**
   * One line after another.
   * @returns a row, or undefined for headings and sums
   * @throws {UnreadableBill} a column is missing, an amount or a state is of another form
   */
  take(line: string): BillRow | undefined
  /** @throws {UnreadableBill} nothing, or not the end of a bill, was taken */
  end(): void
}

/** Columns are found by their names, since WeChat Pay has added some in the past. */
export function createBillReader(): BillReader {
  let columns: readonly string[] | undefined
  let isOver = false
  return {
    take: (line) => {
      const text = line.replace(/^\uFEFF/, '').trim()
      if (text === '' || isOver) return undefined
      if (!columns) {
        columns = columnsOf(text)
        return undefined
      }
      // Values have a mark in front, and headings none.
      if (text.startsWith('`')) return toRow(columns, text.slice(1).split(',`'))
      if (!text.startsWith(SUMS)) throw new UnreadableBill(`expected a row, or ${SUMS} behind the last of them`)
      isOver = true
      return undefined
    },
    end: () => {
      if (!isOver) throw new UnreadableBill(`expected ${SUMS} at its end`)
    },
  }
}

/** The first heading of the sums. */
const SUMS = '总交易单数'

function columnsOf(text: string): readonly string[] {
  const columns = text.split(',')
  const missing = NEEDED.filter((name) => !columns.includes(name))
  if (missing.length > 0) throw new UnreadableBill(`expected the columns ${missing.join(', ')}`)
  return columns
}

const NEEDED = ['微信订单号', '商户订单号', '交易状态', '应结订单金额', '商户退款单号', '退款金额', '退款状态'] as const

/** Newer bills have what was asked for beside what is settled: coupons of WeChat's make the two differ. */
const ASKED_FOR = { 应结订单金额: '订单金额', 退款金额: '申请退款金额' } as const

/** What the merchant wrote, as it wrote it: a text may hold what parts two values. */
const FREE_TEXTS = ['商品名称', '商户数据包'] as const

/**
 * As many values as columns. Where a free text made more of them, those in front of all free texts are counted from the left and those
 * behind from the right, and nothing is said of what stands between.
 */
function inColumns(columns: readonly string[], cells: readonly string[]): readonly string[] {
  const surplus = cells.length - columns.length
  if (surplus === 0) return cells
  const free = FREE_TEXTS.map((name) => columns.indexOf(name)).filter((index) => index >= 0)
  const [first, last] = [Math.min(...free), Math.max(...free)]
  const isClear = columns.slice(first, last + 1).every((name) => !isRead(name))
  if (surplus < 0 || free.length === 0 || !isClear)
    throw new UnreadableBill(`expected ${columns.length} values in a line, got ${cells.length}`)
  const between = columns.slice(first, last + 1).map(() => '')
  return [...cells.slice(0, first), ...between, ...cells.slice(last + 1 + surplus)]
}

const isRead = (name: string): boolean => [...NEEDED, ...Object.values(ASKED_FOR)].some((one) => one === name)

function toRow(columns: readonly string[], values: readonly string[]): BillRow {
  const cells = inColumns(columns, values)
  const cell = (name: string): string => (cells[columns.indexOf(name)] ?? '').trim()
  const amount = (name: keyof typeof ASKED_FOR): number =>
    toFen(cell(columns.includes(ASKED_FOR[name]) ? ASKED_FOR[name] : name), name)
  const out_trade_no = cell('商户订单号')
  switch (cell('交易状态')) {
    case 'SUCCESS':
      return { kind: 'paid', out_trade_no, transaction_id: cell('微信订单号'), total: amount('应结订单金额') }
    case 'REVOKED':
      return { kind: 'reversed', out_trade_no, transaction_id: cell('微信订单号'), total: amount('退款金额') }
    case 'REFUND':
      return {
        kind: 'refund',
        out_refund_no: cell('商户退款单号'),
        out_trade_no,
        refund: amount('退款金额'),
        status: cell('退款状态'),
      }
    default:
      throw new UnreadableBill('交易状态: expected SUCCESS, REFUND or REVOKED')
  }
}

/** `12.80`, in digits: what is computed in yuan loses fen. */
function toFen(yuan: string, name: string): number {
  const [, whole, part = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan) ?? []
  if (whole === undefined) throw new UnreadableBill(`${name}: expected yuan with two decimals`)
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}
