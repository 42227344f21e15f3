// The timers of the deployed functions while the local cloud is up: by themselves, and where the clock is moved by hand.
import type { Clock } from '../clock'
import type { FunctionHost } from './host'
import { passedOver, startTimers } from './timers'

interface TimerRunsOptions {
  host: FunctionHost
  clock: Clock
  /** False: only a move of the clock starts any. */
  runByThemselves: boolean
}

export class TimerRuns {
  #stop = (): void => undefined
  #isClosed = false

  constructor(private readonly options: TimerRunsOptions) {}

  start(): void {
    const { host, clock, runByThemselves } = this.options
    if (!runByThemselves || this.#isClosed) return
    const fire = ({ functionName, name }: { functionName: string; name: string }) =>
      void host.fireTimer(functionName, name)
    this.#stop = startTimers({ clock, timers: () => host.timers, fire })
  }

  close(): void {
    this.#isClosed = true
    this.#stop()
  }

  /** See `CloudStandIn.whileTimePasses`. */
  async whileTimePasses(move: () => Promise<void>, but: readonly string[]): Promise<void> {
    const { host, clock } = this.options
    let fromMs = clock.now()
    const pass = async (): Promise<void> => {
      this.#stop()
      fromMs = clock.now()
      await move()
    }
    try {
      await host.standStill(pass, but)
    } finally {
      this.start()
    }
    for (const { functionName, name } of passedOver(host.timers, fromMs, clock.now())) {
      await host.fireTimer(functionName, name)
    }
  }
}
