// The small rules behind the details of a line.
import { execFileSync } from 'node:child_process'
import { callBehind, hopOfCall } from '../../../../sandbox/phone/live/behind'
import { curlOf } from '../../../../sandbox/phone/detail/curl'
import { ofRequest } from '../../../../sandbox/phone/detail/ofRequest'
import { differenceOf } from '../../../../sandbox/phone/detail/proofBlocks'
import { startFixture } from '../../wechatpay/fixture'
import { paid } from '../../wechatpay/moneyFixture'

it.each([
  ['{"id":"EW-1","a":1}', '{"id":"EV-1","a":1}', 'W', 'V'],
  ['abc', 'abc', '', ''],
  ['aXbXc', 'abc', 'XbX', 'b'],
  ['aab', 'ab', 'a', ''],
  ['ab', 'aab', '', 'a'],
])('%s was %s: %j instead of %j', (text, before, differs, was) => {
  const { from, to, before: there } = differenceOf(text, before)
  expect([text.slice(from, to), there]).toEqual([differs, was])
})

// Windows has no shell that reads it.
if (process.platform !== 'win32') {
  it('a curl line is one command, whatever is in it', () => {
    const body = JSON.stringify({ a: 'it\'s $HOME `id` \\ "x"\n中' })
    const line = curlOf({
      method: 'POST',
      url: 'http://127.0.0.1:1/a?b=1&c',
      headers: { Authorization: 'x y="z"', Host: 'h', 'content-length': '3' },
      body,
    })
    const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${line}`])
      .toString()
      .split('\0')
    expect(words.slice(0, -1)).toEqual([
      '-i',
      '-X',
      'POST',
      'http://127.0.0.1:1/a?b=1&c',
      '-H',
      'Authorization: x y="z"',
      '--data-binary',
      body,
    ])
  })
}

describe('the call behind something', () => {
  const call = (requestId: string, functionName: string, openid?: string) =>
    ({ requestId, functionName, ...(openid !== undefined && { openid }) }) as never

  it('is the only one that runs, or the one of this user; nobody is guessed', () => {
    const one = call('1', 'queryContract', 'oA')
    const two = call('2', 'queryContract', 'oB')
    const notify = call('3', 'contractNotify')
    expect(callBehind([one, notify], undefined)).toBe(one)
    expect(callBehind([one, two], 'oB')).toBe(two)
    expect(callBehind([one, two], 'oC')).toBeUndefined()
    expect(callBehind([notify], 'oA')).toBeUndefined()
  })

  it('has its own line, or that of the HTTP request behind it', () => {
    expect(hopOfCall({ requestId: '1', functionName: 'upkeep' })).toBe('call:1')
    expect(hopOfCall({ requestId: '1', functionName: 'contractNotify', httpRequestId: 'n' })).toBe('attempt:n')
    expect(hopOfCall({ requestId: '1', functionName: 'appQueryContract', httpRequestId: 'a' })).toBe('app:a')
  })
})

it.each(['', '&tar_type=GZIP'])(
  'a bill is a file without a signature: its hash is shown, as it was told before%s',
  async (packed) => {
    const fixture = await startFixture()
    await paid(fixture)
    await fixture.control.advanceClock({ ms: 24 * 3_600_000 })
    const told = await fixture.call({ path: `/v3/bill/tradebill?bill_date=2026-06-01${packed}` })
    const { pathname, search } = new URL(String(told.json?.['download_url']))
    const file = await fixture.call({ path: pathname + search })
    const recorded = fixture.recorded.exchange(String(file.headers['request-id']))
    const local = { keys: fixture.keys, wechatPay: fixture, settings: {}, cloud: { calls: [] } }
    const deps = { local, entries: [], recordOf: () => undefined, nowMs: 0 }
    const { first, tabs } = ofRequest('request:1', recorded as never, deps as never)
    await fixture.close()
    expect(first).toBe('overview')
    const [, verdict, hash] = tabs.find(({ name }) => name === 'signature')?.blocks ?? []
    expect(verdict).toMatchObject({ kind: 'verdict', tone: 'plain', what: { say: 'verdictFile' } })
    expect(hash).toMatchObject({ facts: [{ value: told.json?.['hash_value'] }] })
  },
)
