import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { agreementOf } from '../../../../miniprogram/entrust/merchant/agreement'
import { consentHash, consentText } from '../../../../miniprogram/entrust/consent/consent'
import { sha256Hex } from '../../../../miniprogram/entrust/consent/sha256'
import { riskText, termRows } from '../../../../miniprogram/entrust/view/termRows'
import { terms } from '../../../../miniprogram/entrust/merchant/terms'
import { RECURRING } from '../../support/terms'

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
    const text = consentText(given)
    const { title, paragraphs } = agreementOf(given)
    const shown = [title, ...paragraphs, riskText(given), ...termRows(given).map(({ value }) => value)]
    for (const part of shown) expect(text).toContain(part)
  })
})

describe('consentHash', () => {
  it('is what the functions expect', () => {
    expect(consentHash(terms)).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each(Object.keys(terms).filter((name) => name !== 'logo' && name !== 'businessType'))(
    'changes with %s',
    (name) => {
      expect(consentHash({ ...terms, [name]: 'another' })).not.toBe(consentHash(terms))
    },
  )
})
