// The phone's page as a person uses it: by mouse, by keyboard, by what is written there.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core'

/** On/off switches by what is written beside them. */
export type SwitchName =
  | 'Dark mode'
  | 'Refuse the jump'
  | 'Lose the tap gesture'
  | 'Kill the app while away'
  | 'Stale referrerInfo'
  | 'Network off'
  | 'Old WeChat'
  | 'Single page'
  | 'Someone else signs'
export type SelectName =
  | 'Notification'
  | 'WeChat Pay answers'
  | "User's money"
  | 'Limit'
  | 'Functions answer'
  | 'Database'
  | "Merchant's server"
  | "App's token"

/** How the page keeps a switch that is turned from where it usually stands. */
export const SETTING_OF: Readonly<Record<SwitchName, Record<string, boolean>>> = {
  'Dark mode': { isDark: true },
  'Refuse the jump': { refusesJump: true },
  'Lose the tap gesture': { losesTap: true },
  'Kill the app while away': { killsWhileAway: true },
  'Stale referrerInfo': { repeatsReferrer: true },
  'Network off': { isOnline: false },
  'Old WeChat': { isOldWechat: true },
  'Single page': { isSinglePage: true },
  'Someone else signs': { signsAsOther: true },
}

/** What the card calls its states (`data-state`). */
export type CardState = string

/** Longer than anything here takes on a slow machine: a limit for what hangs, not a measure. */
const LIMIT_MS = 30_000
/** Fake time between two looks. */
const STEP_MS = 500

/** In a frame: it is as wide as the phone, or not seen; and a mini-program knows how high the bar at the bottom is. */
const fits = (width: number): string => `(() => {
  const heard = document.documentElement.style.getPropertyValue('--phone-inset-bottom')
  const told = parent.document.getElementById('screen').style.getPropertyValue('--inset')
  return [0, ${width}].includes(innerWidth) && ['', told].includes(heard)
})()`

export class PhonePage {
  readonly merchant: FrameLocator
  readonly signing: FrameLocator
  readonly app: FrameLocator
  /** WeChat's own sheets and dialogs. */
  readonly sheet: Locator
  /** Everything the browser itself complained of. */
  readonly complaints: string[] = []
  #pendingCalls = 0

  private constructor(readonly page: Page) {
    this.merchant = page.frameLocator('iframe[name=mp-merchant]')
    this.signing = page.frameLocator('iframe[name=mp-signing]')
    this.app = page.frameLocator('iframe[name=merchant-app]')
    this.sheet = page.getByRole('dialog')
    page.setDefaultTimeout(LIMIT_MS)
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    page.on('request', (request) => {
      if (request.url().includes('/call/')) this.#pendingCalls += 1
    })
    const settle = (request: { url(): string }): void => {
      if (request.url().includes('/call/')) this.#pendingCalls -= 1
    }
    page.on('requestfinished', settle)
    page.on('requestfailed', settle)
  }

  /**
   * A page with a clock that can be put forward; not opened yet.
   * @param set what differs on it before anything starts
   */
  static async make(page: Page, account: string, set: Record<string, boolean | string> = {}): Promise<PhonePage> {
    await page.clock.install()
    const settings = { account, ...set }
    await page
      .context()
      .addInitScript(
        `if (!localStorage.getItem('phone:settings')) localStorage.setItem('phone:settings', '${JSON.stringify(settings)}')`,
      )
    return new PhonePage(page)
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url)
    await this.page.getByRole('button', { name: 'Clear what happened' }).click()
  }

  button(name: string): Locator {
    return this.merchant.locator(`[data-button=${name}]:visible`)
  }

  /** Waits for a state of the card. */
  async sees(state: CardState, text?: string): Promise<void> {
    await this.#orTell(this.merchant.locator(`[data-state=${state}]:visible`).waitFor())
    if (text !== undefined) await this.#orTell(this.merchant.getByText(text).first().waitFor())
  }

  /** The same, while time passes quicker than outside; never while an answer is under way. */
  async seesInTime(state: CardState, text?: string): Promise<void> {
    await this.#inTime(`[data-state=${state}]:visible`)
    await this.sees(state, text)
  }

  /** The line about signing on the checkout, in the same way. */
  async seesSignInTime(kind: string): Promise<void> {
    await this.#inTime(`[data-sign=${kind}]:visible`)
  }

  async #inTime(selector: string): Promise<void> {
    const target = this.merchant.locator(selector)
    const limit = Date.now() + LIMIT_MS
    while (!(await target.isVisible())) {
      if (Date.now() > limit) return this.#orTell(Promise.reject(new Error(`waited for ${selector}`)))
      if (this.#pendingCalls === 0) await this.page.clock.runFor(STEP_MS)
    }
  }

  /** Puts the clock forward, answers under way or not. */
  async passes(ms: number): Promise<void> {
    await this.page.clock.runFor(ms)
  }

  async state(): Promise<string> {
    const card = this.merchant.locator('[data-state]:visible').first()
    return (await card.getAttribute('data-state', { timeout: 2_000 }).catch(() => null)) ?? '(no card)'
  }

  /** Ticks the agreement and taps the main button. */
  async agreeAndOpen(): Promise<void> {
    await this.sees('unsigned')
    await this.agree()
    await this.button('open').click()
  }

  /** Ticks the agreement; the session is there when this is over. */
  async agree(): Promise<void> {
    await this.button('agree').click()
    await this.callsAreOver()
  }

  /** Nothing the mini-program asked of the cloud is without its answer. */
  async callsAreOver(): Promise<void> {
    await this.#onMerchant('callsAreOver()')
  }

  /** The frame is there before what runs in it: a first page with a card tells that the mini-program has started. */
  async #onMerchant(call: string): Promise<void> {
    await this.merchant.locator('[data-state]').first().waitFor({ state: 'attached' })
    await this.page.frame('mp-merchant')?.evaluate(`phoneTools.${call}`)
  }

  /** As far as WeChat Pay's page. */
  async goToSigning(): Promise<void> {
    await this.agreeAndOpen()
    await this.allow()
    await this.#orTell(this.signing.getByText('是否同意签约').waitFor())
  }

  async allow(): Promise<void> {
    await this.#orTell(this.page.getByRole('button', { name: '允许' }).click())
  }

  /** From the order to the cashier. */
  async goToCashier(): Promise<void> {
    await this.sees('unpaid')
    await this.button('pay').click()
    await this.#orTell(this.sheetButton('支付').waitFor())
  }

  sheetButton(name: string): Locator {
    return this.sheet.getByRole('button', { name, exact: true })
  }

  /** Takes the offer that comes after a payment. */
  async takeOffer(): Promise<void> {
    await this.#orTell(this.sheet.getByRole('checkbox').check())
    await this.sheetButton('开通').click()
  }

  signingButton(text: string): Locator {
    return this.signing.locator('wx-button', { hasText: text })
  }

  async sign(): Promise<void> {
    await this.signingButton('同意并签约').click()
    await this.signing.getByText('已同意签约').waitFor()
  }

  /** From the start to signed. */
  async signUp(): Promise<void> {
    await this.goToSigning()
    await this.#signAndReturn()
  }

  /** With a session in hand: over to WeChat Pay, and back with a contract. */
  async signBy(button: 'go' | 'goByNavigator'): Promise<void> {
    await this.button(button).click()
    await this.allow()
    await this.#signAndReturn()
  }

  async #signAndReturn(): Promise<void> {
    await this.sign()
    await this.signingButton('完成').click()
    await this.seesInTime('signed')
  }

  /** For pictures: nothing that moves by itself moves any more. */
  async stopTime(): Promise<void> {
    const nowMs = await this.page.evaluate<number>('Date.now()')
    await this.page.clock.pauseAt(nowMs + 1_000)
  }

  /** The arrow at the top left. */
  async back(): Promise<void> {
    await this.page.locator('#nav-back').click()
  }

  async set(name: SwitchName, isOn: boolean): Promise<void> {
    const control = this.page.getByRole('switch', { name })
    if ((await control.getAttribute('aria-checked')) === String(isOn)) return
    await control.click()
    if (name === 'Dark mode') await this.#isThemed(isOn ? 'dark' : 'light')
  }

  /** 320, 375 or 430 px. */
  async setWidth(width: number): Promise<void> {
    await this.page.getByRole('button', { name: String(width), exact: true }).click()
    await Promise.all(this.#running().map((frame) => frame.waitForFunction(fits(width), undefined, { polling: 20 })))
  }

  /** What runs on the phone is told by messages, so a look right after the click may come too early. */
  async #isThemed(theme: string): Promise<void> {
    const themed = this.#running().map((frame) =>
      frame.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' }),
    )
    await Promise.all(themed)
  }

  #running(): Frame[] {
    return this.page.frames().filter((frame) => frame !== this.page.mainFrame())
  }

  async choose(name: SelectName, choice: string): Promise<void> {
    const saved = this.page.waitForResponse((response) => response.url().endsWith('/switches') && response.ok())
    await this.page.getByLabel(name).selectOption(choice)
    await saved
  }

  /** Another page of the merchant's mini-program, as a link in it would lead there. */
  async openPage(url: string): Promise<void> {
    await this.#onMerchant(`navigateTo(${JSON.stringify(url)})`)
  }

  /** Waits for a line of "What happened" with these words. */
  async happened(...words: string[]): Promise<void> {
    await words
      .reduce((lines, text) => lines.filter({ hasText: text }), this.page.locator('#happened li'))
      .last()
      .waitFor()
  }

  happenedCount(text: string): Promise<number> {
    return this.page.locator('#happened li', { hasText: text }).count()
  }

  /** What the engine, the loud `wx` and the compiler complained of. */
  problems(): Promise<string[]> {
    return this.page.locator('#problems-list li').allTextContents()
  }

  /** A failure with a picture of what was there instead. */
  async #orTell(wait: Promise<void>): Promise<void> {
    try {
      await wait
    } catch (error) {
      const path = join(tmpdir(), `phone-${Date.now()}.png`)
      await this.page.screenshot({ path })
      const problems = await this.problems()
      throw new Error(`the card is "${await this.state()}", see ${path}. ${problems.join('; ')}`, { cause: error })
    }
  }
}
