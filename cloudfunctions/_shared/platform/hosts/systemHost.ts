// The running function: environment, database and WeChat Pay client, each made at first use and kept for the instance.
import type { ContractDeps } from '../../contracts/ports'
import type { Log } from '../../kernel/ports'
import { createWechatPay } from '../../wechatpay/client'
import { SETTING } from '../settings/names'
import { ownSettings } from '../settings/ownSettings'
import { createContractGateway } from '../gateways/contractGateway'
import { once } from '../once'
import { nowMs, sha256, sleep } from '../runtime'
import { readWxContext } from '../wxContext'
import { hostLog } from './hostLog'
import { openDatabase } from './openDatabase'
import type { CallableHost } from './ports'

const systemSettings = once(() => ownSettings('callables'))
export const systemDatabase = once(() => openDatabase(systemSettings().store))
export const systemWechatPay = once(() => createWechatPay(systemSettings()))

export const systemHost: CallableHost = {
  log: hostLog,
  wxContext: () => readWxContext(process.env),
  deps: (log): ContractDeps => {
    warnWhenLocal(log)
    return {
      settings: systemSettings(),
      store: systemDatabase().store,
      gateway: createContractGateway({ wxpay: systemWechatPay(), log, nowMs }),
      clock: { nowMs },
      sleep,
      sha256,
      log,
    }
  },
}

const warned = { isDone: false }

/** Said once per start, so that a deployment that talks to nobody cannot go unseen. */
function warnWhenLocal(log: Log): void {
  if (warned.isDone || !systemSettings().isLocal) return
  warned.isDone = true
  log.alert(`${SETTING.hosts} points to this machine: a local WeChat, not WeChat Pay`, { setting: SETTING.hosts })
}
