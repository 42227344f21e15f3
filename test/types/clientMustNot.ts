// What must not compile: each line stands under the error it has to give. An expectation that no longer errs is an error
// itself, so every line here has been seen both ways.
import type { WechatPay } from '../../cloudfunctions/_shared/wechatpay/client'
import type { DirectOrderWithContractBody } from '../../cloudfunctions/_shared/wechatpay/wire/contractOrders'
import type { PreEntrustSignBody } from '../../cloudfunctions/_shared/wechatpay/wire/passwordExemptContract'

declare const wxpay: WechatPay
declare const body: PreEntrustSignBody
const path = 'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'
const query = 'v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}'
const node = wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.miniProgram
const { openid: _left, ...withoutOpenid } = body

export const misspelt = [
  // @ts-expect-error a misspelt segment
  wxpay.v3.passwordExemptContracts.contracts.normal.preEntrustSign.miniProgram,
  // @ts-expect-error a segment in another case
  wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.miniprogram,
  // @ts-expect-error a mode that does not exist
  wxpay.v3.passwordExemptContract.contracts.partner,
  // @ts-expect-error a misspelt path
  wxpay.chain('v3/password-exempt-contract/contracts/normal/pre-entrust-sign/miniprogram'),
  // @ts-expect-error a misspelt path in brackets
  wxpay['v3/password-exempt-contract/contracts/normal/pre-entrust-sign/miniprogram'],
  // @ts-expect-error a path of another version
  wxpay.chain<{ get: { reply: unknown } }>('v2/pay/orderquery'),
  // @ts-expect-error the client is no promise
  wxpay.then,
]

export const wrongBody = () => [
  // @ts-expect-error a missing field
  node.post(withoutOpenid),
  // @ts-expect-error a missing field, the node as a function
  node(withoutOpenid),
  // @ts-expect-error a missing field
  wxpay.chain(path).post(withoutOpenid),
  // @ts-expect-error a missing field
  wxpay[path].post(withoutOpenid),
  // @ts-expect-error a wrong type
  node.post({ ...body, service_id: '12535' }),
  // @ts-expect-error a wrong type
  wxpay.chain(path).post({ ...body, service_id: '12535' }),
  // @ts-expect-error a wrong type
  wxpay[path].post({ ...body, service_id: '12535' }),
  // @ts-expect-error a field nobody knows
  node.post({ ...body, open_id: 'o' }),
  // @ts-expect-error no body at all
  node.post(),
  // @ts-expect-error pay-redirect-sign needs a prepay_id
  wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.payRedirectSign(body),
  // @ts-expect-error another family's body
  wxpay.v3.ecommerce.combinePapay.contracts.preEntrustSign(body),
]

const institution = { ...withoutOpenid, sub_appid: 'a', sub_mchid: '1' }
export const oneOf = () => [
  // @ts-expect-error neither openid nor sub_openid
  wxpay.v3.passwordExemptContract.contracts.qs.preEntrustSign.miniProgram(institution),
  // @ts-expect-error both
  wxpay.v3.passwordExemptContract.contracts.qs.preEntrustSign.miniProgram({
    ...institution,
    openid: 'o',
    sub_openid: 'p',
  }),
]

export const wrongMethod = () => [
  // @ts-expect-error this endpoint has no GET
  node.get(),
  // @ts-expect-error this endpoint has no POST
  wxpay[query].post({}),
  // @ts-expect-error a node without a POST is no function
  wxpay.v3.certificates(),
]

export const wrongPathParams = () => [
  // @ts-expect-error path parameters are missing
  wxpay[query].get(),
  // @ts-expect-error one path parameter is missing
  wxpay.chain(query).get({ pathParams: { service_id: 1 } }),
  // @ts-expect-error a misspelt path parameter
  wxpay.chain(query).get({ pathParams: { service_id: 1, out_contract_kode: 'a' } }),
  // @ts-expect-error this path has no parameters
  node(body, { pathParams: { service_id: 1 } }),
]

export const wrongConfig = () => [
  // @ts-expect-error what goes over the wire is not the caller's to transform
  node(body, { transformRequest: () => 'x' }),
  // @ts-expect-error nor is the address
  node(body, { baseURL: 'https://elsewhere.example' }),
  // @ts-expect-error a query parameter this endpoint does not have
  wxpay.v3.certificates.get({ params: { algorithm: 'RSA' } }),
]

interface Bodiless {
  post: { reply: undefined }
}
const bodiless = wxpay.chain<Bodiless>('v3/some/where')
export const wrongPlace = () => [
  // @ts-expect-error a config where the body stands
  bodiless.post({ timeout: 1000 }),
  // @ts-expect-error a config where the body stands, the node as a function
  bodiless({ timeout: 1000 }),
  // @ts-expect-error a body where there is none
  bodiless.post({ a: 1 }),
  // @ts-expect-error a query that is needed
  wxpay.v3.bill.tradebill.get(),
  // @ts-expect-error a part of it that is needed
  wxpay.v3.bill.tradebill.get({ params: { bill_type: 'ALL' } }),
]

declare const order: Omit<DirectOrderWithContractBody, 'contract_info'>
export const oneContract = () => [
  // @ts-expect-error an order under a contract names none
  wxpay.v3.pay.transactions.jsapiWithContract(order),
  wxpay.v3.pay.transactions.jsapiWithContract({
    ...order,
    // @ts-expect-error a contract and a token
    contract_info: { token: 'a', password_free_contract_id: 'b' },
  }),
]

export const wrongReply = async () => {
  const { data } = await node(body)
  return [
    // @ts-expect-error a field the reply does not have
    data.sign_mp_url,
    // @ts-expect-error a number is not text
    data.service_id.length,
  ]
}
