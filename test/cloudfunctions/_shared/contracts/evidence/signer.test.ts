// Scene app: whoever's WeChat the session was opened in has signed. Until that is known to be the user, nothing is in force.
import { queryContract } from '../../../../../cloudfunctions/_shared/contracts/ask/queryContract'
import { terminateContract } from '../../../../../cloudfunctions/_shared/contracts/close/terminateContract'
import { isChargeable, isInForce } from '../../../../../cloudfunctions/_shared/contracts/evidence/inForce'
import { toEvidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/judge'
import { readClaim } from '../../../../../cloudfunctions/_shared/contracts/evidence/claim'
import { writeEvidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/writeEvidence'
import { partyOf } from '../../../../../cloudfunctions/_shared/contracts/parties'
import { slotId } from '../../../../../cloudfunctions/_shared/contracts/codes'
import { appPreEntrustSign } from '../../../../../cloudfunctions/_shared/contracts/sign/appPreEntrustSign'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import type { SlotRecord } from '../../../../../cloudfunctions/_shared/records/slots'
import {
  aCombineReply,
  aContract,
  aSlot,
  COMBINE,
  MINUTE,
  NOW,
  sha256,
  wireContract,
} from '../../../../support/builders'
import { ACCEPTED, fakeDeps, tells, type FakeDeps } from '../../../../support/fakeDeps'
import { attemptOf } from '../../../../support/slotViews'

const LOGIN_IS_WECHAT = { ...COMBINE, loginIsWechat: true }
const caller = { userId: 'u1' }
const SIGNER = 'oSigner'
const OTHER = 'oOther'

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps(COMBINE)
})

const ask = async () => {
  deps.clock.now += 2 * MINUTE
  return appPreEntrustSign({}, caller, deps)
}
const query = async () => {
  deps.clock.now += 1500
  return queryContract({}, caller, deps)
}
const newest = () => deps.store.all('contracts').at(-1) as ContractRecord
const rows = () =>
  deps.store.all('contract_outbox').map(({ state, ...row }) => [state, 'contract' in row ? row.contract.signer : ''])
const opens = () => deps.gateway.preSigns.push(({ _id }) => ({ kind: 'accepted', reply: aCombineReply(_id) }))

/** A session, and then one notification, as `contractNotify` takes it: it has no settings of the app. */
async function signedBy(openid: string): Promise<string> {
  opens()
  const { out_contract_code } = await ask()
  await notify(newest(), 'SIGNED', openid)
  return out_contract_code
}

async function notify(about: ContractRecord, state: 'SIGNED' | 'TERMINATED', openid: string): Promise<void> {
  const read = readClaim(wireContract(about, state, { openid, contract_id: about._id }))
  if (!read.ok) throw new Error('unreadable')
  const evidence = toEvidence(read.claim, state, 'notify', 'x', deps.clock.now)
  await deps.store.transact(async (tx) => writeEvidence(tx, about, evidence, sha256))
}
/** Both sessions of a user may be signed. */
const second = () => aContract({ attemptNo: 2, state: 'PRESIGNED', scene: 'app', ...caller }, COMBINE)
const codesInForce = ({ inForce }: SlotRecord) => inForce.map(({ code }) => code)
const slotOf = () => slotId(partyOf(caller, COMBINE), sha256)
async function confirmedBefore(confirmedSigner: string): Promise<void> {
  const slot = { attempts: {}, inForce: [], counters: {}, revision: 1 }
  deps.store.seed('contract_slots', { _id: slotOf(), ...slot, confirmedSigner })
  await Promise.resolve()
}

describe('a signer nobody knows', () => {
  it('is told with the row, to the app, and nothing is in force', async () => {
    const out_contract_code = await signedBy(SIGNER)
    expect(rows()).toEqual([['SIGNED', 'unconfirmed']])
    expect(isInForce(newest(), NOW)).toBe(false)
    expect(isChargeable(newest(), NOW)).toBe(false)
    expect(await ask()).toEqual({ state: 'signed', out_contract_code, signer: 'unconfirmed' })
    deps.gateway.queries.push(tells('SIGNED', { contract_id: out_contract_code }))
    expect(await query()).toMatchObject({ state: 'signed', signer: 'unconfirmed' })
  })

  it('holds the place: no second contract is begun, however old the first, and another one signed does not take it', async () => {
    const code = await signedBy(SIGNER)
    deps.clock.now += 60 * MINUTE
    deps.gateway.queries.push(tells('SIGNED', { contract_id: code }))
    expect(await ask()).toMatchObject({ state: 'signed', out_contract_code: code })
    await notify(second(), 'SIGNED', OTHER)
    expect(deps.store.all('contract_slots').map((slot) => attemptOf(slot)?.currentCode)).toEqual([code])
  })

  it('beside one whose signer is known: that one is what the user has, in whatever order they were signed', async () => {
    await signedBy(OTHER)
    deps.store.seed('contracts', { ...second(), confirmedSigner: SIGNER })
    await notify({ ...second(), confirmedSigner: SIGNER }, 'SIGNED', SIGNER)
    deps.gateway.queries.push(tells('SIGNED', { openid: SIGNER, contract_id: second()._id }))
    const told = await query()
    expect(told).toMatchObject({ state: 'signed', out_contract_code: second()._id })
    expect(told).not.toHaveProperty('signer')
    expect(await ask()).toEqual({ state: 'signed', out_contract_code: second()._id })
  })

  it('of another template than today’s: asking what there is tells of it, as asking to sign does', async () => {
    const out_contract_code = await signedBy(SIGNER)
    const today = { ...COMBINE, templateId: 777 }
    const over = aContract({ state: 'TERMINATED', scene: 'app', ...caller }, today)
    const [slot] = deps.store.all('contract_slots')
    if (!slot) throw new Error('no slot')
    deps.store.seed('contracts', over)
    deps.store.seed('contract_slots', {
      ...slot,
      attempts: { ...slot.attempts, ...aSlot(over).attempts },
    })
    deps.settings = today
    expect(await ask()).toEqual({ state: 'signed', out_contract_code, signer: 'unconfirmed' })
    deps.gateway.queries.push(tells('SIGNED', { openid: SIGNER, contract_id: out_contract_code }))
    expect(await query()).toMatchObject({ state: 'signed', out_contract_code, signer: 'unconfirmed' })
  })

  it('takes the place over from one that ends', async () => {
    await signedBy(SIGNER)
    const first = newest()
    await notify(second(), 'SIGNED', OTHER)
    await notify(first, 'TERMINATED', SIGNER)
    expect(deps.store.all('contract_slots').map(codesInForce)).toEqual([[second()._id]])
    expect(await ask()).toMatchObject({ state: 'signed', out_contract_code: second()._id })
  })

  it('of an earlier attempt, heard of while a session is on its way: that session is handed to nobody', async () => {
    opens()
    const { out_contract_code } = await ask()
    const first = newest()
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    deps.gateway.preSigns.push(async ({ _id }) => {
      await notify(first, 'SIGNED', SIGNER)
      return { kind: 'accepted', reply: aCombineReply(_id) }
    })
    expect(await ask()).toEqual({ state: 'signed', out_contract_code, signer: 'unconfirmed' })
  })

  it('does not leave the user stuck: it can be closed, and signed anew', async () => {
    const out_contract_code = await signedBy(SIGNER)
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED', { contract_id: out_contract_code }))
    expect(await terminateContract({ out_contract_code }, caller, deps)).toMatchObject({ state: 'terminated' })
    opens()
    expect(await ask()).toMatchObject({ state: 'inProgress' })
    expect(rows()).toEqual([
      ['SIGNED', 'unconfirmed'],
      ['TERMINATED', 'unconfirmed'],
    ])
  })

  it('is told beside closing too, and no more once it is over', async () => {
    const code = await signedBy(SIGNER)
    deps.store.seed('contracts', { ...newest(), terminateRequestedAtMs: 1 })
    expect(await ask()).toEqual({ state: 'closing', out_contract_code: code, signer: 'unconfirmed' })
    deps.store.seed('contracts', { ...newest(), contractExpiresAtMs: 1, state: 'TERMINATED' })
    expect(await query()).not.toHaveProperty('signer')
  })
})

describe('a signer who was confirmed before', () => {
  it('is known, and nothing is asked of anybody', async () => {
    await confirmedBefore(SIGNER)
    const out_contract_code = await signedBy(SIGNER)
    expect(rows()).toEqual([['SIGNED', undefined]])
    expect(isChargeable(newest(), NOW)).toBe(true)
    expect(await ask()).toEqual({ state: 'signed', out_contract_code })
  })

  it('says nothing of another one', async () => {
    await confirmedBefore(OTHER)
    await signedBy(SIGNER)
    expect(rows()).toEqual([['SIGNED', 'unconfirmed']])
  })
})

describe("where the login is WeChat's own", () => {
  it('whoever signs is the user, by notification too', async () => {
    deps = fakeDeps(LOGIN_IS_WECHAT)
    const out_contract_code = await signedBy(SIGNER)
    expect(rows()).toEqual([['SIGNED', undefined]])
    expect(isInForce(newest(), NOW)).toBe(true)
    expect(await ask()).toEqual({ state: 'signed', out_contract_code })
  })

  it.each<[string, () => Promise<unknown>]>([
    ['asking to sign', ask],
    [
      'asking what there is',
      async () => {
        deps.gateway.queries.push(tells('SIGNED', { contract_id: newest()._id }))
        return query()
      },
    ],
  ])('which the settings say later: %s confirms, and the merchant’s code is told once', async (_, act) => {
    await signedBy(SIGNER)
    deps = { ...deps, settings: LOGIN_IS_WECHAT }
    expect(await act()).not.toHaveProperty('signer')
    expect(await act()).not.toHaveProperty('signer')
    expect(rows()).toEqual([
      ['SIGNED', 'unconfirmed'],
      ['SIGNER_CONFIRMED', undefined],
    ])
    expect(isInForce(newest(), NOW)).toBe(true)
  })

  it('nothing is said of a contract that has ended', async () => {
    await signedBy(SIGNER)
    deps.store.seed('contracts', { ...newest(), state: 'TERMINATED' })
    deps = { ...deps, settings: LOGIN_IS_WECHAT }
    await query()
    expect(rows()).toEqual([['SIGNED', 'unconfirmed']])
  })
})

it.each(['mini-program', 'pay-redirect-sign'] as const)('of the scene %s a signer needs no word', (scene) => {
  const contract = aContract({ state: 'SIGNED', scene }, COMBINE)
  expect(isInForce(contract, NOW)).toBe(true)
})
