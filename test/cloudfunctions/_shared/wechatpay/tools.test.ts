// The other uses of the merchant's and WeChat Pay's keys: payment parameters and sensitive fields.
import { constants, createVerify, privateDecrypt, publicEncrypt } from 'node:crypto'
import { createKeyRing } from '../../../../cloudfunctions/_shared/wechatpay/keyRing'
import { systemRuntime } from '../../../../cloudfunctions/_shared/wechatpay/system'
import { createTools } from '../../../../cloudfunctions/_shared/wechatpay/tools'
import { makeCertificate } from '../../../support/certificates'
import { clientFor } from '../../../support/clients'
import { merchant, PUBLIC_KEY_ID, stranger, wechatPay } from '../../../support/wechatPayPeer'

const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
const { wxpay } = clientFor(['http://127.0.0.1:1'], { runtime: { nowMs: () => 1_795_247_161_999 } })

describe('signRequestPayment', () => {
  it('signs appId, time, nonce and package, one a line', () => {
    const payment = wxpay.signRequestPayment('wxd678efh567hg6787', 'wx201410272009395522657a690389285100')
    expect(payment).toMatchObject({
      timeStamp: '1795247161',
      package: 'prepay_id=wx201410272009395522657a690389285100',
      signType: 'RSA',
    })
    expect(payment.nonceStr).toMatch(/^[0-9a-f]{32}$/)
    const message = `wxd678efh567hg6787\n${payment.timeStamp}\n${payment.nonceStr}\n${payment.package}\n`
    expect(createVerify('RSA-SHA256').update(message).verify(merchant.publicKey, payment.paySign, 'base64')).toBe(true)
  })
})

describe('sensitive fields', () => {
  it('are sealed with OAEP under the WeChat Pay public key, and say under which', () => {
    const { serial, ciphertext } = wxpay.encryptSensitive('张三')
    expect(serial).toBe(PUBLIC_KEY_ID)
    expect(privateDecrypt({ key: wechatPay.privateKey, ...OAEP }, Buffer.from(ciphertext, 'base64')).toString()).toBe(
      '张三',
    )
  })

  it('are sealed under a certificate that is valid now, where there is no public key', async () => {
    const [old, current] = [await makeCertificate('4A6C1D2E3F405162738495A6B7C8D9E0F1A2B3C4'), await makeCertificate()]
    const ring = createKeyRing({ platformCertificates: { [old.serial]: old.pem, [current.serial]: current.pem } })
    const keys = Object.assign(Object.create(ring) as typeof ring, {
      find: (serial: string, nowMs: number) => (serial === old.serial ? undefined : ring.find(serial, nowMs)),
    })
    Object.defineProperty(keys, 'serials', { value: ring.serials })
    const tools = createTools({ publicKeyId: undefined, privateKey: merchant.privateKey, keys, runtime: systemRuntime })
    expect(tools.encryptSensitive('x').serial).toBe(current.serial)
  })

  it('are opened with the merchant key', () => {
    const ciphertext = publicEncrypt({ key: merchant.publicKey, ...OAEP }, Buffer.from('13800138000')).toString(
      'base64',
    )
    expect(wxpay.decryptSensitive(ciphertext)).toBe('13800138000')
  })

  it('may have 214 bytes and no more', () => {
    expect(wxpay.encryptSensitive('x'.repeat(214)).ciphertext).toHaveLength(344)
    expect(() => wxpay.encryptSensitive('中'.repeat(72))).toThrow('214 bytes')
  })

  it.each([
    ['is not base64', '***'],
    [
      'was made for another key',
      publicEncrypt({ key: stranger.publicKey, ...OAEP }, Buffer.from('x')).toString('base64'),
    ],
  ])('refuse text that %s', (_, ciphertext) => {
    expect(() => wxpay.decryptSensitive(ciphertext)).toThrow(/expected/)
  })
})
