// Settings that are addresses: WeChat Pay's, and ours.
import { hostProblem } from '../../../wechatpay/hosts'
import { notifyUrlProblem } from '../notifyUrl'
import type { Read } from '../../../wechatpay/keys'
import { no, ok, splitList } from './text'

export function readNotifyUrl(url: string): Read<string> {
  const problem = notifyUrlProblem(url)
  return problem === undefined ? ok(url) : no(problem)
}

/** @returns base URLs without a trailing slash, main first */
export function readHosts(list: string): Read<string[]> {
  const hosts = splitList(list).map((host) => host.replace(/\/$/, ''))
  const problem = hosts.map(hostProblem).find((found) => found !== undefined)
  return problem === undefined && hosts.length > 0 ? ok(hosts) : no(problem ?? 'expected at least one base URL')
}
