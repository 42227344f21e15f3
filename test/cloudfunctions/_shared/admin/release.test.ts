// An attempt nobody can tell the fate of is given up by a person, and by nobody else.
import { release } from '../../../../cloudfunctions/_shared/admin/release'
import { releaseInput } from '../../../../cloudfunctions/_shared/admin/releaseInput'
import * as v from 'valibot'
import { aContract, codeOf, NOW, SESSION } from '../../../support/builders'
import { fakeDeps, given, tells, type FakeDeps } from '../../../support/fakeDeps'

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps()
})
const releasing = async () => release({ out_contract_code: codeOf() }, deps)
const stored = async () => deps.store.read('contracts', codeOf())

it.each(['REQUESTED', 'PRESIGNED', 'REJECTED', 'EXPIRED'] as const)(
  'marks a %s one, once, and says so',
  async (state) => {
    const contract = aContract({ state, session: SESSION })
    given(deps, contract)
    const told = { out_contract_code: codeOf(), state, releasedAtMs: NOW }
    expect(await releasing()).toEqual(told)
    expect(await stored()).toEqual({ ...contract, releasedAtMs: NOW, revision: 2 })
    deps.clock.now += 5
    expect(await releasing()).toEqual(told)
    expect(deps.logged[0]).toEqual({
      level: 'info',
      event: 'attempt released',
      fields: { out_contract_code: codeOf(), state },
    })
  },
)

it('refuses one that is signed, by WeChat Pay’s word of now', async () => {
  given(deps, aContract({ state: 'SIGNED' }))
  deps.gateway.queries.push(tells('SIGNED'))
  await expect(releasing()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(await stored()).not.toHaveProperty('releasedAtMs')
})

it('has nothing to do about one that has ended', async () => {
  given(deps, aContract({ state: 'TERMINATED' }))
  expect(await releasing()).toEqual({ out_contract_code: codeOf(), state: 'TERMINATED' })
  expect(await stored()).not.toHaveProperty('releasedAtMs')
})

it('knows no other', async () => {
  await expect(releasing()).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it.each([{}, { out_contract_code: 'a-b' }, { out_trade_no: 'ORDER-1' }, { out_contract_code: 'a', more: 1 }])(
  '%j is refused',
  (input) => {
    expect(v.safeParse(releaseInput, input).success).toBe(false)
  },
)
