// Who asks to sign though there is a contract may have ended it inside WeChat: what was heard long ago is asked about first.
import type { SceneWish } from '../../../../../cloudfunctions/_shared/contracts/sign/requestBody'
import type { EvidenceEntry } from '../../../../../cloudfunctions/_shared/records/common'
import { aContract, codeOf, HEARD, MINUTE, NOW, SESSION } from '../../../../support/builders'
import { given, opened, openedByPayment, refused, tells, UNREACHABLE, UNTRUSTED } from '../../../../support/fakeDeps'
import { oneUser, ORDER, PAGE } from '../../../../support/oneUser'

const { deps, take } = oneUser()
const heard = (source: EvidenceEntry['source'], agoMs: number) =>
  aContract({ ...HEARD, evidence: [{ source, atMs: NOW - agoMs, what: 'SIGNED' }] })

it.each<[what: string, asked: string[], contract: ReturnType<typeof aContract>]>([
  ['by a query, less than 10 minutes ago', [], heard('query', 10 * MINUTE - 1)],
  ['by a notification, less than 10 minutes ago', [], heard('notify', 10 * MINUTE - 1)],
  ['10 minutes ago', ['query'], heard('notify', 10 * MINUTE)],
  ['of its pre-sign alone', ['query'], heard('preSign', 0)],
  ['nothing that is still kept', ['query'], aContract({ state: 'SIGNED' })],
])('heard %s: it is signed, after %j', async (_, asked, contract) => {
  given(deps, contract)
  deps.gateway.queries.push(tells('SIGNED'))
  expect(await take()).toMatchObject({ kind: 'signed', contract: { _id: codeOf() } })
  expect(deps.gateway.made).toEqual(asked)
})

describe('a notification named the code a moment ago, and proved nothing', () => {
  it('about what was heard to be signed just before: it is asked about, and may have ended', async () => {
    given(deps, aContract({ ...HEARD, setAsideAtMs: NOW }))
    deps.gateway.queries.push(tells('TERMINATED'))
    deps.gateway.preSigns.push(opened)
    expect(await take()).toMatchObject({ kind: 'open', contract: { _id: codeOf(2) } })
  })

  it('about an open session: it is asked about before that is handed out again', async () => {
    given(deps, aContract({ state: 'PRESIGNED', session: SESSION, setAsideAtMs: NOW }))
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await take()).toMatchObject({ kind: 'signed', contract: { _id: codeOf() } })
    expect(deps.gateway.made).toEqual(['query'])
  })

  it('about an open session that is not signed: it is handed out, and from then on unasked', async () => {
    given(deps, aContract({ state: 'PRESIGNED', session: SESSION, setAsideAtMs: NOW }))
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    expect(await take()).toMatchObject({ kind: 'open', contract: { _id: codeOf() } })
    expect(await take()).toMatchObject({ kind: 'open', contract: { _id: codeOf() } })
    expect(deps.gateway.made).toEqual(['query'])
  })
})

it.each<[SceneWish['scene'], SceneWish]>([
  ['mini-program', PAGE],
  ['pay-redirect-sign', ORDER],
])('ended inside WeChat, it is followed by a new code in the same call (%s)', async (_, wish) => {
  given(deps, heard('notify', 60 * MINUTE))
  deps.gateway.queries.push(tells('TERMINATED'))
  deps.gateway.preSigns.push(wish === PAGE ? opened : openedByPayment)
  expect(await take(wish)).toMatchObject({ kind: 'open', contract: { _id: codeOf(2) } })
  expect(await deps.store.read('contracts', codeOf(1))).toMatchObject({ state: 'TERMINATED' })
})

it.each([
  ['no answer', UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
  ['an answer that does not verify', UNTRUSTED, 'WECHATPAY_UNTRUSTED'],
  ['a refusal', refused(403, 'NO_AUTH'), 'WECHATPAY_REJECTED'],
  ['too many', { kind: 'rateLimited' } as const, 'RATE_LIMITED'],
])('after %s nothing is said of it, and no second one is begun', async (_, outcome, code) => {
  given(deps, heard('notify', 60 * MINUTE))
  deps.gateway.queries.push(outcome)
  await expect(take()).rejects.toMatchObject({ code })
  expect(deps.gateway.made).toEqual(['query'])
  expect(deps.store.all('contracts')).toHaveLength(1)
})

it.each([
  ['that it was never signed', refused(404, 'NOT_FOUND')],
  ['what cannot be read', tells('SOMETHING_NEW')],
])('an answer %s ends no contract that was proven', async (_, outcome) => {
  given(deps, heard('notify', 60 * MINUTE))
  deps.gateway.queries.push(outcome)
  expect(await take()).toMatchObject({ kind: 'signed' })
})

it('is asked about once by ten at the same time; the others wait for what it brings', async () => {
  given(deps, heard('notify', 60 * MINUTE))
  deps.gateway.queries.push(tells('SIGNED'), tells('SIGNED'))
  const taken = await Promise.all(Array.from({ length: 10 }, () => take()))
  expect(new Set(taken.map(({ kind }) => kind))).toEqual(new Set(['signed']))
  expect(deps.gateway.made.length).toBeLessThanOrEqual(2)
})

it('a wish to close that came meanwhile is told', async () => {
  given(deps, heard('notify', 60 * MINUTE))
  deps.gateway.queries.push((contract) => {
    deps.store.seed('contracts', { ...contract, terminateRequestedAtMs: NOW })
    return tells('SIGNED')(contract)
  })
  expect(await take()).toMatchObject({ kind: 'closing' })
})
