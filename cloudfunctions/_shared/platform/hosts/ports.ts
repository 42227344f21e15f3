// What a door needs of the host behind it.
import type { ContractDeps } from '../../contracts/ports'
import type { Log } from '../../kernel/ports'
import type { NotifyDeps, Verification } from '../../notify/ports'
import type { RawNotification } from '../../wechatpay/receiveNotification'
import type { TokenRules } from '../settings/load'

/** What the platform gives to one invocation. */
interface Host<Deps> {
  log(functionName: string, requestId: string): Log
  /** @throws {ConfigError} */
  deps(log: Log): Deps
}

export interface CallableHost<Deps extends ContractDeps = ContractDeps> extends Host<Deps> {
  readWxContext(): Promise<Record<string, unknown>>
}

export interface AppHost extends Host<ContractDeps> {
  /** @throws {ConfigError} */
  tokenRules(): TokenRules
}

export interface NotifyHost extends Host<NotifyDeps> {
  /** @throws {ConfigError} */
  verify(raw: RawNotification, nowMs: number): Verification
}
