// A change told to the merchant's own cloud function: what counts as taken.
import { createChangeFunction } from '../../../../../cloudfunctions/_shared/platform/gateways/changeFunction'
import { NotTaken, type Change } from '../../../../../cloudfunctions/_shared/upkeep/ports'
import { NOW } from '../../../../support/builders'

const CHANGE: Change = { id: 'a:PAID', code: 'a', state: 'PAID', revision: 1, createdAtMs: NOW }

/** As JavaScript may. */
const rejectWithText = async (reason: Error): Promise<never> => Promise.reject(reason)

function receiver(answer: () => Promise<unknown>) {
  const calls: [string, object][] = []
  const call = async (name: string, data: object) => {
    calls.push([name, data])
    return answer()
  }
  return { calls, tell: async () => createChangeFunction('mine', call).tell(CHANGE, 1000) }
}

it.each([
  [undefined],
  [null],
  ['done'],
  [{}],
  [{ ok: true }],
  [{ ok: 'false' }],
  [[]],
  [{ statusCode: 204 }],
  [{ statusCode: 'x' }],
])('an answer %p has taken it', async (answer) => {
  const { tell, calls } = receiver(async () => Promise.resolve(answer))
  await tell()
  expect(calls).toEqual([['mine', CHANGE]])
})

it.each<[what: string, answer: () => Promise<unknown>, message: string]>([
  ['answers { ok: false }', async () => Promise.resolve({ ok: false, error: 'oAlice' }), 'answered { ok: false }'],
  ['answers an HTTP error', async () => Promise.resolve({ statusCode: 500, body: 'oAlice' }), 'answered HTTP 500'],
  ['sends elsewhere', async () => Promise.resolve({ statusCode: 301, headers: {} }), 'answered HTTP 301'],
  [
    'is not there',
    async () => Promise.reject(Object.assign(new Error('oAlice'), { errCode: -501000 })),
    'the call failed: code -501000',
  ],
  ['fails', async () => Promise.reject(new TypeError('oAlice')), 'the call failed: TypeError'],
  ['fails with what is no error', async () => rejectWithText('oAlice' as unknown as Error), 'the call failed: string'],
])('a function that %s has not, and its words stay away', async (_, answer, message) => {
  await expect(receiver(answer).tell()).rejects.toEqual(new NotTaken(message))
})
