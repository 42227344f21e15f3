// What every test in a browser starts with: the local WeChat, its phone, and a browser.
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { startLocalWechat, type LocalWechat } from '../../../sandbox/localWechat'
import { userOf } from '../../../sandbox/phone/live/describe'
import { choiceOf, Stage } from '../../../sandbox/phone/stage'
import { startPhone, type Phone } from '../../../sandbox/phone/startPhone'
import type { Scene, Setup } from '../../../sandbox/phone/wire'
import { FUNCTIONS_ROOT } from '../../support/functionsRoot'
import { openBrowser } from '../../../scripts/browser/openBrowser'
import { answer, type CannedAnswers } from './cannedCloud'
import { PhonePage, SETTING_OF, type SwitchName } from './phonePage'

export const ROOT = join(__dirname, '../../..')
export const ROOTS = { merchant: join(ROOT, 'miniprogram'), signing: join(ROOT, 'sandbox/signing-miniprogram') }

/** Every phone is as large as life in it. */
const VIEWPORT = { width: 1366, height: 980 }

export class World {
  readonly #contexts: BrowserContext[] = []
  readonly #phones: Phone[] = []

  private constructor(
    readonly stage: Stage,
    readonly phone: Phone,
    readonly browser: Browser,
  ) {}

  static async start(setup: Setup = 'normal'): Promise<World> {
    const start = (choice: Parameters<Stage['restart']>[0]) =>
      startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, bringsReceiver: true, ...choice })
    const [browser, stage] = await Promise.all([openBrowser(), Stage.open(start, choiceOf(setup))])
    const phone = await startPhone({ stage, roots: ROOTS, followsSource: false })
    phone.watch()
    return new World(stage, phone, browser)
  }

  get local(): LocalWechat {
    return this.stage.local
  }

  /** A browser of its own, as of another person, who wants no motion: where things are is where they stay. */
  async context(locale = 'en-US'): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: VIEWPORT,
      locale,
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    })
    this.#contexts.push(context)
    return context
  }

  /**
   * Opens the phone.
   * @param account a user nobody else has: what one test signs is no other's business
   * @param answers in place of the functions', from the first call on
   * @param turned a switch that is turned when the mini-program starts
   * @param roots other mini-programs than the kit's own
   */
  async open(
    account: string,
    answers: CannedAnswers = {},
    turned?: SwitchName,
    roots?: Partial<typeof ROOTS>,
  ): Promise<PhonePage> {
    const context = await this.context()
    const phone = await PhonePage.make(await context.newPage(), account, turned && SETTING_OF[turned])
    await answer(phone, answers)
    await phone.open(roots ? (await this.#phoneWith(roots)).url : this.phone.url)
    return phone
  }

  /** Opens the phone in a scene. */
  async openScene(scene: Scene, account: string, answers: CannedAnswers = {}): Promise<PhonePage> {
    const context = await this.context()
    const phone = await PhonePage.make(await context.newPage(), account, { scene })
    await answer(phone, answers)
    await phone.open(this.phone.url)
    return phone
  }

  /** The only contract of this user, as the database holds it. */
  contractOf(user: string): Record<string, unknown> {
    const found = this.local.cloud.db.find('contracts').filter((record) => userOf(record) === user)
    if (found.length !== 1) throw new Error(`${user} has ${found.length} contracts`)
    return found[0] ?? {}
  }

  async #phoneWith(roots: Partial<typeof ROOTS>): Promise<Phone> {
    const phone = await startPhone({ stage: this.stage, roots: { ...ROOTS, ...roots }, followsSource: true })
    this.#phones.push(phone)
    return phone
  }

  /** Between tests: no browser is left open, nothing goes wrong any more. */
  async tidy(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()))
    await Promise.all(this.#phones.splice(0).map((phone) => phone.close()))
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

/** The world of a file, or of a `describe`. @param take is given it, once */
export function withWorld(take: (world: World) => void, setup?: Setup): void {
  let world: World
  beforeAll(async () => {
    world = await World.start(setup)
    take(world)
  })
  afterEach(() => world.tidy())
  afterAll(() => world.close())
}
