// SHELL: the phone: which mini-programs run, which one is in front, and the ways between them.
import type { Greeting, NewEntry, ProgramProblem, Role } from '../../wire'
import type { Answer, Ask, Launch, PhoneSettings, ReferrerInfo } from '../protocol'
import type { Dialogs } from './dialog'
import { enterOptions, SCENES, type Entry, type Place } from './entry'
import { MiniProgramFrame, type FrameMessage } from './frame'
import { SCREENS, type SettingsStore, type ShellSettings } from './settings'

export interface PhoneDeps {
  store: SettingsStore
  dialogs: Dialogs
  /** Where frames are put. */
  box: HTMLElement
  /** Something visible about the phone changed. */
  onChange: () => void
  onToast: (message: Extract<FrameMessage, { kind: 'toast' }>['toast']) => void
  onProblem: (problem: ProgramProblem) => void
  onConsole: (role: Role, level: 'error' | 'warn' | 'info', text: string) => void
  tell: (entry: NewEntry) => void
}

export const NAV_BAR_PX = 44
export const NAMES: Readonly<Record<Role, string>> = { merchant: '商户小程序', signing: '支付签约(替身)' }

const NOWHERE: Place = { path: '', query: {} }

export class PhoneShell {
  readonly #frames = new Map<Role, MiniProgramFrame>()
  #front: Role | undefined
  #appids: Greeting['appids'] = { merchant: '', signing: '' }
  /** Kept when the merchant's mini-program is killed while away. */
  #killed: { place: Place; lastReferrer: ReferrerInfo | undefined } | undefined

  constructor(private readonly deps: PhoneDeps) {
    deps.store.listen((settings, before) => this.#settingsChanged(settings, before))
  }

  get front(): MiniProgramFrame | undefined {
    return this.#front && this.#frames.get(this.#front)
  }

  /** Whether the front one was opened by the other: then there is a way back. */
  get isAway(): boolean {
    return this.#front === 'signing'
  }

  isRunning(role: Role): boolean {
    return this.#frames.has(role)
  }

  /** Switched on anew: nothing runs, then the merchant's mini-program is opened. */
  start(appids: Greeting['appids']): void {
    this.#appids = appids
    this.#endAll()
    this.open('merchant')
  }

  /** From the list of mini-programs: on if it runs, otherwise from the start. */
  open(role: Role): void {
    const frame = this.#frames.get(role)
    if (!frame) this.#launch(role, { kind: 'list' }, this.#takeKilledPlace())
    else {
      this.#bringToFront(role)
      frame.show(this.#enter({ kind: 'list' }, frame.place, frame.lastReferrer))
    }
  }

  goHome(): void {
    this.front?.hide()
    this.deps.dialogs.dismiss()
    this.#bringToFront(undefined)
  }

  /** The arrow at the top left: a page back, or back to whoever opened this one, without a word. */
  back(): void {
    const { front } = this
    if (front?.bar?.canGoBack) front.back()
    else if (this.isAway) this.#returnToCaller(undefined)
  }

  /** From the start, on the page it is on. */
  reload(role: Role): void {
    const frame = this.#frames.get(role)
    if (!frame) return
    const place = frame.place
    this.#end(role)
    const isFront = this.#front === role
    if (isFront) this.#launch(role, { kind: 'list' }, role === 'merchant' ? place : NOWHERE)
  }

  #launch(role: Role, entry: Entry, place: Place, lastReferrer?: ReferrerInfo): void {
    this.#end(role)
    const launch: Launch = {
      appid: this.#appids[role],
      openid: this.deps.store.get().account,
      enter: this.#enter(entry, place, lastReferrer),
      settings: phoneSettings(this.deps.store.get()),
    }
    const frame = new MiniProgramFrame(role, launch.appid, launch, (from, message) => this.#take(from, message))
    frame.place = { path: launch.enter.path, query: launch.enter.query }
    this.#frames.set(role, frame)
    this.deps.box.append(frame.element)
    this.#bringToFront(role)
  }

  #enter(entry: Entry, place: Place, lastReferrer: ReferrerInfo | undefined) {
    const { repeatsReferrer } = this.deps.store.get()
    return enterOptions(entry, { place, repeatsReferrer, lastReferrer })
  }

  #take(frame: MiniProgramFrame, message: FrameMessage): void {
    switch (message.kind) {
      case 'ready':
      case 'bar':
      case 'page':
        this.deps.onChange()
        return
      case 'problem':
        this.deps.onProblem({ role: frame.role, level: message.level, text: message.text })
        return
      case 'console':
        this.deps.onConsole(frame.role, message.level, message.text)
        return
      case 'toast':
        if (frame === this.front) this.deps.onToast(message.toast)
        return
      case 'ask':
        void this.#ask(frame, message.ask, (answer) => frame.answer(message.id, answer))
        return
    }
  }

  async #ask(frame: MiniProgramFrame, ask: Ask, answer: (answer: Answer) => void): Promise<void> {
    switch (ask.what) {
      case 'modal':
        answer({ ok: true, confirmed: await this.deps.dialogs.ask(ask.modal) })
        return
      case 'exit':
        answer({ ok: true, confirmed: true })
        this.goHome()
        return
      case 'openMiniProgram':
        await this.#jump(frame, ask, answer)
        return
      case 'returnToCaller':
        answer({ ok: true, confirmed: true })
        if (this.isAway) this.#returnToCaller(ask.extraData)
        return
    }
  }

  async #jump(
    from: MiniProgramFrame,
    { appId, path, extraData }: Extract<Ask, { what: 'openMiniProgram' }>,
    answer: (answer: Answer) => void,
  ): Promise<void> {
    const role = (Object.keys(this.#appids) as Role[]).find((one) => this.#appids[one] === appId)
    if (role === undefined || role === from.role) {
      answer({ ok: false, reason: `appId ${appId} is not on this phone` })
      return
    }
    if (!(await this.#mayJump(role))) {
      this.deps.tell({ tone: 'warn', text: 'User refuses the jump', detail: 'navigateToMiniProgram:fail cancel' })
      answer({ ok: false, reason: 'cancel' })
      return
    }
    this.deps.tell({
      tone: 'good',
      text: 'User jumps to the signing mini-program',
      detail: `${appId} ${path}`,
      pill: String(SCENES.opened),
    })
    answer({ ok: true, confirmed: true })
    from.hide()
    if (this.deps.store.get().killsWhileAway) this.#kill(from)
    this.#launch(role, { kind: 'opened', by: from.appid, path, extraData }, NOWHERE)
  }

  async #mayJump(role: Role): Promise<boolean> {
    if (this.deps.store.get().refusesJump) return false
    return this.deps.dialogs.ask({
      title: '即将离开当前小程序',
      content: `即将打开“${NAMES[role]}”小程序`,
      cancelText: '取消',
      confirmText: '允许',
    })
  }

  /** What WeChat does when it needs the memory. */
  #kill(frame: MiniProgramFrame): void {
    const place = frame.restoresLatestPage ? frame.place : NOWHERE
    this.#killed = { place, lastReferrer: frame.lastReferrer }
    this.#end(frame.role)
    this.deps.tell({
      tone: 'warn',
      text: "WeChat ends the merchant's mini-program while away",
      detail: 'its memory is gone',
    })
  }

  #takeKilledPlace(): Place {
    const place = this.#killed?.place ?? NOWHERE
    this.#killed = undefined
    return place
  }

  #returnToCaller(extraData: Record<string, unknown> | undefined): void {
    this.deps.dialogs.dismiss()
    this.#end('signing')
    const entry: Entry = { kind: 'returned', from: this.#appids.signing, extraData }
    const frame = this.#frames.get('merchant')
    const lastReferrer = frame?.lastReferrer ?? this.#killed?.lastReferrer
    const enter = this.#enter(entry, frame?.place ?? NOWHERE, lastReferrer)
    const detail = describeExtraData(enter.referrerInfo.extraData)
    this.deps.tell({ tone: 'warn', text: 'User comes back', detail, pill: String(enter.scene) })
    if (!frame) {
      // Whether data survives a cold return is not documented: here it does not.
      this.#launch('merchant', { ...entry, extraData: undefined }, this.#takeKilledPlace(), lastReferrer)
      return
    }
    this.#bringToFront('merchant')
    frame.show(enter)
  }

  #settingsChanged(settings: ShellSettings, before: ShellSettings): void {
    if (settings.account !== before.account) this.start(this.#appids)
    else for (const frame of this.#frames.values()) frame.changeSettings(phoneSettings(settings))
    // Both are read when a mini-program starts, so it is started anew.
    if (settings.fontScale !== before.fontScale || settings.isOldWechat !== before.isOldWechat) this.reload('merchant')
    this.deps.onChange()
  }

  #bringToFront(role: Role | undefined): void {
    this.#front = role
    this.deps.onToast(undefined)
    for (const [other, { element }] of this.#frames) {
      element.classList.toggle('is-front', other === role)
      element.inert = other !== role
    }
    this.deps.onChange()
  }

  #end(role: Role): void {
    this.#frames.get(role)?.remove()
    this.#frames.delete(role)
  }

  #endAll(): void {
    this.deps.dialogs.dismiss()
    for (const role of [...this.#frames.keys()]) this.#end(role)
    this.#killed = undefined
    this.#front = undefined
  }
}

function describeExtraData(extraData: Record<string, unknown> | undefined): string {
  if (!extraData) return 'no extraData'
  const fields = Object.entries(extraData).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return ['extraData', ...fields].join(' · ')
}

function phoneSettings({ isDark, fontScale, isOnline, losesTap, isOldWechat, width }: ShellSettings): PhoneSettings {
  const { height, status, bottom } = SCREENS[width] ?? { height: 728, status: 36, bottom: 34 }
  return {
    theme: isDark ? 'dark' : 'light',
    fontScale,
    isOnline,
    losesTap,
    isOldWechat,
    insetBottomPx: bottom,
    statusBarPx: status,
    navBarPx: NAV_BAR_PX,
    screenHeightPx: height,
  }
}
