// What words of WeChat Pay prove, by what was done before they were said.
import { proofOf } from '../../../../cloudfunctions/_shared/charges/proof'
import type { Said } from '../../../../cloudfunctions/_shared/charges/combineTransaction'
import { aCharge } from '../../../support/buildersMoney'
import { NOW } from '../../../support/builders'

const PAID: Said = { kind: 'paid', facts: { transactionIds: {}, paidAtMs: NOW } }
const refusal = { httpStatus: 403, apiCode: 'NOT_ENOUGH', atMs: NOW }
const reverseSentAtMs = NOW

/** Sent; refused; to be taken back, and not known to be; taken back. */
it.each<
  [
    said: Said | { kind: Exclude<Said['kind'], 'paid'> },
    sent: string,
    refused: string,
    reversing: string,
    takenBack: string,
  ]
>([
  [PAID, 'PAID', 'PAID', '-', '-'],
  [{ kind: 'reversed' }, 'REVERSED', 'REVERSED', 'REVERSED', 'REVERSED'],
  [{ kind: 'absent' }, '-', 'REFUSED', '-', 'REVERSED'],
  [{ kind: 'failed' }, '-', 'REFUSED', '-', '-'],
  [{ kind: 'pending' }, '-', '-', '-', '-'],
  [{ kind: 'inPart' }, '-', '-', '-', '-'],
])('%p', (said, ...proofs) => {
  const found = [
    proofOf(aCharge(), said, false),
    proofOf(aCharge({ refusal }), said, false),
    proofOf(aCharge({ reverseSentAtMs }), said, false),
    proofOf(aCharge({ reverseSentAtMs }), said, true),
  ]
  expect(found.map((proof) => proof?.state ?? '-')).toEqual(proofs)
})
