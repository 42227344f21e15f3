import type { ProveWorld } from '../world/proveWorld'

/** Whatever WeChat Pay tells from now on. */
export async function loseNotifications({ wechatPay: { control } }: ProveWorld): Promise<void> {
  await control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always' })
}
