// A function that only the platform's timer starts. Whoever else calls it is refused, told why, and in the log.
import type { CallResult } from '../../../../typings/contract/results'
import { CallFailure } from '../../kernel/errors'
import type { LogFields } from '../../kernel/ports'
import type { TimerDeps, TimerHost } from '../hosts/ports'
import { answerInTime, systemClock, type DoorClock } from './answerInTime'
import { isHttp } from './appRequest'
import { toCallError } from './callError'
import { toHttpReply, type HttpReply } from './http'
import { isTimer } from './identity'
import { readRequestId } from './readEvent'

interface TimerDefinition<Deps> {
  /** Of the function, and of the line of figures in the log. */
  name: string
  /** @param untilMs nothing is begun later @returns figures */
  run(deps: Deps, untilMs: number): Promise<LogFields>
}

type Main = (event: unknown, context?: unknown) => Promise<CallResult<object> | HttpReply>

/** Of the 60 s the function has; and all is over after 58. */
const BEGINS_WITHIN_MS = 45_000

/** Makes the `main` of a function for the timer. Building it does nothing yet. */
export function timerDoor<Deps extends TimerDeps>(
  definition: TimerDefinition<Deps>,
  host: TimerHost<Deps>,
  clock: DoorClock = systemClock,
): Main {
  const { name } = definition
  return async (event, context) => {
    const requestId = readRequestId(context)
    const log = host.log(name, requestId)
    if (isHttp(event)) return toHttpReply(403, { ok: false, error: toCallError(ONLY_THE_TIMER, requestId, log) })
    try {
      if (!isTimer(event, process.env)) throw ONLY_THE_TIMER
      return await answerInTime(context, clock, async (deadline) => {
        const deps = host.deps(log, deadline)
        const startedAtMs = deps.clock.nowMs()
        const figures = await definition.run(deps, startedAtMs + BEGINS_WITHIN_MS)
        log.info(name, { ...figures, durationMs: deps.clock.nowMs() - startedAtMs })
        return { ok: true, ...figures }
      })
    } catch (error) {
      return { ok: false, error: toCallError(error, requestId, log) }
    }
  }
}

const ONLY_THE_TIMER = new CallFailure(
  'UNAUTHENTICATED',
  'Only the timer of this function starts it: upload its trigger (config.json), and call it from nowhere',
)
