// SHELL: a change the merchant's code is told of: who has it, and every try until then.
import { fill } from '../../../texts/texts'
import type { ToldView } from '../../../wire'
import { make } from '../dom'
import { texts } from '../language'
import { clockTime, shorten } from '../words'

export function drawChange({
  id,
  code,
  state,
  writtenAtMs,
  posts,
  takenBy,
  lastError,
  ...rest
}: ToldView): HTMLElement {
  const { told } = texts()
  const title = make('p', {}, make('b', { textContent: state }), ` ${shorten(code)}`)
  title.title = id
  const details = [
    ...takenBy.map((who) => fill(told.has, { who }, texts())),
    ...(lastError === undefined ? [] : [lastError]),
  ]
  const tries = posts.map((post, index) => drawPost(post, index + 1))
  const line = make('li', { className: 'change' }, make('time', { textContent: clockTime(writtenAtMs) }), title)
  line.append(make('span', { className: `pill ${toneOf(rest)}`, textContent: outcomeOf(rest) }))
  if (details.length > 0) line.append(make('small', { textContent: details.join(' · ') }))
  if (tries.length > 0) line.append(make('ol', { className: 'tries' }, ...tries))
  return line
}

function drawPost({ atMs, status, problem }: ToldView['posts'][number], count: number): HTMLElement {
  const { told } = texts()
  const answer = status === 0 ? told.noAnswer : `HTTP ${status}`
  const words = [fill(told.try, { count }, texts()), clockTime(atMs), problem ?? told.verified, answer]
  return make('li', { className: status === 204 ? 'good' : 'bad', textContent: words.join(' · ') })
}

type Rest = Pick<ToldView, 'outcome' | 'nextAtMs' | 'tries'>

const toneOf = ({ outcome, tries }: Rest): string =>
  outcome === 'told' ? 'good' : outcome === 'given up' ? 'bad' : tries > 0 ? 'warn' : 'plain'

function outcomeOf({ outcome, nextAtMs }: Rest): string {
  const { told } = texts()
  if (outcome === 'told') return told.told
  if (outcome === 'given up') return told.givenUp
  return nextAtMs === undefined ? told.open : fill(told.again, { time: clockTime(nextAtMs) }, texts())
}
