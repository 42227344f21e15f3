// What a door needs of the host behind it.
import type { KeyObject } from 'node:crypto'
import type { ContractDeps } from '../../contracts/ports'
import type { Clock, Log, Sha256, Store } from '../../kernel/ports'
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
  /** The platform's word on who called. Of this very invocation. */
  wxContext(): Record<string, unknown>
}

export interface AppHost extends Host<ContractDeps> {
  /** @throws {ConfigError} */
  tokenRules(): TokenRules
}

/** What the door of a server-only function itself needs of them. */
export interface ServerDeps {
  store: Store
  clock: Clock
  sha256: Sha256
}

export interface ServerHost<Deps extends ServerDeps> extends Host<Deps> {
  /** What calls are signed with. @throws {ConfigError} */
  callKey(): KeyObject
}

export interface NotifyHost extends Host<NotifyDeps> {
  /** @throws {ConfigError} */
  verify(raw: RawNotification, nowMs: number): Verification
}
