import { loadSettings } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { createKeyRing } from '../../../../../cloudfunctions/_shared/wechatpay/keyRing'
import * as settings from '../../../../support/buildersSettings'
import { makeCertificate } from '../../../../support/certificates'

const validEnv = () => settings.validEnv({ merchant: settings.rsaPair(), wechatPay: settings.rsaPair() })

it('trusts a platform certificate filed under its serial with zeros in front', async () => {
  const { serial, pem } = await makeCertificate()
  const read = loadSettings(
    { ...validEnv(), WXPAY_PLATFORM_CERTS: JSON.stringify({ [`00${serial}`]: pem }) },
    'callables',
  )
  expect(createKeyRing({ platformCertificates: read.platformCertificates }).serials).toEqual([serial])
})

it('reads the environment where TCB_ENV is empty, as the SDK does', () => {
  expect(loadSettings({ ...validEnv(), TCB_ENV: '', SCF_NAMESPACE: 'cb-1' }, 'callables').env).toBe('cb-1')
})
