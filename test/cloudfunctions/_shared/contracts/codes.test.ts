import {
  legacySlotId,
  outContractCode,
  slotId,
  type ContractParty,
} from '../../../../cloudfunctions/_shared/contracts/codes'
import { sha256 } from '../../../support/builders'

const party: ContractParty = {
  env: 'cb-test',
  mchid: '1900000109',
  appid: 'wxd678efh567hg6787',
  template: { name: 'service_id', id: 12535 },
  openid: 'oAlice',
}
const codeOf = (changes: Partial<ContractParty> = {}, attemptNo = 1, prefix = '') =>
  outContractCode({ ...party, ...changes }, attemptNo, prefix, sha256)

describe('outContractCode', () => {
  it('stays what it is: a stored contract must be found again by every later version', () => {
    expect(codeOf()).toBe('1AXnYVTnvdoxiMKgZAhrN64Ukjh1')
  })

  it('has 28 letters and digits, and 32 with the longest prefix', () => {
    expect(codeOf()).toMatch(/^[0-9A-Za-z]{28}$/)
    expect(codeOf({}, 1, 'Shop')).toMatch(/^Shop[0-9A-Za-z]{28}$/)
  })

  it.each([
    ['environment', { env: 'cb-other' }],
    ['merchant', { mchid: '1900000110' }],
    ['mini-program', { appid: 'wxother' }],
    ['template', { template: { name: 'service_id', id: 12536 } as const }],
    ['kind of template', { template: { name: 'plan_id', id: 12535 } as const }],
    ['user', { openid: 'oBob' }],
  ])('differs for another %s', (_, changes) => {
    expect(codeOf(changes)).not.toBe(codeOf())
  })

  it('differs for another attempt', () => {
    expect(codeOf({}, 2)).not.toBe(codeOf({}, 1))
  })

  it('cannot be made equal by moving characters from one part to the next', () => {
    expect(codeOf({ env: 'a', mchid: 'bc' })).not.toBe(codeOf({ env: 'ab', mchid: 'c' }))
    expect(codeOf({ env: 'a","b', mchid: 'c' })).not.toBe(codeOf({ env: 'a', mchid: 'b","c' }))
  })
})

describe('slotId', () => {
  it('is the same for every attempt of one user, and no code', () => {
    expect(slotId(party, sha256)).toMatch(/^[0-9a-f]{64}$/)
    expect(slotId({ ...party, openid: 'oBob' }, sha256)).not.toBe(slotId(party, sha256))
  })

  it.each([
    ['environment', { env: 'cb-other' }],
    ['template', { template: { name: 'plan_id', id: 1 } as const }],
    ['sub-merchant', { sub_mchid: '1900000110' }],
  ])('is the same under another %s', (_, changes) => {
    expect(slotId({ ...party, ...changes }, sha256)).toBe(slotId(party, sha256))
  })

  it.each([
    ['merchant', { mchid: '1900000110' }],
    ['mini-program', { appid: 'wxother' }],
  ])('differs under another %s', (_, changes) => {
    expect(slotId({ ...party, ...changes }, sha256)).not.toBe(slotId(party, sha256))
  })

  it('of 0.1 is found as it was made', () => {
    expect(legacySlotId({ ...party, openid: 'oAlice00000000000000000000' }, sha256)).toBe(
      '75979d1eabaced775124ecadbe0bbd642f78c948afaacce68e5be4539399de61',
    )
  })
})
