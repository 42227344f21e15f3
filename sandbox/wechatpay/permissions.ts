// What this merchant may use: appids bound to it, sub-merchants under it, templates opened for it. 403 NO_AUTH otherwise.
import type { SandboxKeys } from '../keys'
import type { PlanPermission, ServicePermission } from './options'
import { noAuth } from './refusal'
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

  #checkSubMerchant({ subMchid, subAppid }: PreSign): void {
    if (subMchid !== undefined && subMchid !== this.keys.subMchid) {
      throw noAuth(`sub_mchid ${subMchid} is not a sub-merchant of ${this.keys.mchid}`)
    }
    if (subAppid !== undefined && subAppid !== this.keys.subAppid) {
      throw noAuth(`sub_appid ${subAppid} is not bound to sub_mchid ${this.keys.subMchid}`)
    }
  }
}
