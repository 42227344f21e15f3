// FRAME: some calls are for taps only. Strict: the call must be made while the tap's handlers run, not after an await.

export class TapGesture {
  #isHeld = false

  get isHeld(): boolean {
    return this.#isHeld
  }

  /** @param isTrusted a person did it; what a script makes up is no tap */
  during(isTrusted: boolean, dispatch: () => void): void {
    const before = this.#isHeld
    this.#isHeld = before || isTrusted
    try {
      dispatch()
    } finally {
      this.#isHeld = before
    }
  }
}
