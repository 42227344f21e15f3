// A database of 0.1.0 goes on working: its records are read as they are, and get what is new at their next write.
import { queryContract } from '../../../cloudfunctions/_shared/contracts/ask/queryContract'
import { terminateContract } from '../../../cloudfunctions/_shared/contracts/close/terminateContract'
import { readClaim } from '../../../cloudfunctions/_shared/contracts/evidence/claim'
import { preEntrustSign } from '../../../cloudfunctions/_shared/contracts/sign/preEntrustSign'
import { persist } from '../../../cloudfunctions/_shared/notify/persist'
import { closeOrder } from '../../../cloudfunctions/_shared/orders/closeOrder'
import { queryOrder } from '../../../cloudfunctions/_shared/orders/queryOrder'
import { NEVER_MS } from '../../../cloudfunctions/_shared/records/due'
import { HOUR, MINUTE, sha256, TEXT_HASH, wireContract } from '../../support/builders'
import { fakeOrderDeps, says, type FakeOrderDeps } from '../../support/buildersOrders'
import {
  BEGUN_MS,
  CODE_010,
  CONTRACTS_010,
  NEXT_CODE_010,
  NOTIFICATION_010,
  OPENID_010,
  ORDER_010,
  PAYMENT_010,
  ROW_010,
  slot010,
} from '../../support/database010'
import { ACCEPTED, opened, tells } from '../../support/fakeDeps'

const USER = { openid: OPENID_010 }
/** Long after its turn to be asked about, within its session. */
const LATER_MS = BEGUN_MS + 10 * MINUTE

let deps: FakeOrderDeps
function leftAs(state: keyof typeof CONTRACTS_010, nowMs = LATER_MS): void {
  deps = fakeOrderDeps()
  deps.clock.now = nowMs
  deps.store.seed('contracts', CONTRACTS_010[state])
  deps.store.seed('contract_slots', slot010() as never)
  deps.store.seed('contract_notifications', NOTIFICATION_010)
  if (CONTRACTS_010[state].state === 'SIGNED') deps.store.seed('contract_outbox', ROW_010)
  deps.store.seed('payments', PAYMENT_010)
}
const stored = async (code = CODE_010) => deps.store.read('contracts', code)
const rows = () => deps.store.all('contract_outbox')
/** In the order they were made. */
const slots = () => deps.store.all('contract_slots')
const IN_FORCE = { code: CODE_010, template: { name: 'service_id', id: 12535 } }
const slotOfToday = (attempt: object, changes: object = {}) => ({
  _id: sha256(JSON.stringify(['1900000109', 'wxd678efh567hg6787', OPENID_010])),
  attempts: { 'password-exempt:12535': attempt },
  inForce: [],
  counters: {},
  revision: 1,
  ...changes,
})
const sign = async () => preEntrustSign({ consent: { textHash: TEXT_HASH } }, USER, deps)

describe('a contract of 0.1.0', () => {
  it('that is pending is asked about, and signed', async () => {
    leftAs('PRESIGNED')
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await queryContract({}, USER, deps)).toMatchObject({ state: 'signed', out_contract_code: CODE_010 })
    expect(await stored()).toMatchObject({ state: 'SIGNED', dueAtMs: NEVER_MS })
    expect(rows()).toMatchObject([{ _id: `${CODE_010}:SIGNED`, createdAtMs: LATER_MS, dueAtMs: LATER_MS }])
    expect(slots()).toEqual([
      slot010(),
      slotOfToday({ currentCode: CODE_010, attemptNo: 1, leaseUntilMs: 0 }, { inForce: [IN_FORCE] }),
    ])
  })

  it('that is over answers without a write', async () => {
    leftAs('TERMINATED')
    expect(await queryContract({}, USER, deps)).toMatchObject({ state: 'terminated' })
    expect(await stored()).toEqual(CONTRACTS_010.TERMINATED)
  })

  it('that was told all there is takes nothing new, and stays as it is but for the turn', async () => {
    leftAs('SIGNED')
    deps.gateway.queries.push(tells('SIGNED', { contract_signed_time: '2026-11-21T10:05:00+08:00' }))
    expect(await queryContract({}, USER, deps)).toMatchObject({ state: 'signed' })
    const turn = {
      nextQueryAtMs: LATER_MS + 1500,
      queryCount: 2,
      dueAtMs: NEVER_MS,
      askedAtMs: [LATER_MS],
      revision: 1,
    }
    expect(await stored()).toEqual({ ...CONTRACTS_010.SIGNED, ...turn })
    expect(rows()).toEqual([ROW_010])
  })

  it('hands its session out again', async () => {
    leftAs('PRESIGNED')
    expect(await sign()).toMatchObject({
      out_contract_code: CODE_010,
      pre_entrustweb_id: '5778aadY9nltAsZzXixCkFIGYnV2V',
    })
    expect(deps.gateway.made).toEqual([])
  })

  it('that was never answered is sent again, byte for byte', async () => {
    leftAs('REQUESTED')
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: CODE_010 })
    const [sent] = deps.gateway.calls
    expect(JSON.stringify(sent?.contract.request)).toBe(JSON.stringify(CONTRACTS_010.REQUESTED.request))
    expect(await stored()).toMatchObject({ state: 'PRESIGNED', dueAtMs: BEGUN_MS + 2 * MINUTE })
  })

  it.each(['EXPIRED', 'REJECTED'] as const)(
    'that is %s is asked about, and the next code follows it',
    async (state) => {
      leftAs(state, BEGUN_MS + 3 * HOUR)
      deps.gateway.queries.push(tells('NOT_SIGNED'))
      deps.gateway.preSigns.push(opened)
      expect(await sign()).toMatchObject({ out_contract_code: NEXT_CODE_010 })
      const attempts = { 'password-exempt:12535': { currentCode: NEXT_CODE_010, attemptNo: 2 } }
      expect(slots()).toMatchObject([slot010(), { attempts }])
    },
  )

  it('that has ended is signed anew: its slot of 0.1.0 is folded into one of today, and left as it is', async () => {
    leftAs('TERMINATED')
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: NEXT_CODE_010 })
    expect(slots()).toEqual([
      slot010(),
      slotOfToday(
        { currentCode: NEXT_CODE_010, attemptNo: 2, leaseUntilMs: LATER_MS + 20_000 },
        { revision: 1, counters: { newCodes: [LATER_MS] } },
      ),
    ])
    expect(await stored()).toEqual(CONTRACTS_010.TERMINATED)
  })

  it('is closed', async () => {
    leftAs('SIGNED')
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    const close = terminateContract({ out_contract_code: CODE_010 }, USER, deps)
    expect(await close).toMatchObject({ state: 'terminated' })
    expect(await stored()).toMatchObject({ state: 'TERMINATED', dueAtMs: NEVER_MS })
    expect(rows().map(({ _id }) => _id)).toEqual([`${CODE_010}:SIGNED`, `${CODE_010}:TERMINATED`])
  })

  it('whose closing was begun then is carried on, and due half a minute after it was sent', async () => {
    leftAs('closing')
    deps.gateway.queries.push(tells('SIGNED'), tells('SIGNED'))
    deps.gateway.terminations.push(ACCEPTED)
    const close = terminateContract({ out_contract_code: CODE_010 }, USER, deps)
    expect(await close).toMatchObject({ state: 'closing' })
    const { terminateRequestedAtMs } = CONTRACTS_010.closing
    const { terminateSentAtMs = 0, ...record } = (await stored()) ?? {}
    expect(terminateSentAtMs).toBeGreaterThanOrEqual(LATER_MS)
    expect(record).toMatchObject({ terminateRequestedAtMs, dueAtMs: terminateSentAtMs + MINUTE / 2 })
  })
})

describe('a notification', () => {
  const arrive = async (id: string, bodyHash: string, says: 'signed' | 'terminated' | undefined) => {
    const told = wireContract(CONTRACTS_010.PRESIGNED, says === 'terminated' ? 'TERMINATED' : 'SIGNED')
    const meaning = { subject: 'contract', event_type: 'X', says, read: readClaim(told), code: CODE_010 } as const
    const arrival = { id, body: '{}', bodyHash, contentHash: sha256(`${says}`), receivedAtMs: LATER_MS, meaning }
    return persist(arrival, deps.store, sha256)
  }

  it('that 0.1.0 has kept is known', async () => {
    leftAs('PRESIGNED')
    const { _id, bodyHash } = NOTIFICATION_010
    expect(await arrive(_id, bodyHash, 'signed')).toEqual({ outcome: 'duplicate' })
    expect(await stored()).toEqual(CONTRACTS_010.PRESIGNED)
  })

  it('that 0.1.0 has kept, and that comes sealed anew, is told once: its content is not on record', async () => {
    leftAs('SIGNED')
    const { _id } = NOTIFICATION_010
    expect(await arrive(_id, sha256('sealed anew'), undefined)).toMatchObject({ reason: 'SAME_ID_OTHER_CONTENT' })
    expect(await arrive(_id, sha256('and anew'), undefined)).toEqual({ outcome: 'duplicate' })
    expect(await stored()).toMatchObject({ state: 'SIGNED', dueAtMs: LATER_MS })
  })

  it('moves a contract of 0.1.0', async () => {
    leftAs('PRESIGNED')
    expect(await arrive('EV-2', sha256('signed'), 'signed')).toEqual({ outcome: 'applied' })
    expect(await arrive('EV-3', sha256('ended'), 'terminated')).toEqual({ outcome: 'applied' })
    expect(await stored()).toMatchObject({ state: 'TERMINATED', dueAtMs: NEVER_MS })
    expect(rows()).toHaveLength(2)
  })

  it('that says nothing new writes no contract', async () => {
    leftAs('SIGNED')
    expect(await arrive('EV-2', sha256('signed'), 'signed')).toEqual({ outcome: 'outdated' })
    expect(await stored()).toEqual(CONTRACTS_010.SIGNED)
  })

  it('that nobody understands makes it due at once', async () => {
    leftAs('SIGNED')
    expect(await arrive('EV-2', sha256('?'), undefined)).toMatchObject({ outcome: 'setAside' })
    expect(await stored()).toEqual({
      ...CONTRACTS_010.SIGNED,
      setAsideAtMs: LATER_MS,
      nextQueryAtMs: LATER_MS,
      dueAtMs: LATER_MS,
      revision: 1,
    })
  })
})

describe('an order of 0.1.0', () => {
  it('is asked about, and paid', async () => {
    leftAs('SIGNED')
    deps.orderGateway.queries.push(says('SUCCESS'))
    expect(await queryOrder({ out_trade_no: ORDER_010 }, USER, deps)).toMatchObject({ state: 'paid' })
    expect(await deps.store.read('payments', ORDER_010)).toMatchObject({ state: 'PAID', dueAtMs: NEVER_MS })
    expect(rows()).toContainEqual(expect.objectContaining({ _id: `${ORDER_010}:PAID`, dueAtMs: LATER_MS }))
  })

  it('is still unpaid, and gets its time at the turn', async () => {
    leftAs('SIGNED')
    deps.orderGateway.queries.push(says('NOTPAY'))
    expect(await queryOrder({ out_trade_no: ORDER_010 }, USER, deps)).toMatchObject({ state: 'unpaid' })
    const turn = { nextQueryAtMs: LATER_MS + 1500, queryCount: 1, dueAtMs: BEGUN_MS + 15 * MINUTE, revision: 1 }
    expect(await deps.store.read('payments', ORDER_010)).toEqual({ ...PAYMENT_010, ...turn })
  })

  it('is closed', async () => {
    leftAs('SIGNED')
    deps.orderGateway.closes.push(ACCEPTED)
    expect(await closeOrder({ out_trade_no: ORDER_010 }, USER, deps)).toMatchObject({ state: 'closed' })
    expect(await deps.store.read('payments', ORDER_010)).toMatchObject({ state: 'CLOSED', dueAtMs: NEVER_MS })
  })
})
