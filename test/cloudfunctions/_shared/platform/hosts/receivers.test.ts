// The merchant's own code as a receiver, however it is written.
import { receiversOf } from '../../../../../cloudfunctions/_shared/platform/hosts/receivers'
import * as merchant from '../../../../../cloudfunctions/_shared/merchant/onChange'
import { NotTaken, type Change, type OnChange } from '../../../../../cloudfunctions/_shared/upkeep/ports'
import { fakeDeps } from '../../../../support/fakeDeps'

jest.mock('../../../../../cloudfunctions/_shared/merchant/onChange')

const CHANGE: Change = { id: 'a:PAID', code: 'a', state: 'PAID', revision: 1, createdAtMs: 1 }

async function tell(own: unknown) {
  jest.mocked(merchant.onChange).mockImplementation(own as OnChange)
  const { log, logged } = fakeDeps()
  const [receiver] = receiversOf({ changes: {}, isLocal: false } as never, log)
  const end = await receiver?.tell(CHANGE, 1000).then(
    () => 'taken',
    (error: unknown) => {
      // Looked at by whoever told it: nothing of what the merchant's code threw comes that far.
      expect(error).toBeInstanceOf(NotTaken)
      return 'not taken'
    },
  )
  return { end, logged }
}

it.each<[how: string, own: unknown]>([
  ['is async', async () => Promise.resolve()],
  ['answers at once', () => undefined],
])('has taken it where it %s', async (_, own) => {
  expect(await tell(own)).toEqual({ end: 'taken', logged: [] })
})

it.each<[how: string, own: unknown, errorName: string]>([
  ['rejects', async () => Promise.reject(new RangeError('oAlice')), 'RangeError'],
  ['throws at once', () => { throw new RangeError('oAlice') }, 'RangeError'], // prettier-ignore
  ['names its error by no text', async () => Promise.reject(Object.assign(new Error('x'), { name: { of: 'oAlice' } })), 'Error'], // prettier-ignore
  ['names its error by an answer', async () => Promise.reject(Object.assign(new Error('x'), { name: 'oAlice, 1 Main Street' })), 'Error'], // prettier-ignore
  ['throws what cannot be read', async () => Promise.reject(Object.defineProperty(new Error('x'), 'name', { get: () => { throw new Error('oAlice') } })), 'unreadable'], // prettier-ignore
  ['throws no error', () => { throw 'oAlice' as unknown as Error }, 'string'], // prettier-ignore
])('has not taken it where it %s: whoever wrote it is told where, and not what it said', async (_, own, errorName) => {
  const { end, logged } = await tell(own)
  expect(end).toBe('not taken')
  expect(logged).toMatchObject([{ level: 'info', fields: { errorName } }])
  expect(JSON.stringify(logged)).not.toContain('oAlice')
})
