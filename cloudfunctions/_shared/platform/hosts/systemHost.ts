// The running function: environment, database and WeChat Pay client, each made at first use and kept for the instance.
import type { ContractDeps } from '../../contracts/ports'
import type { Deadline, Log } from '../../kernel/ports'
import { tellAfter } from '../../upkeep/deliver/tellAfter'
import { createWechatPay } from '../../wechatpay/client'
import { SETTING } from '../settings/names'
import { ownSettings } from '../settings/ownSettings'
import { createContractGateway } from '../gateways/contractGateway'
import { once } from '../once'
import { nowMs, sha256, sleep, within } from '../runtime'
import { WECHATPAY_CALL_MS } from '../../kernel/timeLeft'
import { readWxContext } from '../wxContext'
import { hostLog } from './hostLog'
import { openDatabase } from './openDatabase'
import type { CallableHost } from './ports'
import { receiversOf } from './receivers'
import { storeUntil } from './storeUntil'

const systemSettings = once(() => ownSettings('callables'))
export const systemDatabase = once(() => openDatabase(systemSettings().store))
export const systemWechatPay = once(() => {
  const { mchid, serial, privateKey, publicKey, platformCertificates, apiV3Keys, hosts } = systemSettings()
  return createWechatPay({
    mchid,
    serial,
    privateKey,
    ...(publicKey && { publicKey }),
    platformCertificates,
    apiV3Keys,
    hosts,
    totalTimeoutMs: WECHATPAY_CALL_MS,
  })
})

/** Of any host: what it hands over is handed on. */
async function telling<Deps extends ContractDeps, Result>(
  deps: Deps,
  work: (deps: Deps) => Promise<Result>,
): Promise<Result> {
  return tellAfter(deps, { receivers: receiversOf(systemSettings(), deps.log), within }, work)
}

export const systemHost = {
  log: hostLog,
  telling,
  wxContext: () => readWxContext(process.env),
  deps: (log: Log, deadline: Deadline): ContractDeps => {
    warnWhenLocal(log)
    return {
      settings: systemSettings(),
      store: storeUntil(deadline, systemDatabase()),
      gateway: createContractGateway({ wxpay: systemWechatPay(), log, nowMs, deadline }),
      clock: { nowMs },
      deadline,
      sleep: async (ms) => sleep(Math.min(ms, deadline.leftMs())),
      sha256,
      log,
    }
  },
} satisfies CallableHost

const warned = { isDone: false }

/** Said once per start, so that a deployment that talks to nobody cannot go unseen. */
function warnWhenLocal(log: Log): void {
  if (warned.isDone || !systemSettings().isLocal) return
  warned.isDone = true
  log.alert(`${SETTING.hosts} points to this machine: a local WeChat, not WeChat Pay`, { setting: SETTING.hosts })
}
