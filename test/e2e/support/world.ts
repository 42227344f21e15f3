// What every test in a browser starts with: the local WeChat, its phone, and a browser.
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { startLocalWechat, type LocalWechat } from '../../../sandbox/localWechat'
import { choiceOf, Stage } from '../../../sandbox/phone/stage'
import { startPhone, type Phone } from '../../../sandbox/phone/startPhone'
import { FUNCTIONS_ROOT } from '../../support/functionsRoot'
import { openBrowser } from './browser'
import { PhonePage } from './phonePage'

export const ROOT = join(__dirname, '../../..')
export const ROOTS = { merchant: join(ROOT, 'miniprogram'), signing: join(ROOT, 'sandbox/signing-miniprogram') }

const VIEWPORT = { width: 1366, height: 900 }

export class World {
  readonly #contexts: BrowserContext[] = []

  private constructor(
    readonly stage: Stage,
    readonly phone: Phone,
    readonly browser: Browser,
  ) {}

  /** @param roots other mini-programs than the kit's own */
  static async start(roots: Partial<typeof ROOTS> = {}): Promise<World> {
    const start = (choice: Parameters<Stage['restart']>[0]) =>
      startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, ...choice })
    const [browser, stage] = await Promise.all([openBrowser(), Stage.open(start, choiceOf('normal'))])
    const phone = await startPhone({ stage, roots: { ...ROOTS, ...roots } })
    phone.watch()
    return new World(stage, phone, browser)
  }

  get local(): LocalWechat {
    return this.stage.local
  }

  /** A browser of its own, as of another person. */
  async context(): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: VIEWPORT, locale: 'en-US', timezoneId: 'Asia/Shanghai' })
    this.#contexts.push(context)
    return context
  }

  /** @param account a user nobody else has: what one test signs is no other's business */
  async open(account: string): Promise<PhonePage> {
    const context = await this.context()
    return PhonePage.open(await context.newPage(), this.phone.url, account)
  }

  /** Between tests: no browser is left open, nothing goes wrong any more. */
  async tidy(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()))
    await this.phone.allWell()
    await this.local.wechatPay.control.settled()
  }

  async close(): Promise<void> {
    await this.tidy()
    await this.browser.close()
    await this.phone.close()
    await this.stage.close()
  }
}
