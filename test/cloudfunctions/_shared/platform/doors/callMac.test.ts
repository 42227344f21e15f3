// The mac, held against an HMAC and a canonical JSON that were written for this test.
import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { isGenuine, macOf } from '../../../../../cloudfunctions/_shared/platform/doors/callMac'
import { aSignedCall, CALL_KEY, hmacOf } from '../../../../support/buildersCalls'

const key = createSecretKey(Buffer.from(CALL_KEY, 'hex'))
const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => !/\d[.e]|-0/.test(JSON.stringify(value)))
const inputs = fc.dictionary(fc.string({ unit: 'binary' }), json)

it('is HMAC-SHA256 over canonical JSON, as written out by hand', () => {
  const call = { action: 'show', at: 1795226400000, nonce: 'abcdefghijklmnop', input: { b: '免密 é 😀', a: [1, null] } }
  // printf '%s' '["v1","contractAdmin","show",1795226400000,"abcdefghijklmnop",{"a":[1,null],"b":"免密 é 😀"}]' |
  //   openssl dgst -sha256 -mac HMAC -macopt hexkey:0011...eeff
  expect(macOf(key, 'contractAdmin', call)).toBe(VECTOR)
  expect(hmacOf('contractAdmin', call)).toBe(VECTOR)
})
const VECTOR = '24989915e0a0138d05686cadd7154284b288bdeb30650a8adcad7a1096365312'

it('agrees with another implementation, whatever is in the input', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const call = aSignedCall({ input }) as { action: string; input: object; at: number; nonce: string; mac: string }
      expect(macOf(key, 'contractAdmin', call)).toBe(call.mac)
      expect(isGenuine(key, 'contractAdmin', JSON.parse(JSON.stringify(call)) as typeof call)).toBe(true)
    }),
  )
})

it('is the same whatever the order of keys, and another for any other call', () => {
  const call = { action: 'show', at: 1, nonce: 'n'.repeat(16), input: { a: 1, b: { c: 2, d: 3 } } }
  const reordered = { input: { b: { d: 3, c: 2 }, a: 1 }, nonce: call.nonce, at: 1, action: 'show' }
  expect(macOf(key, 'f', reordered)).toBe(macOf(key, 'f', call))
  const others = [
    macOf(key, 'g', call),
    macOf(key, 'f', { ...call, action: 'erase' }),
    macOf(key, 'f', { ...call, at: 2 }),
    macOf(key, 'f', { ...call, nonce: 'm'.repeat(16) }),
    macOf(key, 'f', { ...call, input: { a: '1', b: { c: 2, d: 3 } } }),
    macOf(createSecretKey(Buffer.alloc(32)), 'f', call),
  ]
  expect(new Set([...others, macOf(key, 'f', call)]).size).toBe(7)
})

it.each<[what: string, spoil: (mac: string) => string]>([
  ['nothing', () => ''],
  ['half of it', (mac) => mac.slice(0, 32)],
  ['it, and more', (mac) => `${mac}00`],
  ['it in upper case', (mac) => mac.replace(/[a-f]/, (digit) => digit.toUpperCase())],
  ['another digit', (mac) => (mac.startsWith('0') ? '1' : '0') + mac.slice(1)],
  ['it with a blank', (mac) => `${mac} `],
])('%s is not genuine', (_, spoil) => {
  const call = aSignedCall() as Parameters<typeof isGenuine>[2]
  expect(isGenuine(key, 'contractAdmin', call)).toBe(true)
  expect(isGenuine(key, 'contractAdmin', { ...call, mac: spoil(call.mac) })).toBe(false)
})
