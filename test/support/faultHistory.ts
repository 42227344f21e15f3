// Plays what random histories have in common on a local WeChat.
import { describeReply } from './agreeAnswers'
import type { Action, Personal } from './faultActions'
import type { FaultWorld } from './faultWorld'
import type { Person, Reply } from './person'

/** Plays one history. @returns codes of refusals nobody should ever be told */
export class History {
  readonly wrong: string[] = []
  readonly #stops: (() => void)[] = []
  readonly #kills: Promise<unknown>[] = []

  constructor(
    private readonly world: FaultWorld,
    private readonly people: readonly Person[],
  ) {}

  async play(action: Action): Promise<void> {
    const { world } = this
    const { control } = world.wechatPay
    switch (action.kind) {
      case 'personal':
        return this.#personal(action)
      case 'together':
        await Promise.all(action.all.map(async (one) => this.#personal(one)))
        return
      case 'database':
        this.#later(action.after, () => world.faults.strike(action.how))
        return
      case 'kill':
        this.#later(action.after, () => this.#kills.push(world.cloud.killInstances()))
        return
      case 'upstream':
        await control.armFault({ fault: action.fault, times: action.times })
        return
      case 'upstreamDown':
        await control.stop()
        return
      case 'notifications':
        return this.#notifications(action.how)
      case 'recover':
        return this.recover()
    }
  }

  async recover(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop()
    await Promise.all(this.#kills.splice(0))
    await this.world.recover()
  }

  #later(count: number, strike: () => void): void {
    let left = count
    const stop = this.world.faults.onAnswered(() => {
      if (left-- > 0) return
      stop()
      strike()
    })
    this.#stops.push(stop)
  }

  async #personal({ who, what }: { who: number; what: Personal }): Promise<void> {
    const person = this.people[who % this.people.length]
    if (!person) return
    const reply = await this.#act(person, what)
    if (reply && !reply.ok && !MAY_BE_TOLD.has(reply.error.code)) this.wrong.push(`${what}: ${describeReply(reply)}`)
  }

  async #act(person: Person, what: Personal): Promise<Reply | undefined> {
    const { control } = this.world.wechatPay
    const current = (await person.records()).at(-1)
    if (what === 'ask') return person.ask()
    if (what === 'query') return person.query()
    if (current === undefined) return undefined
    const name = { out_contract_code: current._id }
    switch (what) {
      case 'close':
        return person.close()
      case 'letTimePass':
        await person.letTimePass()
        return undefined
      case 'redeliver':
        await person.deliverOnce()
        return undefined
      case 'repeat': {
        const last = (await person.notifications()).at(-1)
        if (last) await control.duplicateNotification({ id: last.id, copies: 2 })
        return undefined
      }
      case 'age':
        if (current.state === 'PRESIGNED') await person.ageSession()
        return undefined
      case 'closeInWechat':
        await onlyIfPossible(async () => control.terminate(name))
        return undefined
      default:
        // Nobody can open a session the page was never given.
        if (current.state === 'REQUESTED') return undefined
        if (what === 'sign') await onlyIfPossible(async () => control.sign({ ...name, openid: person.openid }))
        else await onlyIfPossible(async () => control[what](name))
        return undefined
    }
  }

  async #notifications(how: Extract<Action, { kind: 'notifications' }>['how']): Promise<void> {
    const { control } = this.world.wechatPay
    switch (how) {
      case 'hold':
        await control.holdNotifications()
        return
      case 'release':
        await control.releaseNotifications()
        return
      case 'releaseLastFirst': {
        const held = (await control.notifications()).filter(({ state }) => state === 'held')
        await control.releaseNotifications({ ids: held.map(({ id }) => id).reverse() })
        return
      }
      case 'dropNext':
        await control.armNotificationFault({ fault: { kind: 'drop' } })
        return
    }
  }
}

/** Everything but INTERNAL, and what would say that a code, a setting or an input was wrong. */
const MAY_BE_TOLD: ReadonlySet<string> = new Set([
  'IN_PROGRESS',
  'STORE_FAILED',
  'NOT_SIGNED',
  'RATE_LIMITED',
  'WECHATPAY_REJECTED',
  'WECHATPAY_UNREACHABLE',
  'WECHATPAY_UNTRUSTED',
  'PLATFORM_exited',
])

/** Users may press what is no longer there; WeChat would not let them. */
export async function onlyIfPossible(run: () => Promise<unknown>): Promise<void> {
  await run().catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'ControlError')) throw error
  })
}
