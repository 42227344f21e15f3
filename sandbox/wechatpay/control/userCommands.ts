// CONTROL: what a user does in WeChat, and what the merchant's world holds.
import * as v from 'valibot'
import { TERMINATION_MODES } from '../agreement'
import type { World } from '../world'
import { command } from './commands'
import { contractName, openid, requiredText } from './inputs'

export function userCommands({ agreements }: World) {
  const view = (name: Parameters<typeof agreements.byName>[0]) => agreements.view(agreements.byName(name))
  return {
    contracts: command('lists every pre-signed code with its session and contract', {}, () =>
      agreements.all().map((one) => agreements.view(one)),
    ),
    contract: command('shows one', contractName, (input) => view(input)),
    sessions: command('lists the sessions that can be signed now', {}, () =>
      agreements
        .all()
        .map((one) => agreements.view(one))
        .filter(({ session }) => session === 'open'),
    ),
    sign: command(
      'the user signs, after payment where that is offered then; a notification follows',
      { ...contractName, openid },
      (input) => {
        agreements.sign(agreements.byName(input), input.openid)
        return view(input)
      },
    ),
    refuse: command('the user presses refuse; the session lives on, nobody is told', contractName, (input) => {
      agreements.refuse(agreements.byName(input))
      return view(input)
    }),
    fail: command(
      'the user agrees and a business rule refuses; the code is spent, nobody is told',
      contractName,
      (input) => {
        agreements.fail(agreements.byName(input))
        return view(input)
      },
    ),
    lapse: command('ends the session before its two hours', contractName, (input) => {
      agreements.lapse(agreements.byName(input))
      return view(input)
    }),
    terminate: command(
      'ends the contract without the merchant, by default as the user in WeChat; a notification follows',
      {
        ...contractName,
        mode: v.optional(
          v.pipe(v.picklist(TERMINATION_MODES), v.description('contract_termination_mode')),
          'USER_TERMINATE',
        ),
        remark: v.optional(requiredText('contract_termination_remark'), '用户在微信中解约'),
      },
      (input) => {
        agreements.terminate(agreements.byName(input), input.mode, input.remark)
        return view(input)
      },
    ),
  }
}
