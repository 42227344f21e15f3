// What a door needs of the host behind it.
import type { KeyObject } from 'node:crypto'
import type { ContractDeps } from '../../contracts/ports'
import type { Clock, Deadline, Log, Sha256, Store } from '../../kernel/ports'
import type { NotifyDeps, Verification } from '../../notify/ports'
import type { RawNotification } from '../../wechatpay/receiveNotification'
import type { TokenRules } from '../settings/load'

/** What the platform gives to one invocation. */
interface Host<Deps> {
  log(functionName: string, requestId: string): Log
  /** @throws {ConfigError} */
  deps(log: Log, deadline: Deadline): Deps
}

/** Of functions that answer users and servers. */
interface TellingHost<Deps> extends Host<Deps> {
  /** Does the work of a call, and has what it changed told before the answer goes out. @throws what the work throws */
  telling<Result>(deps: Deps, work: (deps: Deps) => Promise<Result>): Promise<Result>
}

export interface CallableHost<Deps extends ContractDeps = ContractDeps> extends TellingHost<Deps> {
  /** The platform's word on who called. Of this very invocation. */
  wxContext(): Record<string, unknown>
}

export interface AppHost extends TellingHost<ContractDeps> {
  /** @throws {ConfigError} */
  tokenRules(): TokenRules
}

/** What the door of a server-only function itself needs of them. */
export interface ServerDeps {
  store: Store
  clock: Clock
  sha256: Sha256
}

export interface ServerHost<Deps extends ServerDeps> extends TellingHost<Deps> {
  /** What calls are signed with. @throws {ConfigError} */
  callKey(): KeyObject
}

/** What the door of a timer itself needs of them. */
export interface TimerDeps {
  clock: Clock
}

export type TimerHost<Deps extends TimerDeps> = Host<Deps>

export interface NotifyHost {
  log(functionName: string, requestId: string): Log
  /** @throws {ConfigError} */
  deps(log: Log): NotifyDeps
  /** @throws {ConfigError} */
  verify(raw: RawNotification, nowMs: number): Verification
}
