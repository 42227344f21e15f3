// SHELL: what the server has of this user in this scene, read again whenever it may have changed; one reading at a time.
import type { Scene } from '../../wire'
import type { SettingsStore } from './settings'

interface RereadingDeps<Found> {
  store: SettingsStore
  read: (user: string, scene: Scene) => Promise<Found>
  /** What is found may be another, or nothing. */
  onRead: () => void
}

export class Rereading<Found> {
  #found: Found | undefined
  #isReading = false
  #isStale = false

  constructor(private readonly deps: RereadingDeps<Found>) {}

  get found(): Found | undefined {
    return this.#found
  }

  /** Something may have changed. */
  again(): void {
    this.#isStale = true
    if (!this.#isReading) void this.#read()
  }

  /** Another user or another scene: what was found is not theirs. */
  forget(): void {
    this.#found = undefined
    this.deps.onRead()
  }

  /** Until nothing has changed meanwhile. */
  async #read(): Promise<void> {
    this.#isReading = true
    while (this.#isStale) {
      this.#isStale = false
      const { account, scene } = this.deps.store.get()
      const found = await this.deps.read(account, scene).catch(() => undefined)
      const now = this.deps.store.get()
      if (now.account !== account || now.scene !== scene) this.#isStale = true
      else if (found) this.#found = found
      this.deps.onRead()
    }
    this.#isReading = false
  }
}
