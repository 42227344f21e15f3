// WeChat Pay as far as charges go, by a script.
import type { ChargeGateway } from '../../cloudfunctions/_shared/charges/ports'
import type { CallOutcome } from '../../cloudfunctions/_shared/kernel/ports'
import type { ChargeRecord } from '../../cloudfunctions/_shared/records/charges'

type Script = CallOutcome<unknown> | ((charge: ChargeRecord) => CallOutcome<unknown> | Promise<CallOutcome<unknown>>)
type CallName = keyof ChargeGateway

/** Answers from a script, in turn; an unexpected call fails the test. */
export class FakeChargeGateway implements ChargeGateway {
  readonly calls: { call: CallName; charge: ChargeRecord }[] = []
  readonly charges: Script[] = []
  readonly queries: Script[] = []
  readonly reverses: Script[] = []

  charge = async (charge: ChargeRecord) => this.#play('charge', this.charges, charge)
  query = async (charge: ChargeRecord) => this.#play('query', this.queries, charge)
  reverse = async (charge: ChargeRecord) => this.#play('reverse', this.reverses, charge)

  get made(): string[] {
    return this.calls.map(({ call }) => call)
  }

  async #play(call: CallName, scripts: Script[], charge: ChargeRecord) {
    this.calls.push({ call, charge })
    const script = scripts.shift()
    if (!script) throw new Error(`unexpected ${call}`)
    await Promise.resolve()
    return typeof script === 'function' ? script(charge) : script
  }
}
