// Over HTTP access a function is reached by a path.
import type { Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'

/** Where functions of the merchant's own app are called. */
const APP_PATHS: Readonly<Record<string, string>> = {
  appPreEntrustSign: '/app/pre-entrust-sign',
  appQueryContract: '/app/query-contract',
  appTerminateContract: '/app/terminate-contract',
}

export interface Route {
  path: string
  /** As the function is called online. */
  functionName: string
}

/** @param functions that are deployed */
export const routesTo = (functions: readonly { name: string; onlineName: string }[], given: Given): Route[] =>
  functions.flatMap(({ name, onlineName: functionName }) => {
    const path = name === 'contractNotify' ? pathOf(given.WXPAY_NOTIFY_URL ?? '') : APP_PATHS[name]
    return path === undefined ? [] : [{ path, functionName }]
  })

const pathOf = (address: string): string => (URL.canParse(address) ? new URL(address).pathname : '')
