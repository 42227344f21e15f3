// What the panel shows of a change the merchant's code is told of.
import { describeTold } from '../../../../sandbox/phone/live/told'

const row = {
  _id: 'code:SIGNED',
  code: 'code',
  state: 'SIGNED',
  contract: { openid: 'oAtProvider', sub_openid: 'o1' },
  createdAtMs: 5,
  tries: 0,
  dueAtMs: 5,
}
const post = { post: 'post-1', id: 'code:SIGNED', state: 'SIGNED', code: 'code', revision: 2 }

it('before anybody was told: whose it is, and nothing of a next time', () => {
  expect(describeTold(row, [], undefined)).toEqual({
    user: 'o1',
    id: 'code:SIGNED',
    code: 'code',
    state: 'SIGNED',
    writtenAtMs: 5,
    tries: 0,
    takenBy: [],
    outcome: 'open',
    posts: [],
  })
})

it('not taken by everybody: who has it, why another has not, when it is told again, and every try', () => {
  const tried = { ...row, tries: 1, takenBy: ['onChange'], lastError: 'changeUrl: HTTP 503', dueAtMs: 15 }
  const others = { ...post, id: 'other:SIGNED', atMs: 1, status: 204 }
  expect(describeTold(tried, [others, { ...post, atMs: 6, status: 503 }], undefined)).toMatchObject({
    takenBy: ['onChange'],
    lastError: 'changeUrl: HTTP 503',
    nextAtMs: 15,
    outcome: 'open',
    posts: [{ atMs: 6, status: 503 }],
  })
})

it.each([
  [{ deliveredAtMs: 20 }, 'told'],
  [{ deadAtMs: 20 }, 'given up'],
])('once it is over (%j), nothing is said of an error or of a next time', (end, outcome) => {
  const told = describeTold({ ...row, tries: 2, lastError: 'x', dueAtMs: 9e15, ...end }, [], undefined)
  expect(told).toMatchObject({ outcome })
  expect(Object.keys(told)).not.toEqual(expect.arrayContaining(['lastError']))
  expect(told.nextAtMs).toBeUndefined()
})

it('an order belongs to whoever its record says', () => {
  const paid = { ...row, _id: 'n:PAID', state: 'PAID', contract: undefined, order: { out_trade_no: 'n' } }
  expect(describeTold(paid, [], 'o2').user).toBe('o2')
})
