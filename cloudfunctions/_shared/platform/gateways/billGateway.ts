// A day's bill on the WeChat Pay client, as lines of text.
import { TextDecoder } from 'node:util'
import type { BillGateway } from '../../admin/ports'
import { BILL_CALL_MS } from '../../kernel/timeLeft'
import { downloadBill } from '../../wechatpay/downloadBill'
import { createCallWechatPay } from './callWechatPay'
import type { GatewayDeps } from './contractGateway'

export function createBillGateway({ wxpay, ...deps }: GatewayDeps): BillGateway {
  const call = createCallWechatPay(deps)
  return {
    tradeBill: async (date, take) =>
      call(
        'bill',
        {},
        async (limit) => {
          for await (const line of linesOf(downloadBill(wxpay, date, 'trade', limit))) take(line)
          return { data: undefined }
        },
        BILL_CALL_MS,
      ),
  }
}

/** Pieces end anywhere, in the middle of a character too. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  yield rest
}
