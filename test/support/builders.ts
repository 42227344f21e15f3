// Records, settings and answers as they usually are. A test names only what matters to it.
import { createHash } from 'node:crypto'
import { attemptKey, outContractCode, partyOfRecord, slotId } from '../../cloudfunctions/_shared/contracts/codes'
import { partyOf, signedFor } from '../../cloudfunctions/_shared/contracts/parties'
import type { ContractSettings, PreSignReply } from '../../cloudfunctions/_shared/contracts/ports'
import type { Caller } from '../../cloudfunctions/_shared/kernel/ports'
import type { ContractRecord, Scene } from '../../cloudfunctions/_shared/records/contracts'
import knownTexts from '../../cloudfunctions/_shared/merchant/consents.json'
import type { SlotAttempt, SlotRecord } from '../../cloudfunctions/_shared/records/slots'
import type { WrittenDocuments } from '../../cloudfunctions/_shared/records/documents'
import { withDue } from '../../cloudfunctions/_shared/records/due'
import { listed } from '../../cloudfunctions/_shared/contracts/userSlot'
import { familyPart, type SceneWish } from '../../cloudfunctions/_shared/contracts/sign/requestBody'

export const NOW = Date.UTC(2026, 10, 21, 2, 0, 0)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const OPENID = 'oAlice00000000000000000000'
/** Of a text the functions know, built ones too. */
export const TEXT_HASH = knownTexts[0]?.hash ?? ''
export const OTHER_TEXT_HASH = 'b'.repeat(64)

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export const SETTINGS: ContractSettings = {
  env: 'cb-test',
  family: 'password-exempt',
  mode: 'normal',
  mchid: '1900000109',
  appid: 'wxd678efh567hg6787',
  templateId: 12535,
  notifyUrl: 'https://pay.example.com/contract-notify',
  signAppids: ['wxbd687630cd02ce1d'],
  signTarget: { sign_mp_appid: 'wxbd687630cd02ce1d', sign_mp_path: 'pages/index/index' },
  codePrefix: '',
  notSignedCodes: [],
  launchWithinMs: 2 * MINUTE,
  loginIsWechat: false,
}

export const COMBINE: ContractSettings = { ...SETTINGS, family: 'combine-papay', mode: 'ecommerce' }
export const SUB_MERCHANT = { mchid: '1900000110', appid: 'wxsub00000000000001' } as const
export const PROVIDER: ContractSettings = { ...SETTINGS, mode: 'service-provider', subMerchant: SUB_MERCHANT }
export const QS: ContractSettings = { ...SETTINGS, mode: 'qs', subMerchant: SUB_MERCHANT }

export const SESSION = {
  pre_entrustweb_id: '5778aadY9nltAsZzXixCkFIGYnV2V',
  sign_mp_appid: 'wxbd687630cd02ce1d',
  sign_mp_path: 'pages/PwdExemptContract/index',
  expiresAtMs: NOW + 2 * HOUR,
}

export const codeOf = (attemptNo = 1, settings = SETTINGS, openid = OPENID): string =>
  outContractCode(partyOf({ openid }, settings), attemptNo, settings.codePrefix, sha256)

export const slotIdFor = (settings = SETTINGS, openid = OPENID): string => slotId(partyOf({ openid }, settings), sha256)

type Changes = Partial<Omit<ContractRecord, 'family' | 'request' | 'service_id' | 'plan_id' | 'dueAtMs'>>

/** The first attempt of the usual user, REQUESTED. */
export function aContract(changes: Changes = {}, settings = SETTINGS): WrittenDocuments['contracts'] {
  const caller = callerOf(changes)
  const _id =
    changes._id ?? outContractCode(partyOf(caller, settings), changes.attemptNo ?? 1, settings.codePrefix, sha256)
  const { env, mode, mchid, appid } = settings
  const wish = wishOf(changes.scene)
  return withDue('contracts', {
    ...familyPart({ settings, caller, wish, out_contract_code: _id, contract_display_account: '微信用户0000' }),
    _id,
    env,
    mode,
    mchid,
    appid,
    ...caller,
    ...signedFor(settings),
    scene: 'mini-program',
    attemptNo: 1,
    createdAtMs: NOW,
    state: 'REQUESTED',
    consentHistory: [{ textHash: TEXT_HASH, atMs: NOW }],
    nextQueryAtMs: NOW,
    queryCount: 0,
    evidence: [],
    ...changes,
  })
}

/** WeChat Pay has just said that it is signed. */
export const HEARD = { state: 'SIGNED', evidence: [{ source: 'query', atMs: NOW, what: 'SIGNED' }] } satisfies Changes

const callerOf = ({ openid, sub_openid, userId }: Changes): Caller => {
  if (userId !== undefined) return { userId }
  return sub_openid === undefined ? { openid: openid ?? OPENID } : { sub_openid }
}

export const PREPAY_ID = 'wx201410272009395522657a690389285100'

const wishOf = (scene: Scene = 'mini-program'): SceneWish =>
  scene === 'pay-redirect-sign' ? { scene, prepay_id: PREPAY_ID } : { scene }

/** A combine-papay answer: it names no launch target. */
export const aCombineReply = (code: string): PreSignReply => ({
  mchid: SETTINGS.mchid,
  templateId: SETTINGS.templateId,
  out_contract_code: code,
  pre_entrustweb_id: SESSION.pre_entrustweb_id,
})

export const aPreSignReply = (code: string, changes: Partial<PreSignReply> = {}): PreSignReply => ({
  ...aCombineReply(code),
  sign_mp_appid: SESSION.sign_mp_appid,
  sign_mp_path: SESSION.sign_mp_path,
  ...changes,
})

/** What a query, or the plaintext of a notification, says of a contract, in WeChat Pay's words. */
export function wireContract(contract: ContractRecord, contract_state: string, changes: Record<string, unknown> = {}) {
  const template =
    contract.family === 'password-exempt' ? { service_id: contract.service_id } : { plan_id: contract.plan_id }
  return {
    mchid: contract.mchid,
    appid: contract.appid,
    ...(contract.openid !== undefined && { openid: contract.openid }),
    ...(contract.sub_openid !== undefined && { sub_openid: contract.sub_openid }),
    ...template,
    out_contract_code: contract._id,
    contract_state,
    ...(contract_state !== 'NOT_SIGNED' && {
      contract_id: '123124412412423431',
      contract_signed_time: '2026-11-21T10:05:00+08:00',
    }),
    ...(contract_state === 'TERMINATED' && {
      contract_terminate_info: {
        contract_termination_mode: 'USER_TERMINATE',
        contract_terminated_time: '2026-11-21T11:00:00.120+08:00',
      },
    }),
    ...changes,
  }
}

/** The user's slot, at the contract. */
export const aSlot = (contract: ContractRecord, changes: Partial<SlotAttempt> = {}): SlotRecord => {
  const party = partyOfRecord(contract)
  const { _id: currentCode, attemptNo, state } = contract
  const attempts = { [attemptKey(party)]: { currentCode, attemptNo, leaseUntilMs: 0, ...changes } }
  const slot = { _id: slotId(party, sha256), attempts, inForce: [], counters: {}, revision: 1 }
  return state === 'SIGNED' ? listed(slot, contract) : slot
}
