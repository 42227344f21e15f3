import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { agreement } from '../../../../miniprogram/entrust/merchant/agreement'
import { agreedTo } from '../../../../miniprogram/entrust/consent/consent'
import { sha256Hex } from '../../../../miniprogram/entrust/consent/sha256'
import { fill } from '../../../../miniprogram/entrust/view/places'
import { agreementOf, riskText, termRows } from '../../../../miniprogram/entrust/view/termRows'
import { terms } from '../../../../miniprogram/entrust/merchant/terms'
import type { Terms } from '../../../../miniprogram/entrust/merchantShapes'
import { RECURRING, SAMPLE, SAMPLE_AGREEMENT, SAMPLE_RECURRING } from '../../support/terms'

const textOf = (...given: Parameters<typeof agreedTo>) => agreedTo(...given).text
const hashOf = (...given: Parameters<typeof agreedTo>) => sha256Hex(textOf(...given))
const detailsOf = (given: Terms) => agreedTo(given, agreement).details

describe('sha256Hex', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('hashes %p as FIPS 180-4 says', (text, hash) => {
    expect(sha256Hex(text)).toBe(hash)
  })

  it('hashes any text as node does', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
    )
    fc.assert(
      fc.property(text, (given) => {
        expect(sha256Hex(given)).toBe(createHash('sha256').update(given, 'utf8').digest('hex'))
      }),
    )
  })

  it.each([54, 55, 56, 63, 64, 65, 119, 120])('hashes %d bytes, where the padding turns over', (length) => {
    const text = 'x'.repeat(length)
    expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it('takes half a surrogate pair for U+FFFD, as every encoder does', () => {
    const half = '\ud83d'
    expect(sha256Hex(`a${half}b`)).toBe(createHash('sha256').update('a\ufffdb').digest('hex'))
  })
})

describe('the text', () => {
  it.each([
    ['per use', terms],
    ['recurring', RECURRING],
  ])('holds everything the user sees beside the box and behind its link (%s)', (_, given) => {
    const text = fill(textOf(given, agreement), given)
    const { title, paragraphs } = agreementOf(agreement, given)
    const shown = [title, ...paragraphs, riskText(given), ...termRows(given).map(({ value }) => value)]
    for (const part of shown) expect(text).toContain(part)
  })
})

describe('what differs between users', () => {
  const OTHER_DATES = { ...RECURRING, firstCharge: '2027年1月1日', nextCharge: '2027年2月1日' }

  it('is not in the text they share, and is told beside it', () => {
    expect(textOf(OTHER_DATES, agreement)).toBe(textOf(RECURRING, agreement))
    expect(textOf(RECURRING, agreement)).not.toMatch(/2026年|2027年/)
    expect(detailsOf(OTHER_DATES)).toEqual(['首次扣款: 2027年1月1日', '下次扣款: 2027年2月1日'])
  })

  it('is nothing where users are charged per use', () => {
    expect(detailsOf(terms)).toEqual([])
  })

  it.each(
    Object.keys(RECURRING).filter((name) => !/logo|businessType|Charge$/.test(name) || name === 'limitPerCharge'),
  )('is not %s: another one is another text', (name) => {
    expect(hashOf({ ...RECURRING, [name]: 'another' }, agreement)).not.toBe(hashOf(RECURRING, agreement))
  })
})

describe('its hash', () => {
  it('is what the functions expect', () => {
    expect(hashOf(terms, agreement)).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each(Object.keys(terms).filter((name) => name !== 'logo' && name !== 'businessType'))(
    'changes with %s',
    (name) => {
      expect(hashOf({ ...terms, [name]: 'another' }, agreement)).not.toBe(hashOf(terms, agreement))
    },
  )
})

describe('the text of an agreement', () => {
  // Contract records hold these hashes: they change with the words of the kit alone, and an upgrade has to tell.
  it.each([
    ['per use', SAMPLE, '28f4bba516c8ef1a78f7885bec1cb11caef7929a5294947b9a106397b6739603'],
    ['recurring', SAMPLE_RECURRING, 'd510c54b253452d28f61512f453609ca128827c3bbaa37e0385b59b5aebf4df0'],
  ])('is the same to the byte as ever (%s)', (_, given, hash) => {
    expect(hashOf(given, SAMPLE_AGREEMENT)).toBe(hash)
  })

  it('is filled once: what a term says is never taken for a place', () => {
    const given = { ...SAMPLE, payee: '{brand}$&$1' }
    expect(agreementOf({ ...SAMPLE_AGREEMENT, title: '{payee}' }, given).title).toBe('{brand}$&$1')
  })

  it('may be plain text', () => {
    const plain = { title: '协议', paragraphs: ['一、全文。', '二、到此为止。'], calendar: '' }
    expect(agreementOf(plain, SAMPLE)).toEqual({ title: plain.title, paragraphs: plain.paragraphs })
  })
})
