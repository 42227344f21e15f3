// 收付通 合单代扣: pre-sign in the mini-program and APP scenes, query, terminate. E-commerce platforms only.
import { appid, displayAccount, notifyUrl, outContractCode, terminationRemark } from '../commonFields'
import { endpoint, type Endpoint } from '../endpoint'
import { flag, id, idText, optional, text } from '../fields'
import { fingerprint } from '../preSign'
import type { World } from '../world'
import { readCombineAgreement } from './combinePapayReply'
import { takePreSign } from './takePreSign'

const BASE = '/v3/ecommerce/combine-papay/contracts'

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
    queryEndpoint(world),
    terminateEndpoint(world),
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
      }
    },
  })
}

const CODE_PATH = `${BASE}/plan-id/{plan_id}/out-contract-code/{out_contract_code}`
const CODE_FIELDS = { plan_id: idText(), out_contract_code: outContractCode() }

function queryEndpoint(world: World): Endpoint {
  return endpoint({
    method: 'GET',
    template: CODE_PATH,
    path: CODE_FIELDS,
    query: {},
    body: {},
    handle: ({ path }) => {
      world.permissions.checkPlan(path.plan_id)
      const agreement = world.agreements.find('combine-papay', path.plan_id, path.out_contract_code)
      return readCombineAgreement(agreement, world.keys.mchid)
    },
  })
}

function terminateEndpoint(world: World): Endpoint {
  return endpoint({
    method: 'POST',
    template: `${CODE_PATH}/terminate`,
    path: CODE_FIELDS,
    query: {},
    body: { contract_termination_remark: terminationRemark() },
    handle: ({ path, body }) => {
      world.permissions.checkPlan(path.plan_id)
      const agreement = world.agreements.find('combine-papay', path.plan_id, path.out_contract_code)
      world.agreements.terminate(agreement, 'MCH_API_TERMINATE', body.contract_termination_remark)
      return { mchid: world.keys.mchid, plan_id: path.plan_id, out_contract_code: path.out_contract_code }
    },
  })
}
