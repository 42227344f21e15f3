// One journey, told line by line on the terminal, with the fault that was asked for.
import { faultEnd } from '../../sandbox/journey/faultEnd'
import { runJourney } from '../../sandbox/journey/journey'
import { narrate } from '../../sandbox/journey/narrator'
import { put } from '../../sandbox/journey/texts/texts'
import type { LocalWechat } from '../../sandbox/localWechat'
import { ROOT } from '../build/kitPlan'
import { checkConsents } from '../consents/checkConsents'
import type { Stop } from './closeOnSignal'
import { consentToday } from './consentToday'
import type { StartOptions } from './options'
import { describeResult, type Terminal } from './terminal'

const FIRST_USER = 'oFirstUser_of_the_journey_01'

/** @returns undefined when it was stopped on the way */
export async function takeJourney(
  local: LocalWechat,
  stop: Stop,
  options: StartOptions,
  terminal: Terminal,
): Promise<boolean | undefined> {
  if (options.fault !== undefined) await armFault(local, options.fault)
  const { thenStart, begins } = terminal.texts.terminal
  for (const { [options.language]: problem } of checkConsents(ROOT))
    terminal.line(terminal.paint('red', `${put(thenStart, { problem })}\n`))
  terminal.line(`${begins}\n`)
  tellHops(local, options, terminal)
  const journey = runJourney(local, FIRST_USER, consentToday(), terminal.hop, terminal.texts)
  const result = await Promise.race([journey, stop.asked])
  if (result === undefined) return undefined
  await local.wechatPay.control.clearFaults({})
  const end = options.fault === undefined ? undefined : await faultEnd(local, options.fault, result)
  terminal.line(`\n${describeResult(result, end, terminal)}\n`)
  return result.ok || end !== undefined
}

/** Each hop from now on, and on request what the functions log. */
export function tellHops(local: LocalWechat, { logs }: StartOptions, terminal: Terminal): void {
  narrate(local, terminal.hop, terminal.texts)
  if (logs)
    local.cloud.events.on('log', ({ functionName, line }) =>
      terminal.line(terminal.paint('dim', `  ${functionName}: ${line}`)),
    )
}

/** Every answer to a pre-sign, so that no second try gets round it. */
async function armFault({ wechatPay }: LocalWechat, kind: string): Promise<void> {
  await wechatPay.control.armFault({ fault: { kind } as never, times: 'always', path: '*pre-entrust-sign*' })
}
