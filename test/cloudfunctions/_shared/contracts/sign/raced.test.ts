// What happens beside a call while it waits for WeChat Pay: each of these once went the wrong way.
import { writeEvidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/writeEvidence'
import { aContract, aSlot, codeOf, MINUTE, NOW, SESSION, sha256 } from '../../../../support/builders'
import { opened, refused, tells } from '../../../../support/fakeDeps'
import { oneUser } from '../../../../support/oneUser'

const { deps, sign, close } = oneUser()
const slotTo = (attemptNo: number) => deps.store.seed('contract_slots', aSlot(aContract({ attemptNo })))
const signedNow = (attemptNo: number) =>
  deps.store.transact(async (tx) => {
    const contract = (await tx.get('contracts', codeOf(attemptNo))) ?? aContract({ attemptNo })
    return writeEvidence(
      tx,
      contract,
      { source: 'notify', atMs: NOW, what: 'X', state: 'SIGNED', facts: { contract_id: `c${attemptNo}` } },
      sha256,
    )
  })

it('an older attempt that is signed while the new one is under way is the answer: no second session', async () => {
  deps.store.seed(
    'contracts',
    aContract({ state: 'PRESIGNED', session: { ...SESSION, expiresAtMs: NOW - 10 * MINUTE } }),
  )
  slotTo(1)
  deps.gateway.queries.push(tells('NOT_SIGNED'))
  deps.gateway.preSigns.push(async (contract) => {
    await signedNow(1)
    return opened(contract)
  })
  expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf(1) })
})

it('a slot that is lost is found again, past attempts that have lapsed', async () => {
  const over = { ...SESSION, expiresAtMs: NOW - 10 * MINUTE }
  deps.store.seed('contracts', aContract({ state: 'EXPIRED', session: over }))
  deps.store.seed('contracts', aContract({ attemptNo: 2, state: 'EXPIRED', session: over }))
  const results: unknown[] = []
  for (let tap = 0; tap < 4; tap++) {
    deps.gateway.queries.length = 0
    deps.gateway.queries.push(tells('NOT_SIGNED'), tells('NOT_SIGNED'))
    deps.gateway.preSigns.push(opened)
    deps.clock.now += 5000
    results.push(
      await sign().then(
        (r) => r.state,
        (error: unknown) => (error as { code: string }).code,
      ),
    )
  }
  expect(results).toContain('inProgress')
})

it('of two contracts in force, the other one is not forgotten when one ends', async () => {
  deps.store.seed('contracts', aContract({ state: 'SIGNED', session: SESSION }))
  deps.store.seed('contracts', aContract({ attemptNo: 2, state: 'PRESIGNED', session: SESSION }))
  deps.store.seed('contract_slots', aSlot(aContract({ state: 'SIGNED' }), { attemptNo: 2 }))
  await signedNow(2)
  deps.gateway.terminations.push({ kind: 'accepted', reply: {} })
  deps.gateway.queries.push(tells('TERMINATED'))
  await close(codeOf(1))
  deps.gateway.preSigns.push(opened)
  expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf(2) })
})

it('a wish to close is not lost with the refusal of an older one', async () => {
  deps.store.seed('contracts', aContract({ state: 'SIGNED', session: SESSION }))
  slotTo(1)
  // A: refused; while A asks, B looks (SIGNED), and leaves it to A.
  deps.gateway.terminations.push(refused(400, 'INVALID_REQUEST'))
  let b: unknown
  deps.gateway.queries.push(async (contract) => {
    deps.clock.now += 2000
    deps.gateway.queries.push(tells('SIGNED'))
    b = await close()
    return tells('SIGNED')(contract)
  })
  expect(await close()).toMatchObject({ state: 'closing' })
  expect(b).toMatchObject({ state: 'closing' })
  const after = await deps.store.read('contracts', codeOf())
  expect(after).toHaveProperty('terminateRequestedAtMs')
})

it('a contract that is closing by the time the session is there is told as closing', async () => {
  deps.gateway.preSigns.push(async (contract) => {
    await signedNow(1)
    await deps.store.transact(async (tx) => {
      const c = (await tx.get('contracts', codeOf())) ?? aContract()
      await tx.put('contracts', { ...aContract(), ...c, terminateRequestedAtMs: NOW })
    })
    return opened(contract)
  })
  expect(await sign()).toMatchObject({ state: 'closing' })
})
