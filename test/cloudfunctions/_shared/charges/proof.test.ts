// What words of WeChat Pay prove, by what was done before they were said.
import { proofOf } from '../../../../cloudfunctions/_shared/charges/proof'
import type { Said } from '../../../../cloudfunctions/_shared/charges/combineTransaction'
import { aCharge } from '../../../support/buildersMoney'
import { NOW } from '../../../support/builders'

const facts = { transactionIds: {}, paidAtMs: NOW }
const PAID: Said = { kind: 'paid', facts, isGivenBack: false }
const GIVEN_BACK: Said = { ...PAID, isGivenBack: true }
const refusal = { httpStatus: 403, apiCode: 'NOT_ENOUGH', atMs: NOW }
const reverseSentAtMs = NOW

/** Sent; refused; to be taken back, and not known to be; taken back; not taken back, by WeChat Pay's word, when it was last tried. */
it.each<[said: Said, sent: string, refused: string, reversing: string, takenBack: string, notTakenBack: string]>([
  [PAID, 'PAID', 'PAID', '-', '-', 'PAID'],
  [GIVEN_BACK, 'PAID', 'PAID', 'REVERSED', 'REVERSED', 'REVERSED'],
  [{ kind: 'reversed' }, 'REVERSED', 'REVERSED', 'REVERSED', 'REVERSED', 'REVERSED'],
  [{ kind: 'absent' }, '-', 'REFUSED', '-', 'REVERSED', '-'],
  [{ kind: 'failed' }, '-', 'REFUSED', '-', '-', '-'],
  [{ kind: 'pending' }, '-', '-', '-', '-', '-'],
  [{ kind: 'inPart', isGivenBack: false }, '-', '-', '-', '-', '-'],
  [{ kind: 'inPart', isGivenBack: true }, '-', '-', 'REVERSED', 'REVERSED', 'REVERSED'],
])('%p', (said, ...proofs) => {
  const found = [
    proofOf(aCharge(), said, false),
    proofOf(aCharge({ refusal }), said, false),
    proofOf(aCharge({ reverseSentAtMs }), said, false),
    proofOf(aCharge({ reverseSentAtMs }), said, true),
    proofOf(aCharge({ reverseTries: 2 }), said, false),
  ]
  expect(found.map((proof) => proof?.state ?? '-')).toEqual(proofs)
})

it('a charge that is paid, and was not taken back, stays paid when it is given back', () =>
  expect(proofOf(aCharge({ state: 'PAID', reverseTries: 1 }), GIVEN_BACK, false)).toMatchObject({ state: 'PAID' }))
