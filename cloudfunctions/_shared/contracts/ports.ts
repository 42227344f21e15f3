// What the flows of contracts need beside the kernel's ports.
import type { Family, Mode } from '../records/common'
import type { ContractRecord } from '../records/contracts'
import type { CallOutcome, Clock, Deadline, Store, Log, Sha256 } from '../kernel/ports'

export interface PreSignReply {
  mchid: string
  /** `service_id` or `plan_id`, echoed. */
  templateId: number
  out_contract_code: string
  /** Mode service-provider. */
  sub_mchid?: string
  /** Absent in the scene pay-redirect-sign. */
  pre_entrustweb_id?: string
  /** Scene mini-program; absent in the combine-papay family. */
  sign_mp_appid?: string
  sign_mp_path?: string
  /** Scene app, perhaps. */
  miniprogram_username?: string
  miniprogram_path?: string
}

/** WeChat Pay, as far as contracts go. Endpoint and body follow from the record, not from today's settings. */
export interface ContractGateway {
  /** Sends the record's stored body. */
  preSign(contract: ContractRecord): Promise<CallOutcome<PreSignReply>>
  /** The verified answer, not yet checked against any shape. */
  query(contract: ContractRecord): Promise<CallOutcome<unknown>>
  terminate(contract: ContractRecord, remark: string): Promise<CallOutcome<unknown>>
}

/** The settings the product rules look at. */
export interface ContractSettings {
  /** CloudBase environment id. */
  env: string
  family: Family
  mode: Mode
  mchid: string
  appid: string
  /** `service_id` or `plan_id`. */
  templateId: number
  /** For whom in the modes service-provider and qs, there with its appid; in mode ecommerce who is paid by default. */
  subMerchant?: { mchid: string; appid?: string }
  notifyUrl: string
  /** Signing mini-programs a user may be sent to. */
  signAppids: readonly string[]
  /** Where the reply names no launch target. */
  signTarget: { sign_mp_appid: string; sign_mp_path: string }
  codePrefix: string
  /** Error codes of a signed refusal that say "not signed", beside those built in. */
  notSignedCodes: readonly string[]
  /** Scene app: WeChat refuses a launch later than this after the pre-sign. */
  launchWithinMs: number
  /** Scene app: by the merchant's word whoever signs is the user, for its login is WeChat's own. */
  loginIsWechat: boolean
}

/** What signing in our page is given besides. */
export interface SignDeps extends ContractDeps {
  /** Whether the text of this hash is on file, to be shown to whoever asks what was agreed to. */
  isKnownText(textHash: string): boolean
}

/** What every flow of contracts is given. */
export interface ContractDeps {
  settings: ContractSettings
  store: Store
  gateway: ContractGateway
  clock: Clock
  deadline: Deadline
  /** Until the deadline at most. */
  sleep(ms: number): Promise<void>
  sha256: Sha256
  log: Log
}
