// What this merchant may use: appids bound to it, sub-merchants under it, templates opened for it. 403 NO_AUTH otherwise.
import type { SandboxKeys } from '../keys'
import type { PlanPermission, ServicePermission } from './options'
import type { OrderRequest } from './order'
import { noAuth, Refusal } from './refusal'
import { MODES, type PreSign } from './preSign'

export class Permissions {
  constructor(
    readonly keys: SandboxKeys,
    readonly services: readonly ServicePermission[],
    readonly plans: readonly PlanPermission[],
  ) {}

  /** @throws {Refusal} 403 NO_AUTH */
  checkPreSign(preSign: PreSign): void {
    this.#checkAppid(preSign)
    this.#checkSubMerchant(preSign)
    if (preSign.family === 'combine-papay') this.checkPlan(preSign.templateId)
    else this.#checkService(preSign)
  }

  /** @throws {Refusal} 400 APPID_MCHID_NOT_MATCH, which the order pages have for it, or 403 NO_AUTH */
  checkOrder(order: OrderRequest): void {
    this.checkAppid(order.appid)
    this.#checkSubMerchant(order)
  }

  /** For what names its merchants: they must be the caller and one of its sub-merchants. */
  checkMchid(mchid: string, subMchid?: string): void {
    if (mchid !== this.keys.mchid) throw noAuth(`${mchid} is not the merchant that signed the request`)
    this.#checkSubMerchant({ subMchid })
  }

  /** For what names its own appid beside its merchants. @throws {Refusal} 400 APPID_MCHID_NOT_MATCH */
  checkAppid(appid: string): void {
    if (appid === this.keys.appid) return
    const message = `appid ${appid} is not bound to merchant ${this.keys.mchid}`
    throw new Refusal(400, 'APPID_MCHID_NOT_MATCH', message)
  }

  /** For query and terminate, which name no mode. */
  checkService(serviceId: number): ServicePermission {
    const service = this.services.find((one) => one.serviceId === serviceId)
    if (!service) throw noAuth(`service_id ${serviceId} is not open to merchant ${this.keys.mchid}`)
    return service
  }

  checkPlan(planId: number): PlanPermission {
    const plan = this.plans.find((one) => one.planId === planId)
    if (!plan) throw noAuth(`plan_id ${planId} is not open to merchant ${this.keys.mchid}`)
    return plan
  }

  #checkService({ templateId, mode }: PreSign): void {
    const { modes = MODES } = this.checkService(templateId)
    if (mode && !modes.includes(mode)) throw noAuth(`service_id ${templateId} is not open for mode ${mode}`)
  }

  #checkAppid({ scene, appid }: PreSign): void {
    const bound = scene === 'app' ? this.keys.mobileAppid : this.keys.appid
    if (appid === bound) return
    const kind = scene === 'app' ? 'mobile app' : 'mini-program'
    throw noAuth(`appid ${appid} is not a ${kind} bound to merchant ${this.keys.mchid}`)
  }

  #checkSubMerchant({ subMchid, subAppid }: Pick<PreSign, 'subMchid' | 'subAppid'>): void {
    if (subMchid !== undefined && subMchid !== this.keys.subMchid) {
      throw noAuth(`sub_mchid ${subMchid} is not a sub-merchant of ${this.keys.mchid}`)
    }
    if (subAppid !== undefined && subAppid !== this.keys.subAppid) {
      throw noAuth(`sub_appid ${subAppid} is not bound to sub_mchid ${this.keys.subMchid}`)
    }
  }
}
