// Time in a proof: all of it is moved together, and each instance of a function may have a clock of its own.

export class Clocks {
  #movedMs = 0
  #driftsMs: readonly number[] = [0]
  /** Which of the drifts is an instance's. */
  readonly #turns = new Map<string, number>()

  nowMs = (): number => Date.now() + this.#movedMs

  /** Of an instance, ahead of the real time. */
  movedMs(instanceId: string): number {
    const turn = this.#turns.get(instanceId) ?? this.#turns.size
    this.#turns.set(instanceId, turn)
    return this.#movedMs + (this.#driftsMs[turn % this.#driftsMs.length] ?? 0)
  }

  move(ms: number): void {
    this.#movedMs += ms
  }

  /** How far the clock of each instance is ahead or behind, in turn. */
  drift(ms: readonly number[]): void {
    this.#driftsMs = ms
  }
}
