// One history of the model: users, instances, WeChat Pay, a merchant's receiver and bad luck, all from one number. What decides is
// the kit's own code, from the flows inwards; around it is memory.
import { queryContract } from '../../../cloudfunctions/_shared/contracts/ask/queryContract'
import { terminateContract } from '../../../cloudfunctions/_shared/contracts/close/terminateContract'
import type { SignDeps } from '../../../cloudfunctions/_shared/contracts/ports'
import { preEntrustSign } from '../../../cloudfunctions/_shared/contracts/sign/preEntrustSign'
import { CallFailure, StoreError } from '../../../cloudfunctions/_shared/kernel/errors'
import { contentOf } from '../../../cloudfunctions/_shared/notify/content'
import { interpret } from '../../../cloudfunctions/_shared/notify/interpret'
import { persist } from '../../../cloudfunctions/_shared/notify/persist'
import { tellAfter } from '../../../cloudfunctions/_shared/upkeep/deliver/tellAfter'
import { NotTaken, type Change, type Receiver, type UpkeepDeps } from '../../../cloudfunctions/_shared/upkeep/ports'
import { runUpkeep } from '../../../cloudfunctions/_shared/upkeep/runUpkeep'
import { Timeline } from '../../../sandbox/wechatpay/timeline'
import { COMBINE, NOW, SETTINGS, sha256, TEXT_HASH } from '../../support/builders'
import { fakeRefundDeps } from '../../support/buildersMoney'
import { FakeStore } from '../../support/fakeStore'
import { randomFrom, type Random } from '../random'
import { FAIR, Instance, type ModelWorld, type Weather } from './instance'
import { EVENT_MAP, ModelUpstream, type ModelNotice } from './modelUpstream'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Act =
  /** In WeChat. */
  | { by: 'user'; what: 'sign' | 'refuse' | 'fail' | 'lapse' | 'close' }
  /** A function is called. */
  | { by: 'call'; what: 'ask' | 'query' | 'close' | 'timer' | 'notify' }
  | { by: 'luck'; what: 'loseNotice' | 'receiver' | 'weather' }

const times = (count: number, act: Act): Act[] => Array.from({ length: count }, () => act)

const ACTS: readonly Act[] = [
  ...times(6, { by: 'call', what: 'ask' }),
  ...times(3, { by: 'call', what: 'query' }),
  ...times(3, { by: 'call', what: 'close' }),
  ...times(4, { by: 'call', what: 'timer' }),
  ...times(6, { by: 'call', what: 'notify' }),
  ...times(12, { by: 'user', what: 'sign' }),
  ...times(1, { by: 'user', what: 'refuse' }),
  ...times(1, { by: 'user', what: 'fail' }),
  ...times(1, { by: 'user', what: 'lapse' }),
  ...times(2, { by: 'user', what: 'close' }),
  ...times(2, { by: 'luck', what: 'loseNotice' }),
  ...times(1, { by: 'luck', what: 'receiver' }),
  ...times(2, { by: 'luck', what: 'weather' }),
]

interface ModelUser {
  openid: string
  /** Codes whose session the page was given. */
  given: Set<string>
}

export class ModelHistory implements ModelWorld {
  readonly random: Random
  readonly timeline = new Timeline(() => NOW)
  readonly upstream = new ModelUpstream(this.timeline)
  readonly store = new FakeStore()
  readonly told: Change[] = []
  readonly sending = new Map<string, number>()
  /** Errors nobody may ever see. */
  readonly strange: string[] = []
  weather: Weather
  #isReceiverDown = false
  readonly #users: ModelUser[]
  readonly #drifts: number[]
  readonly #settings
  readonly #orders

  constructor(readonly seed: number) {
    const random = randomFrom(seed)
    this.random = random
    this.weather = { database: random.oneOf([0, 0.01, 0.05]), upstream: random.oneOf([0, 0.1, 0.4]) }
    this.upstream.unsigned = random.oneOf(['notFound', 'notSigned'])
    this.#settings = random.happens(0.5) ? SETTINGS : COMBINE
    this.#orders = fakeRefundDeps(this.#settings)
    this.#users = Array.from({ length: 1 + random.below(3) }, (_, index) => ({
      openid: `oUser${index}`,
      given: new Set<string>(),
    }))
    const areApart = random.happens(0.5)
    this.#drifts = Array.from({ length: 3 }, () => (areApart ? random.below(120 * SECOND) - MINUTE : 0))
  }

  nowMs = (): number => this.timeline.nowMs()

  get haveOneClock(): boolean {
    return this.#drifts.every((ms) => ms === 0)
  }

  /** Everything that happens while there is anybody but the timer. */
  async play(): Promise<void> {
    const steps = 8 + this.random.below(30)
    for (let step = 0; step < steps; step++) {
      const atOnce = this.random.happens(0.3) ? 2 + this.random.below(3) : 1
      await Promise.all(Array.from({ length: atOnce }, async () => this.#act()))
      await this.timeline.advance(this.random.oneOf([0, SECOND, 2 * SECOND, 30 * SECOND, 3 * MINUTE, 20 * MINUTE]))
      if (this.random.happens(0.06)) await this.timeline.advance(this.random.below(5 * HOUR))
      if (this.random.happens(0.004)) await this.#dayOfSilence()
    }
  }

  /** Every fault is over, the users never come back, and only what WeChat Pay repeats by itself and the timer are left. */
  async end(): Promise<void> {
    this.weather = FAIR
    this.#isReceiverDown = false
    for (const notice of this.upstream.notices)
      if (notice.state === 'waiting' && !notice.isLost) await this.#deliver(notice)
    const endMs = this.nowMs() + 27 * HOUR
    while (this.nowMs() < endMs || this.#isBusy(endMs)) {
      if (this.nowMs() > endMs + 10 * DAY) return
      await this.timeline.advance(Math.max(MINUTE, Math.min(this.#nextDueMs() - this.nowMs(), HOUR)))
      const twice = this.random.happens(0.2)
      await Promise.all([this.#timer(), ...(twice ? [this.#timer()] : [])])
    }
  }

  close(): void {
    this.timeline.close()
  }

  /** What was told after the time is still being told, and a wish to close may be due in an hour. */
  #isBusy(endMs: number): boolean {
    const isOpen = this.store.all('contract_outbox').some((row) => row.deliveredAtMs === undefined)
    const isClosing = this.store.all('contracts').some((one) => one.state === 'SIGNED' && one.terminateRequestedAtMs)
    return isOpen || isClosing || this.#nextDueMs() < endMs
  }

  #nextDueMs(): number {
    const due = [...this.store.all('contracts'), ...this.store.all('contract_outbox')].map(
      ({ dueAtMs }) => dueAtMs ?? 0,
    )
    return Math.min(...due, Infinity)
  }

  /** WeChat Pay cannot be asked, past every time at which it was to be. */
  async #dayOfSilence(): Promise<void> {
    this.weather = { database: 0, upstream: 1 }
    for (let hours = 0; hours < 26; hours++) {
      await this.timeline.advance(HOUR)
      await this.#timer()
    }
  }

  async #act(): Promise<void> {
    const { random } = this
    const user = random.oneOf(this.#users)
    // The newest session, or the one before: a page that was left open.
    const code = [...user.given].at(-1 - random.below(2))
    const act = random.oneOf(ACTS)
    if (act.by === 'luck') this.#befall(act.what)
    if (act.by === 'user' && code !== undefined) this.upstream.act(act.what, code, user.openid)
    if (act.by === 'call') await this.#start(act.what, user, code)
  }

  async #start(what: Extract<Act, { by: 'call' }>['what'], user: ModelUser, code: string | undefined): Promise<void> {
    switch (what) {
      case 'ask': {
        // A finger that trembles: the second tap comes while the first is under way.
        const taps = this.random.happens(0.3) ? 2 : 1
        await Promise.all(Array.from({ length: taps }, async () => this.#ask(user)))
        return
      }
      case 'query':
        return this.#call(async (deps) => queryContract({}, user, deps))
      case 'close':
        if (code === undefined) return
        return this.#call(async (deps) => terminateContract({ out_contract_code: code }, user, deps))
      case 'timer':
        return this.#timer()
      case 'notify': {
        const { notices } = this.upstream
        return notices.length === 0 ? undefined : this.#deliver(this.random.oneOf(notices))
      }
    }
  }

  #befall(what: Extract<Act, { by: 'luck' }>['what']): void {
    const { random, upstream } = this
    switch (what) {
      case 'loseNotice':
        for (const notice of upstream.notices) if (random.happens(0.5)) notice.isLost = true
        return
      case 'receiver':
        this.#isReceiverDown = !this.#isReceiverDown
        return
      case 'weather':
        this.weather = random.happens(0.5) ? FAIR : { database: 0.05, upstream: 0.4 }
    }
  }

  async #ask(user: ModelUser): Promise<void> {
    const { openid, given } = user
    await this.#call(async (deps) => {
      const reply = await preEntrustSign({ consent: { textHash: TEXT_HASH } }, { openid }, deps)
      if (reply.state === 'inProgress') given.add(reply.out_contract_code)
    })
  }

  async #call(work: (deps: SignDeps) => Promise<unknown>): Promise<void> {
    const instance = this.#instance()
    const deps = this.#depsOf(instance)
    await this.#attempt(instance, async () => tellAfter(deps, deps, work))
  }

  async #timer(): Promise<void> {
    const instance = this.#instance()
    const deps = this.#depsOf(instance)
    await this.#attempt(instance, async () => runUpkeep(deps, deps.clock.nowMs() + 45 * SECOND))
  }

  async #deliver(notice: ModelNotice): Promise<void> {
    const instance = this.#instance()
    const isAltered = this.random.happens(this.weather.upstream / 4)
    const plaintext = isAltered ? { ...notice.plaintext, mchid: '1999999999' } : notice.plaintext
    const event = { event_type: notice.event_type, plaintext }
    const body = JSON.stringify({ id: notice.id, ...event })
    const [bodyHash, contentHash] = [sha256(body), sha256(contentOf(event))]
    const receivedAtMs = this.nowMs() + instance.driftMs
    notice.attempts.push({ faults: isAltered ? ['alteredPlaintext'] : [] })
    await this.#attempt(instance, async () => {
      const meaning = interpret(event, EVENT_MAP)
      await persist({ id: notice.id, body, bodyHash, contentHash, receivedAtMs, meaning }, instance.store, sha256)
      notice.state = 'accepted'
    })
  }

  #instance(): Instance {
    const diesAfter = this.random.happens(this.weather.database) ? this.random.below(20) : Infinity
    return new Instance(this, this.random.oneOf(this.#drifts), diesAfter)
  }

  async #attempt(instance: Instance, work: () => Promise<unknown>): Promise<void> {
    const living = work().catch((error: unknown) => {
      if (!(error instanceof CallFailure || error instanceof StoreError)) this.strange.push(String(error))
    })
    await Promise.race([living, instance.death])
  }

  #depsOf(instance: Instance): UpkeepDeps & SignDeps {
    const { store, gateway, driftMs } = instance
    const nowMs = (): number => this.nowMs() + driftMs
    const begunMs = nowMs()
    return {
      ...this.#orders,
      store,
      gateway,
      clock: { nowMs },
      deadline: { leftMs: () => Math.max(0, begunMs + 18 * SECOND - nowMs()) },
      sleep: async (ms) => this.timeline.advance(ms),
      receivers: [this.#receiver],
      sealed: { eventMap: EVENT_MAP, open: (body) => ({ ok: true, event: JSON.parse(body) as ModelNotice }) },
      within: async (work) => work,
      retention: { notificationDays: 180, outboxDays: 90, attemptDays: 30 },
      recheckDays: 1,
    }
  }

  readonly #receiver: Receiver = {
    name: 'changeUrl',
    tell: async (change) => {
      await new Promise(setImmediate)
      if (this.#isReceiverDown) throw new NotTaken('HTTP 500')
      this.told.push(change)
    },
  }
}
