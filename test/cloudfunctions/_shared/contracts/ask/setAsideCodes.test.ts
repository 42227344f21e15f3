// A notification that proves nothing names an older code, while a newer attempt stands in the slot: the next question settles it.
import { askContract } from '../../../../../cloudfunctions/_shared/contracts/ask/askContract'
import { queryContract } from '../../../../../cloudfunctions/_shared/contracts/ask/queryContract'
import { leaveContractOpen } from '../../../../../cloudfunctions/_shared/contracts/ask/setAsideCodes'
import { preEntrustSign } from '../../../../../cloudfunctions/_shared/contracts/sign/preEntrustSign'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import {
  aContract,
  aSlot,
  codeOf,
  HEARD,
  HOUR,
  MINUTE,
  NOW,
  OPENID,
  SESSION,
  sha256,
  TEXT_HASH,
} from '../../../../support/builders'
import { fakeDeps, refused, tells, UNREACHABLE, type FakeDeps } from '../../../../support/fakeDeps'

const caller = { openid: OPENID }
const OLD = codeOf(1)
const NEW = codeOf(2)
const over = { createdAtMs: NOW - 3 * HOUR, session: { ...SESSION, expiresAtMs: NOW - HOUR } }
const older = aContract({ ...over, state: 'EXPIRED' })
const newer = aContract({ state: 'PRESIGNED', session: SESSION, attemptNo: 2 })

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps()
})

const ask = async () => queryContract({}, caller, deps)
const sign = async () => preEntrustSign({ consent: { textHash: TEXT_HASH } }, caller, deps)
const stored = async (code: string) => deps.store.read('contracts', code)
const open = () => deps.store.all('contract_slots').flatMap(({ setAside = {} }) => Object.keys(setAside))
/** An older attempt and the one that stands in the slot; a notification has named one of them. */
async function named(code: string, atMs = NOW, records: readonly ContractRecord[] = [older, newer]): Promise<void> {
  for (const record of records) deps.store.seed('contracts', record)
  deps.store.seed('contract_slots', aSlot(newer))
  await name(code, atMs)
}
const name = async (code: string, atMs: number) =>
  deps.store.transact(async (tx) => {
    const contract = await tx.get('contracts', code)
    if (contract) await leaveContractOpen(tx, contract, atMs, sha256)
  })
const asked = () => deps.gateway.calls.map(({ call, contract }) => `${call} ${contract._id === OLD ? 'old' : 'new'}`)

describe('the page’s question without a code', () => {
  it('tells the older one, where it is signed after all', async () => {
    await named(OLD)
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await ask()).toMatchObject({ state: 'signed', out_contract_code: OLD })
    expect(deps.store.all('contract_outbox')).toMatchObject([{ _id: `${OLD}:SIGNED` }])
    expect(await stored(OLD)).not.toHaveProperty('setAsideAtMs')
    expect(open()).toEqual([])
  })

  it('goes on with the newer one, where it is not, and asks about the older one no more', async () => {
    await named(OLD)
    deps.gateway.queries.push(tells('NOT_SIGNED'), tells('NOT_SIGNED'))
    expect(await ask()).toMatchObject({ state: 'inProgress', out_contract_code: NEW })
    expect(asked()).toEqual(['query old', 'query new'])
    expect(open()).toEqual([])
    deps.clock.now += 2000
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    const before = deps.store.requests
    await ask()
    expect(asked().slice(2)).toEqual(['query new'])
    expect(deps.store.requests - before).toBeLessThanOrEqual(3)
  })

  it.each([UNREACHABLE, refused(403, 'NO_AUTH'), tells('TERMINATE_PENDING')])(
    'is answered about the newer one where nothing can be learnt of the older, which stays open: %p',
    async (outcome) => {
      await named(OLD)
      deps.gateway.queries.push(outcome, tells('NOT_SIGNED'))
      expect(await ask()).toMatchObject({ state: 'inProgress', out_contract_code: NEW })
      expect(await stored(OLD)).toMatchObject({ setAsideAtMs: NOW })
      expect(open()).toEqual([OLD])
    },
  )

  it('is answered though too many questions were asked about the older one', async () => {
    await named(OLD, NOW, [{ ...older, askedAtMs: Array.from({ length: 30 }, () => NOW) }, newer])
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    expect(await ask()).toMatchObject({ state: 'inProgress', out_contract_code: NEW })
  })

  it('asks about a contract in force that is not the one that counts, too', async () => {
    const holder = aContract({ ...HEARD, attemptNo: 3 })
    await named(OLD, NOW, [{ ...older, state: 'SIGNED' }, newer, holder])
    const slot = aSlot(newer)
    const inForce = [holder, older].map(({ _id: code }) => ({
      code,
      template: { name: 'service_id', id: 12535 } as const,
    }))
    deps.store.seed('contract_slots', { ...slot, inForce, setAside: { [OLD]: NOW } })
    deps.gateway.queries.push(tells('TERMINATED'), tells('SIGNED'))
    expect(await ask()).toMatchObject({ state: 'signed', out_contract_code: holder._id })
    expect(await stored(OLD)).toMatchObject({ state: 'TERMINATED' })
  })

  it('knows of one that upkeep has settled, of one that was forgotten, and of none where the slot names it alone', async () => {
    await named(OLD)
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    await askContract({ ...older, ...(await stored(OLD)) }, deps, { isOurs: true })
    expect(open()).toEqual([])
    await name(NEW, NOW)
    expect(open()).toEqual([])
    await name(OLD, NOW + 1)
    deps.store.remove('contracts', OLD)
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    deps.clock.now += 2000
    expect(await ask()).toMatchObject({ state: 'inProgress', out_contract_code: NEW })
    expect(open()).toEqual([])
  })

  it('leaves open what another notification has named while it was asked', async () => {
    await named(OLD)
    deps.gateway.queries.push(async (contract) => {
      await name(OLD, NOW + 5)
      return tells('NOT_SIGNED')(contract)
    }, tells('NOT_SIGNED'))
    await ask()
    expect(await stored(OLD)).toMatchObject({ setAsideAtMs: NOW + 5 })
    expect(open()).toEqual([OLD])
  })
})

describe('a wish to sign', () => {
  it('is answered by the older one, where it is signed after all: nobody signs twice', async () => {
    await named(OLD)
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await sign()).toEqual({ state: 'signed', out_contract_code: OLD })
    expect(asked()).toEqual(['query old'])
  })

  it('gets the open session of the newer one, where it is not', async () => {
    await named(OLD)
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: NEW })
    expect(open()).toEqual([])
  })

  it('waits for a word, unless a person has released the older one since', async () => {
    await named(OLD)
    deps.gateway.queries.push(refused(403, 'NO_AUTH'))
    await expect(sign()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    const known = { ...older, ...(await stored(OLD)), releasedAtMs: NOW + MINUTE }
    deps.store.seed('contracts', known)
    expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: NEW })
  })
})
