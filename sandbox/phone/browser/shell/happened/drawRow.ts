// HAPPENED: one row of the list.
import { read, readPill } from '../../../texts/texts'
import type { LiveEntry } from '../../../wire'
import { make } from '../dom'
import { texts } from '../language'
import { clockTime } from '../words'
import type { Row } from './rows'

/** Everything a line says, as it is read. */
export function textOf({ text, detail = [], pill, user = '' }: LiveEntry): string {
  const shown = [text, ...detail].map((part) => read(part, texts()))
  return [...shown, pill === undefined ? '' : readPill(pill, texts()), user].join(' ').replaceAll('*', '')
}

/** @param ownerAbove whom the row above belongs to: it is not said again */
export function drawRow({ entry, id, depth, count, isUnfolded }: Row, ownerAbove: string | undefined): HTMLElement {
  const { atMs, tone, text, detail = [], pill, user, lane = 'phone' } = entry
  const { list, marks } = texts()
  const words = make('p', {}, ...drawWords(read(text, texts())))
  if (count > 1) words.append(drawFold(count, isUnfolded))
  const details = detail.map((one) => read(one, texts()))
  if (details.length > 0) words.append(make('small', { textContent: details.join(' · ') }))
  const mark = make('em', { className: 'lane', textContent: marks[lane], title: list[lane] })
  const row = make('li', { className: `hop is-${tone}` }, make('time', { textContent: clockTime(atMs) }), mark, words)
  if (user !== undefined && user !== ownerAbove) row.append(make('span', { className: 'who', textContent: user }))
  if (pill !== undefined) row.append(make('span', { className: `pill ${tone}`, textContent: readPill(pill, texts()) }))
  row.dataset['id'] = String(id)
  row.style.setProperty('--depth', String(Math.min(depth, MAX_DEPTH)))
  row.setAttribute('role', 'treeitem')
  row.setAttribute('aria-level', String(depth + 1))
  if (count > 1) row.setAttribute('aria-expanded', String(isUnfolded))
  return row
}

/** Further in there is no room for words. */
const MAX_DEPTH = 3

/** For the mouse; arrow keys do the same. */
function drawFold(count: number, isUnfolded: boolean): HTMLElement {
  const { list } = texts()
  return make('span', {
    className: 'fold',
    textContent: `× ${count} ${isUnfolded ? '▴' : '▾'}`,
    title: isUnfolded ? list.fold : list.unfold,
  })
}

/** `*words*` are set in bold. */
export const drawWords = (text: string): (Node | string)[] =>
  text.split('*').map((part, index) => (index % 2 === 1 ? make('b', { textContent: part }) : part))
