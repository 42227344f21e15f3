// CONTROL: notifications, as they are, held back, repeated or forged.
import * as v from 'valibot'
import type { NotifyOrigins } from '../notifications/origins'
import type { World } from '../world'
import { command } from './commands'
import { code, contractName, notificationFault, orderNumber, requiredText, times, wholeNumber } from './inputs'

export function notifyCommands(world: World, origins: NotifyOrigins) {
  const { agreements, dispatcher, timeline } = world
  return {
    notifications: command(
      'lists notifications with every attempt',
      { out_contract_code: code, out_trade_no: orderNumber },
      ({ out_contract_code, out_trade_no }) =>
        dispatcher
          .views()
          .filter((one) => out_contract_code === undefined || one.out_contract_code === out_contract_code)
          .filter((one) => out_trade_no === undefined || one.out_trade_no === out_trade_no),
    ),
    settled: command('waits until no attempt is under way; planned ones are not waited for', {}, async () => {
      await timeline.settled()
      return { nowMs: timeline.nowMs() }
    }),
    holdNotifications: command(
      'new notifications wait until releaseNotifications; repeats of earlier ones go on',
      {},
      () => {
        dispatcher.hold()
        return { isHolding: true }
      },
    ),
    releaseNotifications: command(
      'sends what is held, one after the other, and holds no more',
      { ids: v.optional(v.pipe(v.array(v.string()), v.description('in this order; default all, oldest first'))) },
      (input) => dispatcher.release(input.ids),
    ),
    reorderNotifications: command(
      'the next ones wait for each other, then go out last one first',
      { count: wholeNumber(2, 'how many') },
      (input) => {
        dispatcher.reorder(input.count)
        return input
      },
    ),
    duplicateNotification: command(
      'sends a notification again, in copies at once, whatever its state',
      { id: requiredText('of the notification'), copies: v.optional(wholeNumber(1, 'at once'), 2) },
      (input) => dispatcher.repeat(input.id, input.copies),
    ),
    forgeNotification: command(
      'sends, once, a notification of something that did not happen',
      {
        ...contractName,
        change: v.optional(v.pipe(v.picklist(['signed', 'terminated']), v.description('what it claims')), 'signed'),
        fault: v.optional(notificationFault, { kind: 'wrongKey' }),
      },
      (input) => dispatcher.forgeChange(agreements.byName(input), input.change, input.fault),
    ),
    armNotificationFault: command(
      'spoils attempts to come',
      {
        fault: notificationFault,
        times,
        eventType: v.optional(requiredText('pattern, * for anything')),
        out_contract_code: code,
        out_trade_no: orderNumber,
      },
      ({ fault, times: count, eventType, out_contract_code: outContractCode, out_trade_no: outTradeNo }) =>
        dispatcher.faults.arm(fault, {
          times: count === 'always' ? Infinity : count,
          eventType,
          outContractCode,
          outTradeNo,
        }),
    ),
    setNotifyTimeScale: command(
      'the waits of the retry plans are divided by this; planned attempts move too',
      { scale: v.pipe(v.number(), v.gtValue(0), v.description('60 makes a minute a second')) },
      (input) => {
        dispatcher.setTimeScale(input.scale)
        return input
      },
    ),
    mapNotifyOrigin: command(
      'leads a public https origin to a loopback server; without target nobody listens there',
      { origin: requiredText('https://host'), target: v.optional(requiredText('http://127.0.0.1:port')) },
      ({ origin, target }) => {
        if (target === undefined) origins.unmap(origin)
        else origins.map(origin, target)
        return origins.all()
      },
    ),
  }
}
