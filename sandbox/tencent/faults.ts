// What goes wrong with a cloud, on demand: each holds for the calls it names until it is taken back.

/** How an answer is spoilt. A refusal is told as the API tells it. */
export type Spoilt =
  | { kind: 'refused'; code: string; message: string }
  /** HTTP 429, as a gateway before the API says it. */
  | { kind: 'tooMany' }
  /** The connection ends before an answer. */
  | { kind: 'cut' }
  /** It is done, and its answer is good; but the function never comes to be Active. */
  | { kind: 'stuck' }

interface Fault {
  /** Such as `scf CreateFunction`. */
  call: string
  /** Of one function or collection; of all where none is named. */
  of?: string
  spoilt: Spoilt
}

/** Whichever call comes then. */
interface TimedFault {
  /** How many calls are let through before. */
  after: number
  /** How many are spoilt. */
  times: number
  spoilt: Spoilt
}

export class Faults {
  readonly #all: Fault[] = []
  #timed: TimedFault | undefined

  plant(fault: Fault): void {
    this.#all.push(fault)
  }

  /** From now on, in place of one planted so before. */
  plantAfter(fault: TimedFault): void {
    this.#timed = { ...fault }
  }

  clear(): void {
    this.#timed = undefined
    this.#all.length = 0
  }

  /** Asked once for each call. */
  of(call: string, body: Readonly<Record<string, unknown>>): Spoilt | undefined {
    return this.#ofThisTurn() ?? this.#ofItsKind(call, body)
  }

  #ofThisTurn(): Spoilt | undefined {
    const timed = this.#timed
    if (!timed || timed.after-- > 0 || timed.times-- <= 0) return undefined
    return timed.spoilt
  }

  #ofItsKind(call: string, body: Readonly<Record<string, unknown>>): Spoilt | undefined {
    const name = body['FunctionName'] ?? body['TableName']
    return this.#all.find((one) => one.call === call && (one.of === undefined || one.of === name))?.spoilt
  }
}
