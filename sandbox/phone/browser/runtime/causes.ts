// FRAME: what led to what: the person's latest deed here, told to the phone around it, and named with everything that is asked for since.
import type { Tap } from '../protocol'

/** What is written on it, if it is not a whole text. */
const SHOWN = 16

const TAPPABLE =
  'wx-button, wx-navigator, wx-checkbox, wx-switch, [role=button], [role=checkbox], [role=link], button, label'

export class Causes {
  /** @param current `hop` of the line that tells of the way in */
  constructor(
    private readonly tell: (tap: Tap) => void,
    private current?: string,
  ) {}

  /** For requests to the phone's server. */
  get headers(): Record<string, string> {
    return this.current === undefined ? {} : { 'x-phone-cause': this.current }
  }

  /** Somebody came back in; what was tapped before has nothing to do with it. */
  entered(cause: string | undefined): void {
    this.current = cause
  }

  tapped(place: Element | null): void {
    const target = place?.closest(TAPPABLE)
    if (!target) return
    const written = target.textContent.replace(/\s+/g, ' ').trim()
    const text = written || (target.getAttribute('aria-label') ?? '')
    if (text === '') return
    this.current = newHop()
    this.tell({ what: text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text, hop: this.current })
  }
}

export const newHop = (): string => `phone:${crypto.randomUUID()}`
