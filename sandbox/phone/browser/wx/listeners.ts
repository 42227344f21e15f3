// WX: `wx.onXxx` and `wx.offXxx`.

export class Listeners<Event> {
  readonly #all = new Set<(event: Event) => void>()

  readonly on = (listener: (event: Event) => void): void => void this.#all.add(listener)

  /** Without a listener: all of them. */
  readonly off = (listener?: (event: Event) => void): void => {
    if (listener) this.#all.delete(listener)
    else this.#all.clear()
  }

  /** One that throws keeps no other from hearing. */
  emit(event: Event, onError: (error: unknown) => void): void {
    for (const listener of [...this.#all]) {
      try {
        listener(event)
      } catch (error) {
        onError(error)
      }
    }
  }
}
