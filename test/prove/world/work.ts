// When the timer next has something to do: looked up again only after a function ran, since nobody else changes what it finds.
import type { FaultWorld } from '../../support/faultWorld'

const DUE = ['contracts', 'payments', 'charges', 'refunds', 'contract_outbox', 'contract_notifications']
/** By the setting of these worlds, a signed contract is asked about again so long after the last time. */
const RECHECKED_MS = 24 * 3_600_000

export class Work {
  #nextMs: number | undefined

  constructor(private readonly world: FaultWorld) {
    world.cloud.events.on('done', () => (this.#nextMs = undefined))
  }

  /** @param isAnew whatever was found before: somebody may have written by hand */
  async nextMs(isAnew = false): Promise<number> {
    if (isAnew) this.#nextMs = undefined
    return (this.#nextMs ??= await this.#look())
  }

  async #look(): Promise<number> {
    const { records } = this.world
    const lists = await Promise.all(DUE.map(async (name) => records.all(name)))
    const [contracts = []] = lists
    const signed = contracts.filter(({ state }) => state === 'SIGNED')
    return Math.min(
      ...lists.flat().map(({ dueAtMs }) => Number(dueAtMs)),
      ...signed.map(({ nextQueryAtMs }) => Number(nextQueryAtMs) + RECHECKED_MS),
    )
  }
}
