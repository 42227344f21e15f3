// SHELL: WeChat's side of the OpenSDK.
import type { OpenSdkRequest } from '../protocol'

/**
 * Whether WeChat takes a launch.
 * @returns why not, or `undefined`
 */
export function launchProblem({ launchBeforeMs }: OpenSdkRequest, nowMs: number): string | undefined {
  if (nowMs < launchBeforeMs) return undefined
  return `WeChat refuses: the session had to be launched ${Math.ceil((nowMs - launchBeforeMs) / 1000)} s ago`
}
