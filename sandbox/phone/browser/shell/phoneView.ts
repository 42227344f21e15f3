// SHELL: what is around the page on the phone's screen: status bar, title, arrow, capsule, the list of mini-programs.
import { byId } from './dom'
import type { PhoneShell } from './phone'
import { NAMES } from './phoneDeps'
import { NAV_BAR_PX } from './phoneSettings'
import { SCREENS, type SettingsStore } from './settings'

/** Behind the status bar where no mini-program says; light and dark. */
const GROUNDS = { home: ['#ededed', '#111111'], app: ['#eef2fb', '#10131a'] } as const

export class PhoneView {
  constructor(
    private readonly phone: PhoneShell,
    private readonly store: SettingsStore,
  ) {
    byId('nav-back').onclick = () => phone.back()
    byId('capsule-close').onclick = () => phone.goHome()
    byId('home-merchant').onclick = () => phone.open('merchant')
    byId('home-app').onclick = () => phone.openApp()
    byId('key-home').onclick = () => phone.goHome()
    byId('key-back').onclick = () => phone.back()
    byId('key-restart').onclick = () => phone.reload('merchant')
    byId('home-merchant-name').textContent = NAMES.merchant
  }

  draw(): void {
    const { width, isDark, isOnline, fontScale } = this.store.get()
    const { height, status, bottom } = SCREENS[width] ?? { height: 728, status: 36, bottom: 34 }
    const screen = byId('screen')
    const style = { '--w': width, '--h': height, '--status': status, '--nav': NAV_BAR_PX, '--inset': bottom }
    for (const [name, px] of Object.entries(style)) screen.style.setProperty(name, `${px}px`)
    screen.style.setProperty('--font', String(fontScale))
    screen.dataset['theme'] = isDark ? 'dark' : 'light'
    screen.dataset['front'] = this.phone.inFront
    byId('home-apps').hidden = !this.phone.hasApp
    byId('status-network').textContent = isOnline ? '5G' : '无网络'
    this.#drawBar(isDark)
  }

  #drawBar(isDark: boolean): void {
    const { front, isAway } = this.phone
    const bar = front?.bar
    const nav = byId('nav')
    nav.classList.toggle('is-hidden', bar?.isHidden === true || !front)
    byId('nav-title').textContent = bar?.title ?? ''
    const top = byId('top')
    top.style.background = bar?.background ?? GROUNDS[this.phone.inFront === 'app' ? 'app' : 'home'][isDark ? 1 : 0]
    top.style.color = (bar?.text ?? (isDark ? 'white' : 'black')) === 'white' ? '#ffffff' : '#000000'
    const canGoBack = bar?.canGoBack === true || isAway
    byId<HTMLButtonElement>('nav-back').disabled = !canGoBack
    byId('nav-back').setAttribute('aria-label', bar?.canGoBack === true ? '返回上一页' : '返回')
    byId<HTMLButtonElement>('key-back').disabled = !canGoBack
    byId<HTMLButtonElement>('key-home').disabled = this.phone.inFront === 'home'
    byId<HTMLButtonElement>('key-restart').disabled = !this.phone.isRunning('merchant')
  }
}
