// 免密支付: pre-sign in four modes and two scenes, query, terminate.
import { appid, displayAccount, mchid, notifyUrl, openid, outContractCode, prepayId } from '../commonFields'
import { endpoint, requireOneOf, type Endpoint } from '../endpoint'
import { id, optional } from '../fields'
import type { FieldTable } from '../fieldTable'
import { fingerprint, MODES, type Mode } from '../preSign'
import type { World } from '../world'
import { contractEndpoints } from './contractEndpoints'
import { readAgreement } from './passwordExemptReply'
import { takePreSign } from './takePreSign'

const BASE = '/v3/password-exempt-contract/contracts'
/** As the official examples print them. */
const SIGN_MP_APPID = 'wxbd687630cd02ce1d'
const SIGN_MP_PATH = 'pages/PwdExemptContract/index'

const COMMON = {
  service_id: id(),
  out_contract_code: outContractCode(),
  notify_url: notifyUrl(),
  contract_display_account: displayAccount(),
}
const SUB_MERCHANT = { sub_appid: appid(), sub_mchid: mchid() }

/** Body of each mode in the mini-program scene. */
const BODIES: Record<Mode, FieldTable> = {
  normal: { appid: appid(), ...COMMON, openid: openid() },
  ecommerce: { appid: appid(), ...COMMON, openid: openid() },
  'service-provider': {
    sp_appid: appid(),
    ...SUB_MERCHANT,
    ...COMMON,
    sp_openid: optional(openid()),
    sub_openid: optional(openid()),
  },
  qs: { appid: appid(), ...SUB_MERCHANT, ...COMMON, openid: optional(openid()), sub_openid: optional(openid()) },
}

/** What any mode's body may hold, once its own table has read it. */
interface AnyBody {
  service_id: number
  out_contract_code: string
  notify_url: string
  contract_display_account: string
  appid?: string
  sp_appid?: string
  sub_appid?: string
  sub_mchid?: string
  openid?: string
  sp_openid?: string
  sub_openid?: string
  prepay_id?: string
}

export function passwordExemptEndpoints(world: World): Endpoint[] {
  const preSigns = MODES.flatMap((mode) => [
    preSignEndpoint(world, mode, 'mini-program'),
    preSignEndpoint(world, mode, 'pay-redirect-sign'),
  ])
  const contracts = contractEndpoints(world, {
    family: 'password-exempt',
    base: BASE,
    template: 'service-id',
    checkTemplate: (serviceId) => world.permissions.checkService(serviceId),
    read: (agreement) =>
      readAgreement(agreement, world.keys.mchid, world.settings.switches.passwordExemptUnsignedQuery),
  })
  return [...preSigns, ...contracts]
}

function preSignEndpoint(world: World, mode: Mode, scene: 'mini-program' | 'pay-redirect-sign'): Endpoint {
  const template = `${BASE}/${mode}/pre-entrust-sign/${scene}`
  const table = scene === 'mini-program' ? BODIES[mode] : { ...BODIES[mode], prepay_id: prepayId() }
  return endpoint({
    method: 'POST',
    template,
    path: {},
    query: {},
    body: table,
    handle: ({ body: read }) => {
      const body = read as unknown as AnyBody
      if (mode === 'service-provider') requireOneOf(read, 'sp_openid', 'sub_openid')
      if (mode === 'qs') requireOneOf(read, 'openid', 'sub_openid')
      const agreement = takePreSign(world, {
        family: 'password-exempt',
        mode,
        scene,
        templateId: body.service_id,
        outContractCode: body.out_contract_code,
        notifyUrl: body.notify_url,
        displayAccount: body.contract_display_account,
        appid: body.sp_appid ?? body.appid ?? '',
        openid: body.sp_openid ?? body.openid,
        subMchid: body.sub_mchid,
        subAppid: body.sub_appid,
        subOpenid: body.sub_openid,
        prepayId: body.prepay_id,
        fingerprint: fingerprint(template, read),
      })
      return {
        ...(scene === 'mini-program' && { pre_entrustweb_id: agreement.session.id }),
        mchid: world.keys.mchid,
        ...(mode === 'service-provider' && { sub_mchid: body.sub_mchid }),
        service_id: body.service_id,
        out_contract_code: body.out_contract_code,
        ...(scene === 'mini-program' && { sign_mp_appid: SIGN_MP_APPID, sign_mp_path: SIGN_MP_PATH }),
      }
    },
  })
}
