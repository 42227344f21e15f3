// What is said of a journey that is over.
import { createTerminal, describeResult } from '../../../scripts/start/terminal'

const written: string[] = []
const output = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream
const terminal = createTerminal(output, () => Date.parse('2026-11-21T15:30:00.007+08:00'))

it('names the hop that failed, and why', () => {
  const text = describeResult({ ok: false, hop: 'the user signs', why: 'expected this' }, undefined, terminal)
  expect(text).toBe('Failed at: the user signs\n  expected this')
})

it('a spoilt answer that ended as it has to is no failure', () => {
  const end = { code: 'WECHATPAY_UNTRUSTED', words: 'the forged answer was refused', chinese: '伪造的应答被拒绝' }
  expect(describeResult({ ok: false, hop: 'x', why: 'y' }, end, terminal)).toBe(
    'As it should: the forged answer was refused (WECHATPAY_UNTRUSTED) · 如预期：伪造的应答被拒绝（WECHATPAY_UNTRUSTED）',
  )
})

it('a hop has the time of the local clock, in China', () => {
  terminal.hop('clock', 'moves on 2 h')
  expect(written).toEqual(['15:30:00.007  clock       moves on 2 h\n'])
})
