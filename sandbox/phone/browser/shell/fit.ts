// SHELL: the phone is as large as the window lets it be, and never larger than life.
import { byId } from './dom'
import { scaleOf, type Size } from './scale'
import { SCREENS, type SettingsStore } from './settings'

/** Around the screen, on each side. */
const BEZEL_PX = 12
/** Of what comes below it on a narrow window, so that it is seen that there is more. */
const PEEK_PX = 72

export class Fit {
  constructor(private readonly store: SettingsStore) {
    const observer = new ResizeObserver(() => this.draw())
    for (const id of ['main', 'keys', 'header']) observer.observe(byId(id))
    store.listen(() => this.draw())
  }

  draw(): void {
    const { width, height = 0 } = { width: this.store.get().width, ...SCREENS[this.store.get().width] }
    const device = { width: width + 2 * BEZEL_PX, height: height + 2 * BEZEL_PX }
    const scale = scaleOf(this.#room(), device)
    const slot = byId('slot')
    slot.style.setProperty('--scale', String(scale))
    slot.style.width = `${device.width * scale}px`
    slot.style.height = `${device.height * scale}px`
  }

  #room(): Size {
    const main = byId('main')
    const { paddingTop, paddingBottom, paddingLeft, paddingRight } = getComputedStyle(main)
    const { rowGap } = getComputedStyle(byId('middle'))
    const taken = [paddingTop, paddingBottom, rowGap].reduce((sum, px) => sum + parseFloat(px), 0)
    // Where the page scrolls, something of what is below it is seen.
    const peek = getComputedStyle(main).overflowY === 'auto' ? PEEK_PX : 0
    return {
      width: main.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight),
      height: main.clientHeight - taken - byId('keys').offsetHeight - peek,
    }
  }
}
