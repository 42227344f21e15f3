// The keys of a local WeChat for a merchant whose key files are there already.
import { makeSandboxKeys, MerchantKey, SandboxKeys } from '../../sandbox/keys'
import { MCHID, REST, type MerchantKeys } from './setupFolder'

export async function keysOf({ certificate, keyPem }: MerchantKeys): Promise<SandboxKeys> {
  const made = await makeSandboxKeys()
  const { mobileAppid, subMchid, subAppid, signUserName, wechatPay, platformCertificates, apiV3Key } = made
  return new SandboxKeys(
    MCHID,
    REST.WXPAY_APPID,
    mobileAppid,
    subMchid,
    subAppid,
    new MerchantKey(certificate.serial, keyPem, certificate.privateKey),
    signUserName,
    wechatPay,
    platformCertificates,
    apiV3Key,
  )
}
