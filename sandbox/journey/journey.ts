// One user, from "asks to sign" to "closed": each hop does one thing and checks what came of it.
import { once } from 'node:events'
import { isDeepStrictEqual } from 'node:util'
import { knowsEventTypes } from '../kitSettings'
import type { LocalWechat } from '../localWechat'
import type { Say } from './narrator'
import { JOURNEY_TEXTS, put, type HopName, type JourneyTexts } from './texts/texts'

export type JourneyResult = { ok: true } | { ok: false; hop: HopName; why: string }

/** A hop fails by throwing; the message says what was expected and what came. */
interface Hop {
  name: HopName
  run(traveller: Traveller): Promise<void> | void
}

/** What the traveller ticks, as the card would send it. */
interface TravellerConsent {
  textHash: string
  details?: string
}

/** Longer than any hop should take, on a slow machine and through a second try. */
const LIMIT_MS = 15_000

const HOPS: readonly Hop[] = [
  {
    name: 'opensSession',
    run: async (traveller) => {
      const reply = await traveller.call('preEntrustSign', { consent: traveller.consent })
      traveller.expect(reply, { ok: true, state: 'inProgress' })
      traveller.keep(reply)
    },
  },
  { name: 'userSigns', run: (traveller) => traveller.sign() },
  {
    name: 'signingNotified',
    run: (traveller) => traveller.awaitNotification(1),
  },
  { name: 'heard', run: (traveller) => traveller.expectHeard() },
  {
    name: 'saysSigned',
    run: async (traveller) =>
      traveller.expect(await traveller.call('queryContract', {}), { ok: true, state: 'signed' }),
  },
  { name: 'recordSigned', run: (traveller) => traveller.expectRecord('SIGNED') },
  {
    name: 'closes',
    run: async (traveller) => {
      const reply = await traveller.call('terminateContract', {
        out_contract_code: traveller.code,
        remark: 'end of the journey',
      })
      traveller.expect(reply, { ok: true, state: 'terminated' })
    },
  },
  {
    name: 'closingNotified',
    run: (traveller) => traveller.awaitNotification(2),
  },
  { name: 'recordTerminated', run: (traveller) => traveller.expectRecord('TERMINATED') },
  { name: 'told', run: (traveller) => traveller.expectTold() },
]

/** Walks all hops; stops at the first that fails, and names it. */
export async function runJourney(
  local: LocalWechat,
  openid: string,
  consent: TravellerConsent,
  say: Say,
  texts: JourneyTexts = JOURNEY_TEXTS.en,
): Promise<JourneyResult> {
  const traveller = new Traveller(local, openid, consent, say, texts)
  for (const hop of HOPS) {
    try {
      await hop.run(traveller)
    } catch (error) {
      return { ok: false, hop: hop.name, why: error instanceof Error ? error.message : String(error) }
    }
  }
  return { ok: true }
}

class Traveller {
  code = ''
  #session = ''

  constructor(
    private readonly local: LocalWechat,
    private readonly openid: string,
    readonly consent: TravellerConsent,
    private readonly say: Say,
    private readonly texts: JourneyTexts,
  ) {}

  /** `wx.cloud.callFunction`, as the phone does it. */
  async call(name: string, data: object): Promise<unknown> {
    const startedAtMs = performance.now()
    const caller = { openid: this.openid, appid: this.local.miniProgramAppid }
    const { result } = await this.local.cloud.call(name, data, caller)
    const ms = Math.round(performance.now() - startedAtMs)
    this.say('phone', put(this.texts.narration.answers, { name, answer: describe(result), ms }))
    return result
  }

  expect(seen: unknown, expected: Record<string, unknown>): void {
    expectFields(seen, expected, this.texts)
  }

  keep(reply: unknown): void {
    const { out_contract_code, pre_entrustweb_id } = reply as Record<string, unknown>
    this.code = String(out_contract_code)
    this.#session = String(pre_entrustweb_id)
  }

  async sign(): Promise<void> {
    await this.local.wechatPay.control.sign({ pre_entrustweb_id: this.#session, openid: this.openid })
  }

  /** Waits until `count` notifications of this contract were answered with 2xx. */
  async awaitNotification(count: number): Promise<void> {
    const { control } = this.local.wechatPay
    await this.#until(async () => {
      const all = await control.notifications({ out_contract_code: this.code })
      return {
        done: all.filter(({ state }) => state === 'accepted').length >= count,
        seen: describeAttempts(all) ?? this.texts.journey.noAttempt,
      }
    })
  }

  /** Where the functions know the notification's event type it is proof; where not, it makes the contract due. */
  async expectHeard(): Promise<void> {
    if (knowsEventTypes(this.local.settings)) return this.expectRecord('SIGNED')
    const record = await this.local.records.get('contracts', this.code)
    const isDue = Number(record?.['dueAtMs']) <= this.local.wechatPay.clock.now()
    this.expect({ ...record, isDue }, { state: 'PRESIGNED', isDue: true })
  }

  async expectRecord(state: string): Promise<void> {
    this.expect(await this.local.records.get('contracts', this.code), { state })
  }

  /** One run of upkeep, where there is a server to tell. */
  async expectTold(): Promise<void> {
    const { cloud, receiver } = this.local
    if (!receiver) return
    this.expect(await cloud.fireTimer('upkeep'), { ok: true })
    const taken = receiver.taken.filter((id) => id.startsWith(`${this.code}:`))
    this.expect({ taken }, { taken: ['SIGNED', 'TERMINATED'].map((state) => `${this.code}:${state}`) })
  }

  /** Looks again after every attempt, until the limit. */
  async #until(look: () => Promise<{ done: boolean; seen: string }>): Promise<void> {
    const { control, events } = this.local.wechatPay
    const limit = AbortSignal.timeout(LIMIT_MS)
    for (;;) {
      const found = new AbortController()
      const happened = once(events, 'notificationAttempt', { signal: AbortSignal.any([limit, found.signal]) }).catch(
        () => [],
      )
      await control.settled({})
      const { done, seen } = await look()
      if (done) {
        found.abort()
        return
      }
      if (limit.aborted) throw new Error(put(this.texts.journey.noNotification, { seconds: LIMIT_MS / 1000, seen }))
      await happened
    }
  }
}

function describeAttempts(
  all: { event_type: string; attempts: { status?: number; outcome: string; answer?: string }[] }[],
): string | undefined {
  const attempts = all.flatMap(({ event_type, attempts }) =>
    attempts.map((one) => `${event_type} -> ${one.status ?? one.outcome} ${one.answer ?? ''}`),
  )
  return attempts.length > 0 ? attempts.join('; ') : undefined
}

/** @throws {Error} they differ */
function expectFields(seen: unknown, expected: Record<string, unknown>, { journey }: JourneyTexts): void {
  const fields = (seen ?? {}) as Record<string, unknown>
  const differs = Object.keys(expected).some((name) => !isDeepStrictEqual(fields[name], expected[name]))
  if (differs) throw new Error(put(journey.expected, { expected: JSON.stringify(expected), got: describe(seen) }))
}

/** What a function answered, without session and ids. */
function describe(result: unknown): string {
  const { ok, state, error } = (result ?? {}) as {
    ok?: unknown
    state?: unknown
    error?: { code?: unknown; message?: unknown }
  }
  if (ok === false) return `${String(error?.code)}: ${String(error?.message)}`
  return typeof state === 'string' ? state : JSON.stringify(result)
}
