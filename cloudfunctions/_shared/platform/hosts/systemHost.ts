// The running function: environment, SDK and WeChat Pay client, each made at first use and kept for the instance.
import type { EntrustDeps } from '../../contracts/ports'
import type { Log } from '../../kernel/ports'
import { createWechatPay } from '../../wechatpay/client'
import type { CallableHost } from '../doors/callable'
import { openDatabase, readWxContext } from '../database/sdk'
import type { Settings } from '../settings/load'
import { SETTING } from '../settings/names'
import { ownSettings } from '../settings/ownSettings'
import { createContractGateway } from '../gateways/contractGateway'
import { createContractStore } from '../database/store'
import { createLog, writeLine } from '../log'
import { once } from '../once'
import { nowMs, random, sha256, sleep } from '../runtime'

export const systemSettings = once(() => ownSettings('callables'))
const store = once(() => createContractStore({ openDatabase: () => openDatabase(), nowMs, random, sleep }))
export const systemWechatPay = once(() => createWechatPay(toClientOptions(systemSettings())))

export const systemHost: CallableHost = {
  log: (functionName, requestId) => createLog({ functionName, requestId, write: writeLine, nowMs }),
  readWxContext,
  deps: (log): EntrustDeps => {
    warnWhenLocal(log)
    return {
      settings: systemSettings(),
      store: store(),
      gateway: createContractGateway({ wxpay: systemWechatPay(), log, nowMs }),
      clock: { nowMs },
      sleep,
      sha256,
      log,
    }
  },
}

function toClientOptions({ mchid, serial, privateKey, publicKey, platformCertificates, apiV3Keys, hosts }: Settings) {
  return {
    mchid,
    serial,
    privateKey,
    ...(publicKey && { publicKey }),
    platformCertificates,
    apiV3Keys: apiV3Keys.map((key) => key.export().toString('ascii')),
    hosts,
  }
}

const warned = { isDone: false }

/** Said once per start, so that a deployment that talks to nobody cannot go unseen. */
function warnWhenLocal(log: Log): void {
  if (warned.isDone || !systemSettings().isLocal) return
  warned.isDone = true
  log.alert(`${SETTING.hosts} points to this machine: a local WeChat, not WeChat Pay`, { setting: SETTING.hosts })
}
