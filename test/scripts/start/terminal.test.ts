// What is said of a journey that is over, in either language.
import { JOURNEY_TEXTS } from '../../../sandbox/journey/texts/texts'
import { createTerminal, describeResult } from '../../../scripts/start/terminal'

const written: string[] = []
const output = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream
const nowMs = () => Date.parse('2026-11-21T15:30:00.007+08:00')
const terminal = createTerminal(output, nowMs, JOURNEY_TEXTS.en)
const chinese = createTerminal(output, nowMs, JOURNEY_TEXTS.zh)

it('names the hop that failed, and why', () => {
  const result = { ok: false, hop: 'userSigns', why: 'expected this' } as const
  expect(describeResult(result, undefined, terminal)).toBe('Failed at: the user signs\n  expected this')
  expect(describeResult(result, undefined, chinese)).toBe('失败于：用户签约\n  expected this')
})

it('a spoilt answer that ended as it has to is no failure', () => {
  const end = { code: 'WECHATPAY_UNTRUSTED', words: 'untrusted' } as const
  const result = { ok: false, hop: 'opensSession', why: 'y' } as const
  expect(describeResult(result, end, terminal)).toBe(
    'As it should: the forged answer was refused (WECHATPAY_UNTRUSTED)',
  )
  expect(describeResult(result, end, chinese)).toBe('如预期：伪造的应答被拒绝（WECHATPAY_UNTRUSTED）')
})

it('a hop has the time of the local clock, in China, and stands in columns', () => {
  terminal.hop('clock', 'moves on 2 h')
  chinese.hop('clock', '拨快 2 小时')
  chinese.hop('wechatPay', '签约结束')
  expect(written).toEqual([
    '15:30:00.007  clock       moves on 2 h\n',
    '15:30:00.007  时钟      拨快 2 小时\n',
    '15:30:00.007  微信支付  签约结束\n',
  ])
})
