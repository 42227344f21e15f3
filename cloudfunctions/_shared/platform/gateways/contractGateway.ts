// The contract gateway on the WeChat Pay client: family and mode to endpoint, errors to outcomes.
import * as v from 'valibot'
import { fieldsOf, Id, Integer, Text, told } from '../../kernel/fields'
import type { ContractGateway, PreSignReply } from '../../contracts/ports'
import type { Deadline, Log } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import type { WechatPay } from '../../wechatpay/client'
import type { Routes } from '../../wechatpay/routes'
import { createCallWechatPay, type Send } from './callWechatPay'

export interface GatewayDeps {
  wxpay: WechatPay
  log: Log
  nowMs: () => number
  /** Of the call that is being served. */
  deadline: Deadline
}

export function createContractGateway({ wxpay, ...deps }: GatewayDeps): ContractGateway {
  const call = createCallWechatPay(deps)
  const run = async (name: 'preSign' | 'query' | 'terminate', { _id }: ContractRecord, send: Send) =>
    call(name, { out_contract_code: _id }, send)

  return {
    async preSign(contract) {
      const outcome = await run('preSign', contract, async (limit) => sendPreSign(wxpay, contract, limit))
      if (outcome.kind !== 'accepted') return outcome
      const parsed = v.safeParse(PreSignReplySchema, outcome.reply)
      if (parsed.success) return { kind: 'accepted', reply: toReply(parsed.output) }
      const fields = fieldsOf(parsed.issues).join(',')
      deps.log.alert('pre-sign answer not as documented', { out_contract_code: contract._id, fields })
      return { kind: 'unknown', reason: 'untrusted' }
    },
    query: async (contract) => run('query', contract, async (limit) => sendQuery(wxpay, contract, limit)),
    terminate: async (contract, remark) =>
      run('terminate', contract, async (limit) => sendTerminate(wxpay, contract, remark, limit)),
  }
}

type Limit = Parameters<Send>[0]

async function sendPreSign(wxpay: WechatPay, contract: ContractRecord, limit: Limit): Promise<{ data: unknown }> {
  // Body and path were chosen together when the attempt was made (requestBody.ts).
  return wxpay.chain<{ post: { body: object; reply: unknown } }>(preSignPath(contract)).post(contract.request, limit)
}

function preSignPath({ family, mode, scene }: ContractRecord): keyof Routes {
  if (family === 'password-exempt') {
    return `v3/password-exempt-contract/contracts/${mode}/pre-entrust-sign/${scene === 'app' ? 'mini-program' : scene}`
  }
  return scene === 'app'
    ? 'v3/ecommerce/combine-papay/contracts/pre-entrust-sign'
    : 'v3/ecommerce/combine-papay/contracts/pre-entrust-sign/mini-program'
}

async function sendQuery(wxpay: WechatPay, contract: ContractRecord, limit: Limit): Promise<{ data: unknown }> {
  const out_contract_code = contract._id
  if (contract.family === 'combine-papay') {
    return wxpay
      .chain('v3/ecommerce/combine-papay/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}')
      .get({ pathParams: { plan_id: contract.plan_id, out_contract_code }, ...limit })
  }
  return wxpay
    .chain('v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}')
    .get({ pathParams: { service_id: contract.service_id, out_contract_code }, ...limit })
}

async function sendTerminate(
  wxpay: WechatPay,
  contract: ContractRecord,
  remark: string,
  limit: Limit,
): Promise<{ data: unknown }> {
  const body = { contract_termination_remark: remark }
  const out_contract_code = contract._id
  if (contract.family === 'combine-papay') {
    return wxpay
      .chain('v3/ecommerce/combine-papay/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}/terminate')
      .post(body, { pathParams: { plan_id: contract.plan_id, out_contract_code }, ...limit })
  }
  return wxpay
    .chain(
      'v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}/terminate',
    )
    .post(body, { pathParams: { service_id: contract.service_id, out_contract_code }, ...limit })
}

const ReplyText = v.pipe(Text, v.nonEmpty())
/** Whatever goes on to a phone is of its form, though it is signed: nothing else is handed out as a way to go. */
const SessionId = v.pipe(Text, v.regex(/^[\x21-\x7e]{1,128}$/))
const Appid = v.pipe(Text, v.regex(/^[0-9A-Za-z]{1,32}$/))
const UserName = v.pipe(Text, v.regex(/^[0-9A-Za-z_@.-]{1,32}$/))
/** A page of a mini-program, perhaps with a query: no address, no way up, one line of printable ASCII. */
const PagePath = v.pipe(
  Text,
  v.maxLength(1024),
  v.regex(/^\/?[0-9A-Za-z_-]+(?:\/[0-9A-Za-z_-]+)*(?:\.html)?(?:\?[\x21-\x7e]*)?$/),
)
const ReplyId = v.pipe(Id, v.nonEmpty())
const PreSignReplySchema = v.object({
  mchid: ReplyId,
  service_id: v.nullish(Integer),
  plan_id: v.nullish(Integer),
  out_contract_code: ReplyText,
  sub_mchid: told(Id),
  pre_entrustweb_id: v.nullish(SessionId),
  sign_mp_appid: v.nullish(Appid),
  sign_mp_path: v.nullish(PagePath),
  // The pages disagree on whether these are returned, and under which of two names.
  miniprogram_username: v.nullish(UserName),
  mini_program_username: v.nullish(UserName),
  miniprogram_path: v.nullish(PagePath),
  mini_program_path: v.nullish(PagePath),
})

function toReply(reply: v.InferOutput<typeof PreSignReplySchema>): PreSignReply {
  const { mchid, out_contract_code, sub_mchid, pre_entrustweb_id, sign_mp_appid, sign_mp_path } = reply
  const miniprogram_username = reply.miniprogram_username ?? reply.mini_program_username
  const miniprogram_path = reply.miniprogram_path ?? reply.mini_program_path
  return {
    mchid,
    templateId: reply.service_id ?? reply.plan_id ?? 0,
    out_contract_code,
    ...(sub_mchid && { sub_mchid }),
    ...(pre_entrustweb_id && { pre_entrustweb_id }),
    ...(sign_mp_appid && { sign_mp_appid }),
    ...(sign_mp_path && { sign_mp_path }),
    ...(miniprogram_username && { miniprogram_username }),
    ...(miniprogram_path && { miniprogram_path }),
  }
}
