// Whether key, certificate, serial and merchant number belong together: what no setting can say alone.
import type { X509Certificate } from 'node:crypto'
import { isSameSerial, readPrivateKey } from '../../cloudfunctions/_shared/wechatpay/keys'
import { lapseOf, validityOf } from '../../cloudfunctions/_shared/wechatpay/validity'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { merchantOf, type Found } from './keyRing'
import type { Values } from './values'

export interface Proof {
  problems: SettingProblem[]
  /** The certificate all was compared with. Without one nothing was proved. */
  certificate?: Found<X509Certificate>
}

/** @param certificates merchant API certificates that were found */
export function proveKeys(values: Values, certificates: readonly Found<X509Certificate>[], nowMs: number): Proof {
  const { WXPAY_SERIAL: serial = '', WXPAY_PRIVATE_KEY: keyText = '', WXPAY_MCHID: mchid } = values
  const read = readPrivateKey(keyText)
  const fits = ({ value }: Found<X509Certificate>) => read.ok && value.checkPrivateKey(read.value)
  const named = certificates.find(({ value }) => isSameSerial(value.serialNumber, serial))
  const certificate = named ?? certificates.find(fits)
  if (!certificate) return { problems: [] }
  const { value, from } = certificate
  const lapse = lapseOf(validityOf(value), nowMs)
  const told = (is: boolean, name: string, problem: string): SettingProblem[] => (is ? [{ name, problem }] : [])
  return {
    certificate,
    problems: [
      ...told(
        !named && serial !== '',
        'WXPAY_SERIAL',
        `is not that of ${from.told}, which the private key belongs to; expected ${value.serialNumber}`,
      ),
      ...told(
        lapse !== undefined,
        'WXPAY_SERIAL',
        `is of a certificate that ${lapse?.told ?? ''} (${from.told}); apply for a new one: 账户中心 > API安全 of the merchant platform`,
      ),
      ...told(
        read.ok && !fits(certificate),
        'WXPAY_PRIVATE_KEY',
        `does not belong to the certificate of WXPAY_SERIAL (${from.told}); expected the apiclient_key.pem that came with it`,
      ),
      ...told(
        mchid !== undefined && merchantOf(value) !== mchid,
        'WXPAY_MCHID',
        `is another than the certificate's (${from.told}); expected ${merchantOf(value) ?? ''}, or the certificate of this merchant number`,
      ),
    ],
  }
}
