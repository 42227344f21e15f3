import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { agreement } from '../../../../miniprogram/entrust/merchant/agreement'
import { consentHash, consentText } from '../../../../miniprogram/entrust/consent/consent'
import { sha256Hex } from '../../../../miniprogram/entrust/consent/sha256'
import { agreementOf, riskText, termRows } from '../../../../miniprogram/entrust/view/termRows'
import { terms } from '../../../../miniprogram/entrust/merchant/terms'
import { RECURRING, SAMPLE, SAMPLE_AGREEMENT, SAMPLE_RECURRING } from '../../support/terms'

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

describe('consentText', () => {
  it.each([
    ['per use', terms],
    ['recurring', RECURRING],
  ])('holds everything the user sees beside the box and behind its link (%s)', (_, given) => {
    const text = consentText(given, agreement)
    const { title, paragraphs } = agreementOf(agreement, given)
    const shown = [title, ...paragraphs, riskText(given), ...termRows(given).map(({ value }) => value)]
    for (const part of shown) expect(text).toContain(part)
  })
})

describe('consentHash', () => {
  it('is what the functions expect', () => {
    expect(consentHash(terms, agreement)).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each(Object.keys(terms).filter((name) => name !== 'logo' && name !== 'businessType'))(
    'changes with %s',
    (name) => {
      expect(consentHash({ ...terms, [name]: 'another' }, agreement)).not.toBe(consentHash(terms, agreement))
    },
  )
})

describe('the text of an agreement', () => {
  // Contract records hold these hashes: they change with the words of the kit alone, and an upgrade has to tell.
  it.each([
    ['per use', SAMPLE, '28f4bba516c8ef1a78f7885bec1cb11caef7929a5294947b9a106397b6739603'],
    ['recurring', SAMPLE_RECURRING, 'bd57bed2dbcb008a9b3e81b5b51c2e2032df99578ac55aa4632da78c2fbef070'],
  ])('is the same to the byte as ever (%s)', (_, given, hash) => {
    expect(consentHash(given, SAMPLE_AGREEMENT)).toBe(hash)
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
