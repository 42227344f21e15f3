// What every flow test starts with: a local WeChat of its own, mended after each test.
import type { LocalWechatOptions } from '../../sandbox/localWechat'
import { Flow } from './flowWechat'

/**
 * Starts a local WeChat before the first test of a file, or of a `describe`, and closes it after the last.
 * @param take is given it, once
 */
export function withFlow(take: (flow: Flow) => void, options: Partial<LocalWechatOptions> = {}): void {
  let flow: Flow
  beforeAll(async () => {
    flow = await Flow.start(options)
    take(flow)
  })
  afterEach(async () => flow.faultsOver())
  afterAll(async () => flow.close())
}
