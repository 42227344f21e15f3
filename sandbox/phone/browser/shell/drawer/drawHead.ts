// DRAWER: the words of the line, above everything that is known of it.
import type { Hop } from '../../../hop'
import { read, readPill } from '../../../texts/texts'
import type { LiveEntry } from '../../../wire'
import { byId } from '../dom'
import { drawWords } from '../happened/drawRow'
import { texts } from '../language'
import { clockTime } from '../words'

export function drawHead({ text, pill, tone, atMs }: LiveEntry, hop: Hop | undefined): void {
  byId('drawer-title').replaceChildren(...drawWords(read(text, texts())))
  byId('drawer-pill').hidden = pill === undefined
  byId('drawer-pill').className = `pill ${tone}`
  byId('drawer-pill').textContent = pill === undefined ? '' : readPill(pill, texts())
  const about = hop?.about ?? [clockTime(atMs)]
  byId('drawer-about').textContent = about.map((one) => read(one, texts())).join(' · ')
}
