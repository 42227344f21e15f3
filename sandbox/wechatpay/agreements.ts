// Sessions and contracts: what WeChat Pay would know of each out_contract_code, and what may happen to it.
import {
  makeContractId,
  NotPossible,
  signerOf,
  userUnderAppid,
  viewAgreement,
  type Agreement,
  type AgreementView,
  type Session,
  type TerminationMode,
} from './agreement'
import type { StandInEmitter } from './events'
import { differs, refuseReuse, type CodeForOtherOrder } from './codeReuse'
import { isPaid, type Order } from './order'
import type { Family, PreSign } from './preSign'
import { invalidRequest, notFound } from './refusal'
import { randomText } from './signature'
import type { Timeline } from './timeline'

interface AgreementsDeps {
  timeline: Timeline
  events: StandInEmitter
  sessionLifeMs: number
  /** How long a combine-papay contract runs. */
  contractLifeMs: number
  codeForOtherOrder: () => CodeForOtherOrder
  /** The order behind a prepay_id, when it was placed here. */
  orderOf: (prepayId: string | undefined) => Order | undefined
  /** Called once for each contract that came to be or ended: WeChat Pay notifies of nothing else. */
  onChange: (agreement: Agreement, change: 'signed' | 'terminated') => void
}

export class Agreements {
  readonly #byCode = new Map<string, Agreement>()
  readonly #deps: AgreementsDeps

  constructor(deps: AgreementsDeps) {
    this.#deps = deps
  }

  all(): Agreement[] {
    return [...this.#byCode.values()]
  }

  /**
   * Opens a session, or gives the live one again when the request is the same. With another order the session is another one.
   * @throws {Refusal} 400 INVALID_REQUEST: the code was used for something else, or is spent, or the user has signed
   */
  preSign(preSign: PreSign): Agreement {
    const known = this.#byCode.get(preSign.outContractCode)
    if (known) refuseReuse(known, preSign, this.#deps.codeForOtherOrder())
    this.#refuseSecondContract(preSign)
    if (known && differs(known.preSign, preSign)) this.#closeSession(known)
    if (known && this.#isOpen(known.session)) return known
    const agreement: Agreement = known ?? {
      preSign,
      session: this.#openSession(preSign.outContractCode),
      state: 'NOT_SIGNED',
      isSpent: false,
    }
    if (known) Object.assign(known, { preSign, session: this.#openSession(preSign.outContractCode) })
    this.#byCode.set(preSign.outContractCode, agreement)
    return agreement
  }

  /** @throws {Refusal} 404 when this merchant never pre-signed the code under that template */
  find(family: Family, templateId: number, code: string): Agreement {
    const agreement = this.#byCode.get(code)
    if (agreement?.preSign.family !== family || agreement.preSign.templateId !== templateId) {
      throw notFound('RESOURCE_NOT_EXISTS', `no contract ${code} under template ${templateId}`)
    }
    return agreement
  }

  /** @throws {NotPossible} nothing goes by that name */
  byName(name: { out_contract_code?: string | undefined; pre_entrustweb_id?: string | undefined }): Agreement {
    const { out_contract_code: code, pre_entrustweb_id: sessionId } = name
    if ((code === undefined) === (sessionId === undefined)) {
      throw new NotPossible('name the contract by out_contract_code or by pre_entrustweb_id, one of the two')
    }
    const found = this.all().find(
      ({ preSign, session }) => preSign.outContractCode === code || session.id === sessionId,
    )
    if (!found)
      throw new NotPossible(
        `nothing was pre-signed as ${code ?? `session ${sessionId ?? ''}`}, or a later pre-sign replaced the session`,
      )
    return found
  }

  /**
   * The user signs on WeChat Pay's page.
   * @param openid who; needed in the combine-papay family, where the request binds nobody
   * @throws {NotPossible} the session is over, its order unpaid, the code spent, the user another one or already signed
   */
  sign(agreement: Agreement, openid?: string): void {
    this.#requireOffered(agreement)
    const signer = signerOf(agreement.preSign, openid)
    if (this.#hasContract(agreement.preSign, signer)) {
      throw new NotPossible(
        `this user already has an effective contract under template ${agreement.preSign.templateId}`,
      )
    }
    const nowMs = this.#deps.timeline.nowMs()
    this.#closeSession(agreement)
    Object.assign(agreement, { state: 'SIGNED', signer, signedAtMs: nowMs, contractId: makeContractId() })
    if (agreement.preSign.family === 'combine-papay') agreement.contractExpiresAtMs = nowMs + this.#deps.contractLifeMs
    this.#deps.events.emit('signed', this.view(agreement))
    this.#deps.onChange(agreement, 'signed')
  }

  /** What WeChat Pay offers after the payment of an order (支付后签约): an open session, for a user without a contract. */
  offeredWith(prepayId: string): Agreement | undefined {
    const found = this.all().find(({ preSign }) => preSign.prepayId === prepayId)
    if (!found || !this.#isOpen(found.session)) return undefined
    const user = userUnderAppid(found.preSign)
    return user === undefined || this.#hasContract(found.preSign, user) ? undefined : found
  }

  /** The user presses refuse. The session lives on, and WeChat Pay tells nobody. */
  refuse(agreement: Agreement): void {
    this.#requireOffered(agreement)
    this.#deps.events.emit('refused', this.view(agreement))
  }

  /** The user agrees and a business rule refuses: session over, code spent, nobody told. */
  fail(agreement: Agreement): void {
    this.#requireOffered(agreement)
    this.#closeSession(agreement)
    agreement.isSpent = true
    this.#deps.events.emit('failed', this.view(agreement))
  }

  /** Ends the session before its time. */
  lapse(agreement: Agreement): void {
    this.#requireOpen(agreement)
    this.#closeSession(agreement)
    this.#deps.events.emit('lapsed', this.view(agreement))
  }

  /** @throws {Refusal} 400 INVALID_REQUEST unless the contract is in force */
  terminate(agreement: Agreement, mode: TerminationMode, remark: string): void {
    if (agreement.state !== 'SIGNED') {
      throw invalidRequest(
        `only a contract in force can be terminated; ${agreement.preSign.outContractCode} is ${agreement.state}`,
      )
    }
    agreement.state = 'TERMINATED'
    agreement.termination = { mode, remark, atMs: this.#deps.timeline.nowMs() }
    this.#deps.events.emit('terminated', this.view(agreement))
    this.#deps.onChange(agreement, 'terminated')
  }

  view(agreement: Agreement): AgreementView {
    return viewAgreement(agreement, this.#isOpen(agreement.session))
  }

  #refuseSecondContract(preSign: PreSign): void {
    const user = userUnderAppid(preSign)
    if (user !== undefined && this.#hasContract(preSign, user)) {
      throw invalidRequest(`the user already has an effective contract under template ${preSign.templateId}`)
    }
  }

  /** One user, one effective contract per template; one that has ended by itself is effective no more. */
  #hasContract({ family, templateId, appid }: PreSign, signer: string): boolean {
    const nowMs = this.#deps.timeline.nowMs()
    return this.all().some(
      (other) =>
        other.state === 'SIGNED' &&
        nowMs < (other.contractExpiresAtMs ?? Infinity) &&
        other.signer === signer &&
        other.preSign.family === family &&
        other.preSign.templateId === templateId &&
        other.preSign.appid === appid,
    )
  }

  #openSession(code: string): Session {
    const expiresAtMs = this.#deps.timeline.nowMs() + this.#deps.sessionLifeMs
    const cancelLapse = this.#deps.timeline.at(expiresAtMs, () => {
      const agreement = this.#byCode.get(code)
      if (agreement?.session.isOpen) this.#deps.events.emit('lapsed', this.view(agreement))
      return Promise.resolve()
    })
    return { id: randomText(29), expiresAtMs, isOpen: true, cancelLapse }
  }

  #closeSession({ session }: Agreement): void {
    session.isOpen = false
    session.cancelLapse()
  }

  #isOpen(session: Session): boolean {
    return session.isOpen && this.#deps.timeline.nowMs() < session.expiresAtMs
  }

  /** Signing after payment is a page that only a payment leads to. */
  #requireOffered(agreement: Agreement): void {
    this.#requireOpen(agreement)
    const order = this.#deps.orderOf(agreement.preSign.prepayId)
    if (order === undefined || isPaid(order)) return
    throw new NotPossible(
      `signing is offered once order ${order.request.outTradeNo} is paid; it is ${order.state}, pay it with "payOrder"`,
    )
  }

  #requireOpen({ session, state, preSign }: Agreement): void {
    if (this.#isOpen(session)) return
    throw new NotPossible(`the session of ${preSign.outContractCode} is over (contract ${state}); pre-sign again`)
  }
}
