// Everything a handler is given, by hand: a store in memory, a scripted WeChat Pay, a clock that stands still.
import type {
  ContractGateway,
  SignDeps,
  ContractSettings,
  PreSignReply,
} from '../../cloudfunctions/_shared/contracts/ports'
import type { CallOutcome, Deadline, LogFields } from '../../cloudfunctions/_shared/kernel/ports'
import type { ContractRecord } from '../../cloudfunctions/_shared/records/contracts'
import { aPreSignReply, aSlot, NOW, OTHER_TEXT_HASH, SETTINGS, sha256, TEXT_HASH, wireContract } from './builders'
import { FakeStore } from './fakeStore'

type Script<Reply> =
  CallOutcome<Reply> | ((contract: ContractRecord) => CallOutcome<Reply> | Promise<CallOutcome<Reply>>)

/** Answers from a script, in turn; an unexpected call fails the test. */
export class FakeGateway implements ContractGateway {
  readonly calls: { call: 'preSign' | 'query' | 'terminate'; contract: ContractRecord; remark?: string }[] = []
  readonly preSigns: Script<PreSignReply>[] = []
  readonly queries: Script<unknown>[] = []
  readonly terminations: Script<unknown>[] = []

  async preSign(contract: ContractRecord): Promise<CallOutcome<PreSignReply>> {
    this.calls.push({ call: 'preSign', contract })
    return play('preSign', this.preSigns, contract)
  }

  async query(contract: ContractRecord): Promise<CallOutcome<unknown>> {
    this.calls.push({ call: 'query', contract })
    return play('query', this.queries, contract)
  }

  async terminate(contract: ContractRecord, remark: string): Promise<CallOutcome<unknown>> {
    this.calls.push({ call: 'terminate', contract, remark })
    return play('terminate', this.terminations, contract)
  }

  get made(): string[] {
    return this.calls.map(({ call }) => call)
  }
}

async function play<Reply>(
  call: string,
  scripts: Script<Reply>[],
  contract: ContractRecord,
): Promise<CallOutcome<Reply>> {
  const script = scripts.shift()
  if (!script) throw new Error(`unexpected ${call}`)
  await Promise.resolve()
  return typeof script === 'function' ? script(contract) : script
}

export const UNREACHABLE = { kind: 'unknown', reason: 'unreachable' } as const
export const UNTRUSTED = { kind: 'unknown', reason: 'untrusted' } as const
export const refused = (httpStatus: number, apiCode: string, isSigned = true) =>
  ({ kind: 'refused', isSigned, httpStatus, apiCode }) as const
export const opened = (contract: ContractRecord) => ({ kind: 'accepted', reply: aPreSignReply(contract._id) }) as const
/** A query's answer about whatever contract is asked for. */
export const tells =
  (state: string, changes: Record<string, unknown> = {}) =>
  (contract: ContractRecord) =>
    ({ kind: 'accepted', reply: wireContract(contract, state, changes) }) as const
export const ACCEPTED = { kind: 'accepted', reply: {} } as const

export interface FakeDeps extends SignDeps {
  store: FakeStore
  gateway: FakeGateway
  clock: { now: number; nowMs(): number }
  logged: { level: 'info' | 'alert'; event: string; fields: LogFields }[]
  slept: number[]
}

/** As long as it takes. */
export const ENDLESS: Deadline = { leftMs: () => Infinity }

/** What is left of a call that began just now, by the fake clock. */
export function deadlineFrom({ clock }: Pick<FakeDeps, 'clock'>, ms = 18_000): Deadline {
  const endsAtMs = clock.now + ms
  return { leftMs: () => Math.max(0, endsAtMs - clock.now) }
}

/** Sleeping moves the clock. */
export function fakeDeps(settings: ContractSettings = SETTINGS): FakeDeps {
  const clock = { now: NOW, nowMs: () => clock.now }
  const logged: FakeDeps['logged'] = []
  const slept: number[] = []
  const toLog =
    (level: 'info' | 'alert') =>
    (event: string, fields: LogFields = {}) =>
      void logged.push({ level, event, fields })
  return {
    settings,
    store: new FakeStore(),
    gateway: new FakeGateway(),
    clock,
    deadline: ENDLESS,
    sleep: async (ms) => {
      slept.push(ms)
      clock.now += ms
      await Promise.resolve()
    },
    sha256,
    isKnownText: (hash) => hash === TEXT_HASH || hash === OTHER_TEXT_HASH,
    log: { info: toLog('info'), alert: toLog('alert') },
    logged,
    slept,
  }
}

/** Of a host: the work of a call, and nobody is told what it changed. */
export const tellsNobody = async <Deps, Result>(deps: Deps, work: (deps: Deps) => Promise<Result>): Promise<Result> =>
  work(deps)

/** Puts a contract and its user's slot in place. */
export function given({ store }: Pick<FakeDeps, 'store'>, contract: ContractRecord): void {
  store.seed('contracts', contract)
  store.seed('contract_slots', aSlot(contract))
}

/** What WeChat Pay answers to a pre-sign that goes with a payment: there is nothing to open. */
export const openedByPayment = ({ _id }: ContractRecord) => {
  const { mchid, templateId } = aPreSignReply(_id)
  return { kind: 'accepted', reply: { mchid, templateId, out_contract_code: _id } } as const
}
