// SHELL: the phone: which mini-programs run, which one is in front, and the ways between them.
import { ROLES, type Greeting, type Role } from '../../wire'
import type { Answer, Ask, Launch, PhoneSettings, ReferrerInfo } from '../protocol'
import { AppFrame } from './appFrame'
import { newHop } from '../runtime/causes'
import { askModal } from './dialog'
import { NOWHERE, enterOptions, isStale, type Entry, type Place } from './entry'
import { MiniProgramFrame, type FrameMessage } from './frame'
import { Frames, type Front } from './frames'
import {
  askToJump,
  callFailed,
  cameBack,
  ENDED_WHILE_AWAY,
  JUMP_REFUSED,
  jumped,
  OLD_WECHAT,
  SINGLE_PAGE,
  SIGNS_AS_OTHER,
  tapped,
  shownStale,
} from './jump'
import type { PhoneDeps } from './phoneDeps'
import { phoneSettings } from './phoneSettings'
import type { ShellSettings } from './settings'

/** Whose hand signs with "Someone else signs". */
const SOMEONE_ELSE = 'oSomeone-else'

/** What a mini-program reads when it starts: another value starts it anew. */
const READ_AT_START = ['fontScale', 'isOldWechat', 'isSinglePage'] as const

export class PhoneShell {
  readonly #frames: Frames
  #appids: Greeting['appids'] = { merchant: '', signing: '', app: '' }
  /** Who opened the signing mini-program. */
  #caller: 'merchant' | 'app' = 'merchant'
  /** Counts how often it was switched on. */
  #sitting = 0
  /** Kept when the merchant's mini-program is killed while away. */
  #killed: { place: Place; lastReferrer: ReferrerInfo | undefined } | undefined

  constructor(private readonly deps: PhoneDeps) {
    this.#frames = new Frames(deps.box, () => {
      deps.onToast(undefined)
      deps.onChange()
    })
    deps.store.listen((settings, before) => this.#settingsChanged(settings, before))
  }

  /** The mini-program in front. */
  get front(): MiniProgramFrame | undefined {
    return this.#frames.front
  }

  get inFront(): Front | 'home' {
    return this.#frames.inFront ?? 'home'
  }

  get hasApp(): boolean {
    return this.#frames.app !== undefined
  }

  /** Whether the front one was opened by the other: then there is a way back. */
  get isAway(): boolean {
    return this.#frames.inFront === 'signing'
  }

  isRunning(role: Role): boolean {
    return this.#frames.get(role) !== undefined
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
    const { app } = this.#frames
    if (!app) return
    this.#frames.bringToFront('app')
    app.resume()
  }

  /** Somebody has moved it. */
  clockMoved(): void {
    this.#changeFrames()
  }

  /** From the list of mini-programs: on if it runs, otherwise from the start. */
  open(role: Role): void {
    const frame = this.#frames.get(role)
    if (!frame) this.#launch(role, { kind: 'list' }, this.#takeKilledPlace())
    else {
      this.#frames.bringToFront(role)
      frame.show(this.#enter({ kind: 'list' }, frame.place, frame.lastReferrer))
    }
  }

  goHome(): void {
    this.front?.hide()
    this.deps.layers.dismiss()
    this.#frames.bringToFront(undefined)
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
    const isFront = this.#frames.inFront === role
    this.#frames.end(role)
    if (isFront) this.#launch(role, { kind: 'list' }, role === 'merchant' ? place : NOWHERE)
  }

  #launch(role: Role, entry: Entry, place: Place, lastReferrer?: ReferrerInfo, cause?: string): void {
    this.#frames.end(role)
    this.#tellStart(role)
    const launch: Launch = {
      appid: this.#appids[role],
      openid: this.#openid(role),
      enter: this.#enter(entry, place, lastReferrer),
      settings: this.#phoneSettings(),
      cause,
    }
    const frame = new MiniProgramFrame(role, launch.appid, launch, (from, message) => this.#take(from, message))
    frame.place = { path: launch.enter.path, query: launch.enter.query }
    this.#frames.add(frame)
  }

  #openid(role: Role): string {
    const { account, signsAsOther } = this.deps.store.get()
    return role === 'signing' && signsAsOther ? SOMEONE_ELSE : account
  }

  /** What a switch makes of this start. */
  #tellStart(role: Role): void {
    const { signsAsOther, isOldWechat, isSinglePage } = this.deps.store.get()
    if (role === 'signing' && signsAsOther) this.deps.tell(SIGNS_AS_OTHER)
    if (role === 'merchant' && isOldWechat) this.deps.tell(OLD_WECHAT)
    if (role === 'merchant' && isSinglePage) this.deps.tell(SINGLE_PAGE)
  }

  #startApp(): void {
    const { store, tell, movedMs } = this.deps
    const openSigning = (path: string, extraData: Record<string, unknown>): void => {
      this.#launch('signing', { kind: 'fromApp', by: this.#appids.app, path, extraData }, NOWHERE)
      this.#caller = 'app'
    }
    this.#frames.addApp(new AppFrame({ store, tell, openSigning, nowMs: () => Date.now() + movedMs() }))
  }

  #enter(entry: Entry, place: Place, lastReferrer: ReferrerInfo | undefined) {
    const { isSinglePage, repeatsReferrer } = this.deps.store.get()
    const enter = enterOptions(entry, { place, isSinglePage, repeatsReferrer, lastReferrer })
    if (isStale(entry, enter)) this.deps.tell(shownStale(enter.scene, enter.referrerInfo.extraData))
    return enter
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
      case 'failed':
        this.deps.tell(callFailed(message.api, message.reason))
        return
      case 'tap':
        this.deps.tell(tapped(message.tap))
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
    if (!(await askToJump(this.deps, role))) {
      this.deps.tell(JUMP_REFUSED)
      answer({ ok: false, reason: 'cancel' })
      return
    }
    this.deps.tell({ ...jumped(appId, path), hop: newHop(), record: { appId, path, extraData } })
    answer({ ok: true, confirmed: true })
    from.hide()
    if (this.deps.store.get().killsWhileAway) this.#kill(from)
    this.#launch(role, { kind: 'opened', by: from.appid, path, extraData }, NOWHERE)
    this.#caller = 'merchant'
  }

  /** What WeChat does when it needs the memory. */
  #kill(frame: MiniProgramFrame): void {
    this.#killed = { place: frame.placeAfterRestart, lastReferrer: frame.lastReferrer }
    this.#frames.end(frame.role)
    this.deps.tell(ENDED_WHILE_AWAY)
  }

  #takeKilledPlace(): Place {
    const place = this.#killed?.place ?? NOWHERE
    this.#killed = undefined
    return place
  }

  #returnToCaller(extraData: Record<string, unknown> | undefined): void {
    this.deps.layers.dismiss()
    this.#frames.end('signing')
    if (this.#caller === 'app') {
      if (this.#frames.app?.leaveSigning()) this.openApp()
      else this.#frames.bringToFront(undefined)
      return
    }
    const entry: Entry = { kind: 'returned', from: this.#appids.signing, extraData }
    const frame = this.#frames.get('merchant')
    const lastReferrer = frame?.lastReferrer ?? this.#killed?.lastReferrer
    const enter = this.#enter(entry, frame?.place ?? NOWHERE, lastReferrer)
    const hop = newHop()
    this.deps.tell({ ...cameBack(enter.scene, enter.referrerInfo.extraData), hop, record: enter })
    if (!frame) {
      // Whether data survives a cold return is not documented: here it does not.
      this.#launch('merchant', { ...entry, extraData: undefined }, this.#takeKilledPlace(), lastReferrer, hop)
      return
    }
    this.#frames.bringToFront('merchant')
    frame.show(enter, hop)
  }

  #settingsChanged(settings: ShellSettings, before: ShellSettings): void {
    this.#frames.app?.changeLook()
    if (settings.account !== before.account || settings.scene !== before.scene) void this.start()
    else this.#changeFrames()
    if (READ_AT_START.some((name) => settings[name] !== before[name])) this.reload('merchant')
    this.deps.onChange()
  }

  #changeFrames(): void {
    for (const frame of this.#frames.all()) frame.changeSettings(this.#phoneSettings())
  }

  #phoneSettings(): PhoneSettings {
    return phoneSettings(this.deps.store.get(), this.deps.movedMs())
  }

  #endAll(): void {
    this.deps.layers.dismiss()
    this.#frames.endAll()
    this.#caller = 'merchant'
    this.#killed = undefined
  }
}
