// The public surface of `dist/wechatpay`: the client as other functions of a merchant import it.

export { createWechatPay } from '../../cloudfunctions/_shared/wechatpay/client'
export type { WechatPay } from '../../cloudfunctions/_shared/wechatpay/client'
export { OFFICIAL_HOSTS } from '../../cloudfunctions/_shared/wechatpay/hosts'
export { downloadBill } from '../../cloudfunctions/_shared/wechatpay/downloadBill'
export type { BillConfig, BillKind } from '../../cloudfunctions/_shared/wechatpay/downloadBill'
export type { Tools } from '../../cloudfunctions/_shared/wechatpay/tools'
export type { WechatPayOptions, Runtime } from '../../cloudfunctions/_shared/wechatpay/options'
export type { RequestConfig } from '../../cloudfunctions/_shared/wechatpay/requestConfig'
export type { PlatformCertificates } from '../../cloudfunctions/_shared/wechatpay/certificates'
export type { CallConfig, Chain, EndpointNode } from '../../cloudfunctions/_shared/wechatpay/chain'

export {
  ConfigError,
  InputError,
  WechatPayApiError,
  WechatPayTransportError,
  WechatPayVerifyError,
} from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
export type {
  Outcome,
  SettingProblem,
  TransportPhase,
  VerifyFailure,
} from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'

export type { KeySource } from '../../cloudfunctions/_shared/wechatpay/keyFile'
export { createKeyRing, KeyRing } from '../../cloudfunctions/_shared/wechatpay/keyRing'
export type { TrustedKeys, TrustSources } from '../../cloudfunctions/_shared/wechatpay/keyRing'
export type { GivenNotification } from '../../cloudfunctions/_shared/wechatpay/rawNotification'
export { MAX_NOTIFY_BYTES, receiveNotification } from '../../cloudfunctions/_shared/wechatpay/receiveNotification'
export type {
  NotifyEvent,
  NotifyRefusal,
  NotifyResult,
  NotifyTrust,
  RawNotification,
} from '../../cloudfunctions/_shared/wechatpay/receiveNotification'
export { signRequestPayment } from '../../cloudfunctions/_shared/wechatpay/paySignature'
export type { RequestPaymentParams } from '../../cloudfunctions/_shared/wechatpay/paySignature'
export { decryptSensitive, encryptSensitive } from '../../cloudfunctions/_shared/wechatpay/sensitive'

export type { Endpoint, HttpMethod, Operation, Routes, RouteTable } from '../../cloudfunctions/_shared/wechatpay/routes'
export type * from '../../cloudfunctions/_shared/wechatpay/wire/bills'
export type * from '../../cloudfunctions/_shared/wechatpay/wire/combinePapay'
export type * from '../../cloudfunctions/_shared/wechatpay/wire/combineTransactions'
export type * from '../../cloudfunctions/_shared/wechatpay/wire/contractOrders'
export type * from '../../cloudfunctions/_shared/wechatpay/wire/notification'
export type * from '../../cloudfunctions/_shared/wechatpay/wire/passwordExemptContract'
export type * from '../../cloudfunctions/_shared/wechatpay/wire/platform'
export type * from '../../cloudfunctions/_shared/wechatpay/wire/refundBodies'
export type * from '../../cloudfunctions/_shared/wechatpay/wire/transactions'
