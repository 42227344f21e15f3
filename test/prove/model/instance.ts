// One instance of a function in the model: what it asks of the database and of WeChat Pay takes turns with all others, may fail
// before or after it took effect, and may be the last thing it ever does.
import { StoreError } from '../../../cloudfunctions/_shared/kernel/errors'
import type { ContractGateway } from '../../../cloudfunctions/_shared/contracts/ports'
import type { CallOutcome, Store, StoreTransaction } from '../../../cloudfunctions/_shared/kernel/ports'
import type { FakeStore } from '../../support/fakeStore'
import type { Random } from '../random'
import type { ModelUpstream } from './modelUpstream'

/** How often something goes wrong, of all requests. */
export interface Weather {
  database: number
  upstream: number
}

export const FAIR: Weather = { database: 0, upstream: 0 }

export interface ModelWorld {
  store: FakeStore
  upstream: ModelUpstream
  random: Random
  weather: Weather
  nowMs: () => number
  /** Of all instances. */
  haveOneClock: boolean
  /** When the pre-sign of a code was begun that nobody has the answer of yet. */
  sending: Map<string, number>
  /** What may never happen. */
  strange: string[]
}

/** A lease is 20 s long; what is written down before a pre-sign is sent takes a part of it. */
const LEASED_MS = 10_000

const MOST_STEPS_OF_A_CALL = 12

/** Killed: nobody will ever hear of it again. */
const NEVER = new Promise<never>(() => undefined)

export class Instance {
  #stepsLeft: number
  #die: () => void = () => undefined
  /** Resolves when it is killed. */
  readonly death = new Promise<'killed'>((resolve) => (this.#die = () => resolve('killed')))

  /** @param diesAfter so many steps, if ever */
  constructor(
    private readonly world: ModelWorld,
    readonly driftMs: number,
    diesAfter = Infinity,
  ) {
    this.#stepsLeft = diesAfter
  }

  get store(): Store {
    const { store } = this.world
    return {
      read: async (collection, id) => this.#request('read', async () => store.read(collection, id)),
      list: async (name, request) => this.#request('list', async () => store.list(name, request)),
      count: async (name, request) => this.#request('count', async () => store.count(name, request)),
      page: async (collection, request) => this.#request('page', async () => store.page(collection, request)),
      add: async (collection, document) => this.#request('add', async () => store.add(collection, document)),
      compareAndSet: async (collection, known, next) =>
        this.#request('write', async () => store.compareAndSet(collection, known, next)),
      transact: async (work) =>
        this.#request('transaction', async () =>
          store.transact(async (tx) => {
            const result = await work(this.#shaky(tx))
            // The commit is a request too.
            await this.#step()
            return result
          }),
        ),
    }
  }

  get gateway(): ContractGateway {
    const { upstream } = this.world
    return {
      preSign: async (contract) => {
        this.#beginSending(contract._id)
        const outcome = await this.#call(() => upstream.preSign(contract))
        this.world.sending.delete(contract._id)
        return outcome
      },
      query: async (contract) => this.#call(() => this.#told(upstream.query(contract))),
      terminate: async (contract, remark) => this.#call(() => upstream.terminate(contract, remark)),
    }
  }

  /** At most one call is under way, unless the clocks of two differ by more than a lease. */
  #beginSending(code: string): void {
    const { sending, strange, nowMs, haveOneClock } = this.world
    const begunMs = sending.get(code) ?? -Infinity
    if (haveOneClock && nowMs() - begunMs < LEASED_MS) strange.push(`two calls send ${code} at once`)
    sending.set(code, nowMs())
  }

  /** Now and then what is told is about someone else, or beyond all understanding. */
  #told(outcome: CallOutcome<Record<string, unknown>>): CallOutcome<unknown> {
    const { random, weather } = this.world
    if (outcome.kind !== 'accepted' || !random.happens(weather.upstream / 4)) return outcome
    return { kind: 'accepted', reply: { ...outcome.reply, ...random.oneOf(LIES) } }
  }

  #shaky(tx: StoreTransaction): StoreTransaction {
    return {
      get: async (collection, id) => this.#operation('get', async () => tx.get(collection, id)),
      put: async (collection, document) => this.#operation('put', async () => tx.put(collection, document)),
      add: async (collection, document) => this.#operation('add', async () => tx.add(collection, document)),
      delete: async (collection, id) => this.#operation('delete', async () => tx.delete(collection, id)),
    }
  }

  /** Before it reaches the database, or after it took effect there. */
  async #request<T>(operation: string, send: () => Promise<T>): Promise<T> {
    await this.#step()
    this.#fail(operation)
    const result = await send()
    await this.#step()
    this.#fail(operation)
    return result
  }

  async #operation<T>(operation: string, send: () => Promise<T>): Promise<T> {
    await this.#step()
    this.#fail(operation)
    return send()
  }

  #fail(operation: string): void {
    const { random, weather } = this.world
    if (random.happens(weather.database)) throw new StoreError(operation, 'made to fail')
  }

  /** An answer of WeChat Pay takes as long as some requests of the database, so that others come in between. */
  async #call<Reply>(send: () => CallOutcome<Reply>): Promise<CallOutcome<Reply>> {
    const { random, weather } = this.world
    for (let steps = 1 + random.below(MOST_STEPS_OF_A_CALL); steps > 0; steps--) await this.#step()
    const isBad = random.happens(weather.upstream)
    const fault = isBad ? random.oneOf(FAULTS) : undefined
    if (fault?.when === 'before') return fault.outcome
    const outcome = send()
    await this.#step()
    return fault?.outcome ?? outcome
  }

  async #step(): Promise<void> {
    for (let turns = this.world.random.below(3); turns > 0; turns--) await new Promise(setImmediate)
    if (this.#stepsLeft-- > 0) return
    this.#die()
    await NEVER
  }
}

const LIES = [{ mchid: '1999999999' }, { contract_state: 'STRANGE' }, { out_contract_code: '' }, { mchid: null }]

const unknown = (reason: 'unreachable' | 'untrusted') => ({ kind: 'unknown', reason }) as const
const FAULTS: readonly { when: 'before' | 'after'; outcome: CallOutcome<never> }[] = [
  { when: 'before', outcome: unknown('unreachable') },
  { when: 'after', outcome: unknown('unreachable') },
  { when: 'after', outcome: unknown('untrusted') },
  { when: 'before', outcome: { kind: 'rateLimited' } },
  { when: 'before', outcome: { kind: 'refused', isSigned: true, httpStatus: 403, apiCode: 'NO_AUTH' } },
  { when: 'before', outcome: { kind: 'refused', isSigned: false, httpStatus: 404, apiCode: 'NOT_FOUND' } },
]
