// Whatever is written into a `.env` is read back, and whatever else it holds stays.
import { parse } from 'dotenv'
import fc from 'fast-check'
import { editDotEnv } from '../../../scripts/setup/editDotEnv'

const NAMES = ['WXPAY_MCHID', 'WXPAY_API_V3_KEY', 'ENV_ID']
// Quotes, marks and backslashes far more often than chance would bring them.
const value = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom("'", '"', '`', '\\', '#', '=', ' ', '$', 'n'),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 40,
  })
  .filter((text) => text.trim() === text)
const line = fc.oneof(
  fc.constantFrom(
    '',
    '# a comment',
    '# WXPAY_MCHID=<example>',
    'OTHER=1',
    'TWO="one\ntwo"',
    "THREE='x # y'",
    'export FOUR=`z`',
  ),
  fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.constantFrom('1', '"a b"', "'WXPAY_MCHID=2'", '3 # and why', '', '"x\nENV_ID=4"'),
    )
    .map(([name, text]) => `${name}=${text}`),
)
const file = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\uFEFF'))
  .map(([lines, end, mark]) => mark + lines.map((one) => one.replaceAll('\n', end)).join(end))

/** Between double quotes dotenv takes \\n and \\r for line ends, so these hold less than the others. */
const canBeHeld = (text: string) =>
  !text.includes("'") || !text.includes('`') || (!text.includes('"') && !/\\[nr]/.test(text))

it('a value is read back as it was given, once, and every other line stays as it was', () => {
  fc.assert(
    fc.property(file, fc.constantFrom(...NAMES), value, (text, name, wanted) => {
      fc.pre(canBeHeld(wanted))
      const edited = editDotEnv(text, { [name]: wanted })
      expect(parse(edited)).toEqual({ ...parse(text), [name]: wanted })
      const comments = (all: string) =>
        all.split(/\r?\n/).filter((one) => one.startsWith('#') || one.includes('# and why')).length
      expect(comments(edited)).toBeGreaterThanOrEqual(comments(text) - text.split(`${name}=3`).length + 1)
      expect(editDotEnv(edited, { [name]: wanted })).toBe(edited)
    }),
  )
})

it('a backslash before the last quote does not make the lines below part of the value', () => {
  for (const [quote, other] of [
    ["'", '`'],
    ['"', "'"],
    ['`', '"'],
  ]) {
    const text = `ENV_ID=${quote}${other}\\${quote}\nTHREE=${quote}x # y${quote}`
    expect(editDotEnv(text, { ENV_ID: 'new' })).toBe(`ENV_ID=new\nTHREE=${quote}x # y${quote}`)
  }
})

it('a value that no quotes can hold is refused by its name alone', () => {
  for (const held of ['\'a"b`c', "`\\n'"])
    expect(() => editDotEnv('', { ENV_ID: held })).toThrow(
      /^ENV_ID: no quotes hold it in \.env; .* without ' or without `$/,
    )
})
