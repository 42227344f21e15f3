// APP: from what the merchant's server answered to a launch of WeChat. Pure.
import type { OpenSdkRequest, OpenSdkRoute } from '../protocol'

/** Success of the functions for the app, as far as this app reads it. */
export interface Signing {
  state: string
  /** Absent before the first session. */
  out_contract_code?: string
  /** Beside `signed`: the merchant does not know yet whose WeChat it was. */
  signer?: string
  pre_entrustweb_id?: string
  launchBeforeMs?: number
  launch?: {
    openBusinessWebview: { businessType: number; queryInfo: Record<string, unknown> }
    launchMiniProgram?: { userName: string; path: string; miniprogramType: number }
  }
}

/** Where the old route leads is WeChat's business; on this phone it is this page. */
const SIGNING_PAGE = 'pages/index/index'

/**
 * What to hand to the OpenSDK. Pure.
 * @returns `undefined` where the merchant's server named no such route
 */
export function launchRequest(
  route: OpenSdkRoute,
  { launch, launchBeforeMs = 0 }: Signing,
  returnsToApp: boolean,
): OpenSdkRequest | undefined {
  if (!launch) return undefined
  const common = { route, launchBeforeMs, returnsToApp }
  if (route === 'openBusinessWebview') {
    return { ...common, path: SIGNING_PAGE, extraData: launch.openBusinessWebview.queryInfo }
  }
  return launch.launchMiniProgram && { ...common, path: launch.launchMiniProgram.path, extraData: {} }
}
