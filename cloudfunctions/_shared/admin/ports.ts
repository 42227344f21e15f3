// What actions of a person in charge are given.
import type { ContractDeps } from '../contracts/ports'
import type { CallOutcome, Clock, Deadline, Log, Sha256, Store } from '../kernel/ports'
import type { RereadDeps } from '../notify/reread'

/** Of those who look at records, and ask nobody. */
export interface RecordDeps {
  store: Store
  clock: Clock
  sha256: Sha256
  log: Log
}

/** Of those who ask WeChat Pay. */
export type AdminDeps = ContractDeps

/** WeChat Pay's own test of keys and callback (商户签名验签／加解密测试). */
export interface EchoGateway {
  /** Has WeChat Pay say `message` again, and post it to `notifyUrl` besides. */
  send(message: string, notifyUrl: string): Promise<Echo>
}

/** Where it failed, why: what the log is told too, and nothing of a key. */
export type Echo = { ok: true; message: unknown; signedAtMs: number } | { ok: false; explanation: string }

/** Of the probe. */
export interface ProbeDeps extends AdminDeps {
  echo: EchoGateway
  /** Another one each time. */
  newId(): string
}

/** WeChat Pay's bills (账单). */
export interface BillGateway {
  /**
   * A day's trade bill, line by line. What was taken is proved once it is accepted, and not before.
   * @param date `yyyy-MM-dd`
   */
  tradeBill(date: string, take: (line: string) => void): Promise<CallOutcome<unknown>>
}

/** Of those who read bills. */
export interface BillDeps extends RecordDeps {
  deadline: Deadline
  bills: BillGateway
}

/** Of all of them together. */
export type ActionDeps = ProbeDeps & RereadDeps & BillDeps
