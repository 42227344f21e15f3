// `wx` for cards and pages in jsdom: what they call, and nothing else, so a call that is not there throws.
import type { CallableName } from '../../../typings/contract/callables'

type Answer = object | Error | Promise<object>
type Options = Record<string, unknown> & { success?: (result: object) => void; fail?: (error: object) => void }

export interface FakeWx {
  /** What the next calls of a function answer, in turn; the last one stays. */
  answer(name: CallableName, ...answers: Answer[]): void
  /** Every call of `wx`, in order, with its options. */
  calls: { api: string; options: unknown }[]
  storage: Map<string, unknown>
  /** How the app was brought to the front. */
  enter: object
  appBaseInfo: object
  device: { platform: string; envVersion: string }
  /** What `getCurrentPages` gives. */
  pages: number
  showApp(options: object): void
  hideApp(): void
  listeners(): number
  of(api: string): unknown[]
  /** Ends the jump that is waiting. */
  endJump(error?: string): void
  /** Closes WeChat's cashier. */
  closeCashier(error?: string): void
}

const CALLS = [
  'exitMiniProgram',
  'makePhoneCall',
  'navigateBack',
  'navigateTo',
  'requestPayment',
  'redirectTo',
  'request',
  'setNavigationBarTitle',
  'showToast',
  'showActionSheet',
] as const

/** Puts a fresh one in place. Without an answer of its own a function answers that nothing is there. */
export function fakeWx(): FakeWx {
  const answers = new Map<string, Answer[]>()
  const shown = new Set<(options: object) => void>()
  const hidden = new Set<() => void>()
  const fake: FakeWx = {
    answer: (name, ...list) => void answers.set(name, list),
    calls: [],
    storage: new Map(),
    enter: { scene: 1001 },
    appBaseInfo: {},
    device: { platform: 'ios', envVersion: 'release' },
    pages: 1,
    showApp: (options) => shown.forEach((listener) => listener(options)),
    hideApp: () => hidden.forEach((listener) => listener()),
    listeners: () => shown.size + hidden.size,
    of: (api) => fake.calls.filter((call) => call.api === api).map(({ options }) => options),
    endJump: (error) => {
      end('navigateToMiniProgram', error)
    },
    closeCashier: (error) => {
      end('requestPayment', error)
    },
  }
  const end = (api: string, error: string | undefined): void => {
    const { success, fail } = fake.of(api).at(-1) as Options
    if (error === undefined) success?.({ errMsg: `${api}:ok` })
    else fail?.({ errMsg: error })
  }
  const note = (api: string, options: unknown): void => void fake.calls.push({ api, options })
  const callFunction = async ({ name, data }: { name: string; data: unknown }): Promise<{ result: object }> => {
    note(`call ${name}`, data)
    const list = answers.get(name) ?? [{ ok: true, state: 'none' }]
    const answer = list.length > 1 ? list.shift() : list[0]
    if (answer instanceof Error) throw answer
    return { result: await Promise.resolve(answer ?? {}) }
  }
  const wx = {
    cloud: { init: (options: object) => note('cloud.init', options), callFunction },
    navigateToMiniProgram: (options: object) => note('navigateToMiniProgram', options),
    getStorageSync: (key: string) => fake.storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => {
      note('setStorageSync', value)
      fake.storage.set(key, value)
    },
    removeStorageSync: (key: string) => fake.storage.delete(key),
    getEnterOptionsSync: () => fake.enter,
    getAppBaseInfo: () => fake.appBaseInfo,
    getDeviceInfo: () => ({ platform: fake.device.platform }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: fake.device.envVersion } }),
    onAppShow: (listener: () => void) => shown.add(listener),
    offAppShow: (listener: () => void) => shown.delete(listener),
    onAppHide: (listener: () => void) => hidden.add(listener),
    offAppHide: (listener: () => void) => hidden.delete(listener),
    ...Object.fromEntries(
      CALLS.map((api) => [
        api,
        (options: object = {}) => {
          note(api, options)
          return Promise.resolve({ errMsg: `${api}:ok` })
        },
      ]),
    ),
  }
  Object.assign(globalThis, { wx, getCurrentPages: () => new Array<object>(fake.pages).fill({}) })
  return fake
}
