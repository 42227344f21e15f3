// One JSON line per event, of listed fields only: what is not in the list cannot leave, whatever is handed in.
import { kindOf } from '../kernel/errors'
import type { Log, LogFields } from '../kernel/ports'

type FieldName = keyof LogFields

// `Record` keeps this list and the type in step.
const ALLOWED: Readonly<Record<FieldName, true>> = {
  out_contract_code: true,
  out_trade_no: true,
  combine_out_trade_no: true,
  out_refund_no: true,
  state: true,
  source: true,
  reason: true,
  setting: true,
  fields: true,
  event_type: true,
  notification_id: true,
  call: true,
  action: true,
  outcome: true,
  httpStatus: true,
  apiCode: true,
  wechatpayRequestId: true,
  contract_state: true,
  errorName: true,
  errorCode: true,
  operation: true,
  explanation: true,
  stack: true,
  problems: true,
  tries: true,
  durationMs: true,
  lateMs: true,
  contractsAsked: true,
  contractsRechecked: true,
  contractsFound: true,
  ordersAsked: true,
  chargesAsked: true,
  refundsAsked: true,
  notificationsUnderstood: true,
  changesTold: true,
  changesNotTaken: true,
  forgotten: true,
  foundShare: true,
  setAside: true,
  undelivered: true,
  undeliveredAgeMs: true,
  oldestAttemptMs: true,
  databaseP50Ms: true,
  databaseP95Ms: true,
  wechatPayP50Ms: true,
  wechatPayP95Ms: true,
}

/** Texts come from outside in places: no line may grow without end. */
const MAX_TEXT = 500

/** The page shows this much of it (客服编号), a log is searched for whole words, and so each line has it as one. */
const SUPPORT_ID_LENGTH = 6

interface LogOptions {
  functionName: string
  requestId: string
  /** Takes one line, without its end. */
  write: (line: string) => void
  nowMs: () => number
  /** What merchants know settings by: flows know one by its place in their own. */
  settingNames?: SettingNames
}

type SettingNames = Readonly<Record<string, string | undefined>>

export function createLog({ functionName, requestId, write, nowMs, settingNames = {} }: LogOptions): Log {
  const line = (level: 'info' | 'alert', event: string, fields: LogFields = {}) => {
    const supportId = requestId.slice(-SUPPORT_ID_LENGTH)
    const head = { level, event, function: functionName, requestId, supportId, at: new Date(nowMs()).toISOString() }
    write(JSON.stringify({ ...head, ...pick(fields, settingNames) }))
  }
  return {
    info: (event, fields) => line('info', event, fields),
    alert: (event, fields) => line('alert', event, fields),
  }
}

function pick(fields: LogFields, settingNames: SettingNames): LogFields {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => Object.hasOwn(ALLOWED, name))
      .map(([name, value]) => [
        name,
        typeof value === 'string' ? toText(name, value, settingNames) : (value as unknown),
      ]),
  )
}

const toText = (name: string, value: string, settingNames: SettingNames): string =>
  name === 'setting' ? (settingNames[value] ?? value) : value.slice(0, MAX_TEXT)

/** Where the platform collects lines. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`)
}

const OUR_WORDS =
  /^(Cannot (read|set) properties of (undefined|null) \((reading|setting) '\w+'\)|[\w.]+ is not (a function|a constructor|defined|iterable))$/

/**
 * What may be told of an error nobody foresaw: its class and where it came from. Its message may quote what it choked on
 * (JSON.parse does, and so do some TypeErrors: `in`, ERR_INVALID_ARG_TYPE), so only the forms that are made out of our own
 * names are kept.
 */
export function describeBug(error: unknown): LogFields {
  try {
    return describe(error)
  } catch {
    // Foreign code throws what it likes: a stack that is a list, a message that is no text, a name that throws when it is read.
    return { errorName: 'unreadable' }
  }
}

function describe(error: unknown): LogFields {
  const errorName = kindOf(error)
  if (!(error instanceof Error)) return { errorName }
  const frames = (error.stack ?? '').split('\n').filter((text) => /^\s+at /.test(text))
  const isOurWords = OUR_WORDS.test(error.message)
  return {
    errorName,
    stack: frames.slice(0, 8).map((text) => text.trim()),
    ...(isOurWords && { explanation: error.message }),
  }
}
