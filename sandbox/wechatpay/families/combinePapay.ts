// 收付通 合单代扣: pre-sign in the mini-program and APP scenes, query, terminate. E-commerce platforms only.
import { appid, displayAccount, notifyUrl, outContractCode } from '../commonFields'
import { endpoint, type Endpoint } from '../endpoint'
import { flag, id, optional, text } from '../fields'
import { fingerprint } from '../preSign'
import type { World } from '../world'
import { readCombineAgreement } from './combinePapayReply'
import { contractEndpoints } from './contractEndpoints'
import { takePreSign } from './takePreSign'

const BASE = '/v3/ecommerce/combine-papay/contracts'
const SIGN_MP_PATH = 'pages/index/index'

const MINI_PROGRAM_BODY = {
  appid: appid(),
  plan_id: id(),
  out_contract_code: outContractCode(),
  contract_display_account: displayAccount(),
  notify_url: notifyUrl(),
}
const APP_BODY = { ...MINI_PROGRAM_BODY, return_app: optional(flag()), attach: optional(text(255)) }

export function combinePapayEndpoints(world: World): Endpoint[] {
  return [
    preSignEndpoint(world, 'mini-program'),
    preSignEndpoint(world, 'app'),
    ...contractEndpoints(world, {
      family: 'combine-papay',
      base: BASE,
      template: 'plan-id',
      checkTemplate: (planId) => world.permissions.checkPlan(planId),
      read: (agreement) => readCombineAgreement(agreement, world.keys.mchid),
    }),
  ]
}

function preSignEndpoint(world: World, scene: 'mini-program' | 'app'): Endpoint {
  const template = `${BASE}/pre-entrust-sign${scene === 'mini-program' ? '/mini-program' : ''}`
  return endpoint({
    method: 'POST',
    template,
    path: {},
    query: {},
    body: scene === 'mini-program' ? MINI_PROGRAM_BODY : APP_BODY,
    handle: ({ body }) => {
      const agreement = takePreSign(world, {
        family: 'combine-papay',
        scene,
        templateId: body.plan_id,
        outContractCode: body.out_contract_code,
        notifyUrl: body.notify_url,
        displayAccount: body.contract_display_account,
        appid: body.appid,
        fingerprint: fingerprint(template, body),
      })
      return {
        pre_entrustweb_id: agreement.session.id,
        mchid: world.keys.mchid,
        plan_id: body.plan_id,
        out_contract_code: body.out_contract_code,
        ...(scene === 'app' && appLaunch(world, agreement.session.id)),
      }
    },
  })
}

/** What WXLaunchMiniProgram takes. It has no field for data, so the path carries the session. */
function appLaunch({ keys, settings }: World, sessionId: string): Record<string, string> {
  const prefix = settings.switches.appLaunchTarget
  if (prefix === 'none') return {}
  const path = `${SIGN_MP_PATH}?pre_entrustweb_id=${sessionId}`
  return { [`${prefix}username`]: keys.signUserName, [`${prefix}path`]: path }
}
