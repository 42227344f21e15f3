// FRAME: some calls are for taps only. Strict: the call must be made while the tap's handlers run, not after an await.

export class TapGesture<Place = unknown> {
  #isHeld = false

  /** @param onTap is told where a person tapped, before anything comes of it */
  constructor(private readonly onTap: (place: Place | null) => void = () => undefined) {}

  get isHeld(): boolean {
    return this.#isHeld
  }

  /** @param isTrusted a person did it; what a script makes up is no tap */
  during(isTrusted: boolean, dispatch: () => void, place: Place | null = null): void {
    if (isTrusted) this.onTap(place)
    const before = this.#isHeld
    this.#isHeld = before || isTrusted
    try {
      dispatch()
    } finally {
      this.#isHeld = before
    }
  }
}
