// SHELL: the phone: which mini-programs run, which one is in front, and the ways between them.
import { ROLES, type Greeting, type Role } from '../../wire'
import type { Answer, Ask, Launch, ReferrerInfo } from '../protocol'
import { AppFrame } from './appFrame'
import { askModal } from './dialog'
import { enterOptions, SCENES, splitPath, type Entry, type Place } from './entry'
import { MiniProgramFrame, type FrameMessage } from './frame'
import { NAMES, NOWHERE, type PhoneDeps } from './phoneDeps'
import { phoneSettings } from './phoneSettings'
import type { ShellSettings } from './settings'

/** Whose hand signs with "Someone else signs". */
const SOMEONE_ELSE = 'oSomeone-else'

export class PhoneShell {
  readonly #frames = new Map<Role, MiniProgramFrame>()
  #app: AppFrame | undefined
  #front: Role | 'app' | undefined
  #appids: Greeting['appids'] = { merchant: '', signing: '', app: '' }
  /** Who opened the signing mini-program. */
  #caller: 'merchant' | 'app' = 'merchant'
  /** Counts how often it was switched on. */
  #sitting = 0
  /** Kept when the merchant's mini-program is killed while away. */
  #killed: { place: Place; lastReferrer: ReferrerInfo | undefined } | undefined

  constructor(private readonly deps: PhoneDeps) {
    deps.store.listen((settings, before) => this.#settingsChanged(settings, before))
  }

  /** The mini-program in front. */
  get front(): MiniProgramFrame | undefined {
    return this.#front && this.#front !== 'app' ? this.#frames.get(this.#front) : undefined
  }

  get inFront(): Role | 'app' | 'home' {
    return this.#front ?? 'home'
  }

  get hasApp(): boolean {
    return this.#app !== undefined
  }

  /** Whether the front one was opened by the other: then there is a way back. */
  get isAway(): boolean {
    return this.#front === 'signing'
  }

  isRunning(role: Role): boolean {
    return this.#frames.has(role)
  }

  /** Switched on anew: nothing runs, then what the scene begins with is opened. */
  async start(appids: Greeting['appids'] = this.#appids): Promise<void> {
    this.#appids = appids
    this.#endAll()
    const sitting = ++this.#sitting
    const beginning = await this.deps.begin()
    if (sitting !== this.#sitting) return
    if (beginning.what === 'app') this.#startApp()
    else this.#launch('merchant', { kind: 'list' }, beginning.place)
  }

  /** From the phone's own list of apps. */
  openApp(): void {
    if (!this.#app) return
    this.#bringToFront('app')
    this.#app.resume()
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
    this.deps.layers.dismiss()
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
      openid: this.#openid(role),
      enter: this.#enter(entry, place, lastReferrer),
      settings: phoneSettings(this.deps.store.get()),
    }
    const frame = new MiniProgramFrame(role, launch.appid, launch, (from, message) => this.#take(from, message))
    frame.place = { path: launch.enter.path, query: launch.enter.query }
    this.#frames.set(role, frame)
    this.deps.box.append(frame.element)
    this.#bringToFront(role)
  }

  #openid(role: Role): string {
    const { account, signsAsOther } = this.deps.store.get()
    return role === 'signing' && signsAsOther ? SOMEONE_ELSE : account
  }

  #startApp(): void {
    const { store, tell, box } = this.deps
    const openSigning = (path: string, extraData: Record<string, unknown>): void => {
      this.#launch('signing', { kind: 'fromApp', by: this.#appids.app, path, extraData }, NOWHERE)
      this.#caller = 'app'
    }
    this.#app = new AppFrame({ store, tell, openSigning })
    box.append(this.#app.element)
    this.#bringToFront('app')
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
        answer({ ok: true, confirmed: await askModal(this.deps.layers, ask.modal) })
        return
      case 'pay':
        answer(await this.deps.pay(ask.payment))
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
    const role = ROLES.find((one) => this.#appids[one] === appId)
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
      detail: `${appId} ${splitPath(path).path}`,
      pill: String(SCENES.opened),
    })
    answer({ ok: true, confirmed: true })
    from.hide()
    if (this.deps.store.get().killsWhileAway) this.#kill(from)
    this.#launch(role, { kind: 'opened', by: from.appid, path, extraData }, NOWHERE)
    this.#caller = 'merchant'
  }

  async #mayJump(role: Role): Promise<boolean> {
    if (this.deps.store.get().refusesJump) return false
    return askModal(this.deps.layers, {
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
    this.deps.layers.dismiss()
    this.#end('signing')
    if (this.#caller === 'app') {
      if (this.#app?.leaveSigning()) this.openApp()
      else this.#bringToFront(undefined)
      return
    }
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
    this.#app?.changeLook()
    if (settings.account !== before.account || settings.scene !== before.scene) void this.start()
    else for (const frame of this.#frames.values()) frame.changeSettings(phoneSettings(settings))
    // Both are read when a mini-program starts, so it is started anew.
    if (settings.fontScale !== before.fontScale || settings.isOldWechat !== before.isOldWechat) this.reload('merchant')
    this.deps.onChange()
  }

  #bringToFront(role: Role | 'app' | undefined): void {
    this.#front = role
    this.deps.onToast(undefined)
    const frames = [...this.#frames, ...(this.#app ? ([['app', this.#app]] as const) : [])]
    for (const [other, { element }] of frames) {
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
    this.deps.layers.dismiss()
    for (const role of [...this.#frames.keys()]) this.#end(role)
    this.#app?.remove()
    this.#app = undefined
    this.#caller = 'merchant'
    this.#killed = undefined
    this.#front = undefined
  }
}

function describeExtraData(extraData: Record<string, unknown> | undefined): string {
  if (!extraData) return 'no extraData'
  const fields = Object.entries(extraData).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return ['extraData', ...fields].join(' · ')
}
