// CONTROL: the server itself: its log, its faults, its clock, its switches.
import * as v from 'valibot'
import type { AnswerFault, ArmedFaults, FaultScope } from '../faults'
import type { RequestLog } from '../requestLog'
import { APP_LAUNCH_TARGETS, CONTRACT_LIMITS, CONTRACT_NOT_EXIST_STATUS, PAYERS, REFUNDS } from '../options'
import type { World } from '../world'
import { command } from './commands'
import { answerFault, requiredText, times, wholeNumber } from './inputs'

export interface ServerParts {
  world: World
  faults: ArmedFaults<AnswerFault, FaultScope>
  log: RequestLog
  start: () => Promise<void>
  stop: () => Promise<void>
}

export function serverCommands({ world, faults, log, start, stop }: ServerParts) {
  const { timeline, settings, dispatcher } = world
  return {
    requests: command(
      'lists requests, oldest first, with headers and body; Authorization is never kept',
      { last: v.optional(wholeNumber(1, 'how many'), 100) },
      (input) => log.last(input.last),
    ),
    armFault: command(
      'spoils answers to come',
      {
        fault: answerFault,
        times,
        method: v.optional(requiredText('GET or POST')),
        path: v.optional(requiredText('pattern of path and query, * for anything')),
        host: v.optional(v.pipe(v.picklist(['main', 'backup']), v.description('which listener'))),
      },
      ({ fault, times: count, ...scope }) =>
        faults.arm(fault, { ...scope, times: count === 'always' ? Infinity : count }),
    ),
    faults: command('lists what is armed, for answers and for notifications', {}, () => ({
      answers: faults.all(),
      notifications: dispatcher.faults.all(),
    })),
    clearFaults: command('disarms everything', {}, () => {
      faults.clear()
      dispatcher.faults.clear()
      return { cleared: true }
    }),
    now: command('the clock, and how far it was moved', {}, () => ({
      nowMs: timeline.nowMs(),
      movedMs: timeline.movedMs,
    })),
    advanceClock: command(
      'moves the clock on; everything due on the way happens in its order, and is over when this answers',
      { ms: wholeNumber(0, 'milliseconds') },
      async ({ ms: byMs }) => {
        await settings.whileTimePasses(() => moveClock(world, byMs))
        return { nowMs: timeline.nowMs(), movedMs: timeline.movedMs }
      },
    ),
    setSwitches: command(
      'turns behaviour that no page of the real service tells',
      {
        passwordExemptUnsignedQuery: v.optional(
          v.pipe(v.picklist(['notFound', 'notSigned']), v.description('query before signing')),
        ),
        codeForOtherOrder: v.optional(
          v.pipe(v.picklist(['taken', 'refused']), v.description('a code again, after payment of another order')),
        ),
        notificationKey: v.optional(
          v.pipe(v.picklist(['publicKey', 'platformCertificate']), v.description('who signs notifications')),
        ),
        repeats: v.optional(
          v.pipe(v.picklist(['sameBytes', 'sealedAnew']), v.description('of a notification, what its body is')),
        ),
        certificates: v.optional(v.pipe(v.picklist(['served', 'notIssued']), v.description('/v3/certificates'))),
        appLaunchTarget: v.optional(
          v.pipe(v.picklist(APP_LAUNCH_TARGETS), v.description('fields beside the answer of an APP pre-sign')),
        ),
        contractNotExistStatus: v.optional(
          v.pipe(v.picklist(CONTRACT_NOT_EXIST_STATUS), v.description('HTTP status of CONTRACT_NOT_EXIST')),
        ),
        ecommerceContracts: v.optional(
          v.pipe(v.picklist(['taken', 'refused']), v.description('orders under a contract of mode ecommerce')),
        ),
        reverseUnknown: v.optional(
          v.pipe(v.picklist(['notFound', 'noted']), v.description('reverse of a charge nobody has heard of')),
        ),
        payer: v.optional(v.pipe(v.picklist(PAYERS), v.description('whether the user can pay without being asked'))),
        contractLimits: v.optional(
          v.pipe(v.picklist(CONTRACT_LIMITS), v.description('whether more can be taken under a contract')),
        ),
        refunds: v.optional(v.pipe(v.picklist(REFUNDS), v.description('what becomes of refunds'))),
      },
      (input) => Object.assign(settings.switches, input),
    ),
    stop: command('takes the API down, main and backup; the control stays', {}, async () => {
      await stop()
      return { isUp: false }
    }),
    start: command('brings it back on the same ports', {}, async () => {
      await start()
      return { isUp: true }
    }),
  }
}

async function moveClock({ timeline, events }: World, byMs: number): Promise<void> {
  events.emit('clockMoves', { atMs: timeline.nowMs(), byMs })
  await timeline.advance(byMs)
  events.emit('clockMoved', { atMs: timeline.nowMs(), movedMs: timeline.movedMs })
}
