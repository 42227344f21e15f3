// WeChat Pay of the model: the stand-in's own books, without HTTP between. What it would notify of is kept until it is delivered.
import { Agreements } from '../../../sandbox/wechatpay/agreements'
import { NotPossible, type AgreementView } from '../../../sandbox/wechatpay/agreement'
import { StandInEmitter } from '../../../sandbox/wechatpay/events'
import { readCombineAgreement } from '../../../sandbox/wechatpay/families/combinePapayReply'
import { readAgreement } from '../../../sandbox/wechatpay/families/passwordExemptReply'
import { contractNotice } from '../../../sandbox/wechatpay/notifications/content'
import { Refusal } from '../../../sandbox/wechatpay/refusal'
import type { Timeline } from '../../../sandbox/wechatpay/timeline'
import type { PreSignReply } from '../../../cloudfunctions/_shared/contracts/ports'
import type { CallOutcome } from '../../../cloudfunctions/_shared/kernel/ports'
import type { ContractRecord } from '../../../cloudfunctions/_shared/records/contracts'
import { SETTINGS } from '../../support/builders'

export const EVENT_MAP = {
  SIGN: 'signed',
  TERMINATE: 'terminated',
  'ECOMMERCE_ENTRUST.SIGN': 'signed',
  'ECOMMERCE_ENTRUST.TERMINATE': 'terminated',
} as const

export interface ModelNotice {
  id: string
  event_type: string
  out_contract_code: string
  plaintext: Record<string, unknown>
  state: 'waiting' | 'accepted'
  /** Never delivered by itself. */
  isLost: boolean
  attempts: { faults: string[] }[]
}

const HOUR_MS = 3_600_000

export class ModelUpstream {
  readonly events = new StandInEmitter()
  readonly notices: ModelNotice[] = []
  /** Bodies of pre-signs that arrived. */
  readonly preSigns: string[] = []
  /** Of two guesses what a query says before a signing. */
  unsigned: 'notFound' | 'notSigned' = 'notFound'
  readonly #agreements: Agreements

  constructor(readonly timeline: Timeline) {
    this.#agreements = new Agreements({
      timeline,
      events: this.events,
      sessionLifeMs: 2 * HOUR_MS,
      contractLifeMs: 365 * 24 * HOUR_MS,
      codeForOtherOrder: () => 'taken',
      orderOf: () => undefined,
      onChange: (agreement, change) => {
        const passwordExemptEvents = { signed: 'SIGN', terminated: 'TERMINATE' }
        const context = { mchid: SETTINGS.mchid, passwordExemptEvents, plans: [], nowMs: timeline.nowMs() }
        const { content, outContractCode } = contractNotice(agreement, change, context)
        const { eventType: event_type, plaintext } = content
        // Told apart by number, not by chance.
        const id = `EV-${this.notices.length + 1}`
        this.notices.push({
          id,
          event_type,
          out_contract_code: outContractCode,
          plaintext,
          state: 'waiting',
          isLost: false,
          attempts: [],
        })
      },
    })
  }

  views = (): AgreementView[] => this.#agreements.all().map((one) => this.#agreements.view(one))
  has = (code: string): boolean => this.views().some((one) => one.out_contract_code === code)

  preSign(contract: ContractRecord): CallOutcome<PreSignReply> {
    return answered(() => {
      const { request, family, scene, appid, openid, _id } = contract
      this.preSigns.push(JSON.stringify(request))
      const templateId = 'service_id' in request ? request.service_id : request.plan_id
      const agreement = this.#agreements.preSign({
        family,
        ...(family === 'password-exempt' && { mode: contract.mode }),
        scene,
        templateId,
        outContractCode: request.out_contract_code,
        notifyUrl: request.notify_url,
        displayAccount: request.contract_display_account,
        appid,
        openid: family === 'password-exempt' ? openid : undefined,
        fingerprint: JSON.stringify(request),
      })
      this.events.emit('session', this.#agreements.view(agreement))
      const target = { sign_mp_appid: 'wxbd687630cd02ce1d', sign_mp_path: 'pages/PwdExemptContract/index' }
      return {
        mchid: SETTINGS.mchid,
        templateId,
        out_contract_code: _id,
        pre_entrustweb_id: agreement.session.id,
        ...(family === 'password-exempt' && target),
      }
    })
  }

  query({ family, _id, ...contract }: ContractRecord): CallOutcome<Record<string, unknown>> {
    return answered(() => {
      const templateId = 'service_id' in contract ? contract.service_id : contract.plan_id
      const agreement = this.#agreements.find(family, templateId, _id)
      return family === 'combine-papay'
        ? readCombineAgreement(agreement, SETTINGS.mchid)
        : readAgreement(agreement, SETTINGS.mchid, this.unsigned)
    })
  }

  terminate({ _id }: ContractRecord, remark: string): CallOutcome<unknown> {
    return answered(() => {
      if (!this.has(_id)) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', 'no such contract')
      this.#agreements.terminate(this.#named(_id), 'MCH_API_TERMINATE', remark)
      return {}
    })
  }

  /** What a user does in WeChat, where WeChat lets them. */
  act(what: 'sign' | 'refuse' | 'fail' | 'lapse' | 'close', code: string, openid: string): void {
    try {
      const agreement = this.#named(code)
      if (what === 'sign') this.#agreements.sign(agreement, openid)
      else if (what === 'close') this.#agreements.terminate(agreement, 'USER_TERMINATE', '')
      else this.#agreements[what](agreement)
    } catch (error) {
      if (!(error instanceof NotPossible || error instanceof Refusal)) throw error
    }
  }

  #named = (out_contract_code: string) => this.#agreements.byName({ out_contract_code })
}

function answered<Reply>(answer: () => Reply): CallOutcome<Reply> {
  try {
    return { kind: 'accepted', reply: answer() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { kind: 'refused', isSigned: true, httpStatus: error.status, apiCode: error.code }
  }
}
