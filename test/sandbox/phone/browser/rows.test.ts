// Which rows of "What happened" are seen.
import { EVERYTHING, rowsOf, type Filter } from '../../../../sandbox/phone/browser/shell/happened/rows'
import { read, TEXTS } from '../../../../sandbox/phone/texts/texts'
import type { LiveEntry } from '../../../../sandbox/phone/wire'

let id = 0
beforeEach(() => (id = 0))
const line = (text: string, more: Partial<LiveEntry> = {}): LiveEntry => ({
  id: ++id,
  atMs: 0,
  tone: 'good',
  text,
  hop: `line:${id}`,
  ...more,
})
const rows = (entries: LiveEntry[], filter: Partial<Filter> = {}, unfolded: number[] = []) =>
  rowsOf(entries, {
    filter: { ...EVERYTHING, ...filter },
    unfolded: new Set(unfolded),
    textOf: ({ text }) => read(text, TEXTS.en),
  }).map(
    ({ entry, depth, count }) => `${'  '.repeat(depth)}${read(entry.text, TEXTS.en)}${count > 1 ? ` × ${count}` : ''}`,
  )

/** A poll of the page, with the request it led to. */
const poll = (pill: string, cause: string): LiveEntry[] => {
  const call = line('ask', { pill, cause })
  return [call, line('GET', { pill: '200', detail: ['/a'], cause: call.hop ?? '' })]
}

it('each line stands under the one that led to it', () => {
  const tap = line('tap', { hop: 'phone:1' })
  const call = line('call', { hop: 'call:1', cause: 'phone:1' })
  const other = line('elsewhere')
  expect(rows([tap, call, other, line('POST', { cause: 'call:1' })])).toEqual([
    'tap',
    '  call',
    '    POST',
    'elsewhere',
  ])
})

it('a cause that is told of later stands where what it led to began; one that never comes leaves it where it is', () => {
  const early = line('written', { cause: 'call:late' })
  const between = line('between')
  expect(rows([early, between])).toEqual(['written', 'between'])
  expect(rows([early, between, line('timer', { hop: 'call:late' })])).toEqual(['timer', '  written', 'between'])
})

describe('what only repeats the one before', () => {
  const polls = () => [line('back', { hop: 'phone:1' }), ...['a', 'a', 'a'].flatMap((pill) => poll(pill, 'phone:1'))]

  it('is one row with a number, and with what the last of them led to', () => {
    expect(rows(polls())).toEqual(['back', '  ask × 3', '    GET'])
  })

  it('can be shown one by one', () => {
    expect(rows(polls(), {}, [2])).toEqual([
      'back',
      '  ask × 3',
      '    ask',
      '      GET',
      '    ask',
      '      GET',
      '    ask',
      '      GET',
    ])
  })

  it('stands by itself where it came to something else, or where something else came of it', () => {
    expect(rows([...polls(), ...poll('signed', 'phone:1')])).toEqual([
      'back',
      '  ask × 3',
      '    GET',
      '  ask',
      '    GET',
    ])
    const before = polls()
    const [call, get] = poll('a', 'phone:1')
    const failed = { ...(get as LiveEntry), pill: '429', tone: 'bad' as const }
    expect(rows([...before, call as LiveEntry, failed])).toEqual(['back', '  ask × 3', '    GET', '  ask', '    GET'])
  })

  it('counts one without an answer too, and does not come and go with it', () => {
    expect(rows([...polls(), line('ask', { pill: '…', cause: 'phone:1' })])).toEqual(['back', '  ask × 4', '    GET'])
  })

  it('is not what another user does', () => {
    expect(rows([line('tap', { user: 'a' }), line('tap', { user: 'b' })])).toEqual(['tap', 'tap'])
  })
})

describe('a filter', () => {
  const all = () => [
    line('tap', { hop: 'phone:1' }),
    line('call', { hop: 'call:1', cause: 'phone:1', lane: 'function', tone: 'warn' }),
    line('POST', { cause: 'call:1', lane: 'wechatPay', tone: 'bad' }),
    line('written', { cause: 'call:1', lane: 'database', tone: 'plain' }),
  ]

  it.each([
    [{ lane: 'wechatPay' }, ['POST']],
    [{ lane: 'phone' }, ['tap']],
    [{ status: 'failed' }, ['call', '  POST']],
    [{ status: 'succeeded' }, ['tap', '  written']],
    [{ text: 'RITT' }, ['written']],
    [{ lane: 'database', text: 'call' }, []],
  ] as const)('%j: what fits, under what fits', (filter, expected) => {
    expect(rows(all(), filter)).toEqual(expected)
  })
})
