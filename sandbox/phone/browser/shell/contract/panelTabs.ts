// SHELL: what is behind each tab of the contract.
import { CONTRACT_FACTS, type ContractRecorded, type ContractsOnRecord, type Stored } from '../../../wire'
import { copyButton } from '../copyButton'
import { make } from '../dom'
import { texts } from '../language'
import { clockTime } from '../words'
import { drawChange } from './changes'

export const TAB_NAMES = ['overview', 'record', 'slot', 'notifications', 'told', 'others'] as const
export type TabName = (typeof TAB_NAMES)[number]

export const tabCounts = (shown: ContractsOnRecord | undefined): Partial<Record<TabName, number>> => ({
  notifications: shown?.notifications.length ?? 0,
  told: shown?.told.length ?? 0,
  others: shown?.others.length ?? 0,
})

export function drawTab(name: TabName, shown: ContractsOnRecord | undefined): HTMLElement[] {
  const rows = ROWS[name](shown)
  return rows.length > 0 ? rows : [make('p', { className: 'empty', textContent: texts().nothing[name] })]
}

const ROWS: Readonly<Record<TabName, (shown: ContractsOnRecord | undefined) => HTMLElement[]>> = {
  overview: (shown) => (shown?.contract ? [drawFacts(shown.contract)] : []),
  record: (shown) => (shown?.contract ? [drawJson(shown.contract.record)] : []),
  slot: (shown) => (shown?.slot ? [drawJson(shown.slot)] : []),
  notifications: (shown) => (shown?.notifications ?? []).map(drawNotification),
  told: (shown) => (shown?.told.length ? [make('ol', { id: 'told' }, ...shown.told.map(drawChange))] : []),
  others: (shown) => (shown?.others ?? []).map(drawOther),
}

function drawFacts({ facts }: ContractRecorded): HTMLElement {
  const { facts: words } = texts()
  const known = new Map(facts)
  const rows = CONTRACT_FACTS.flatMap((name) => [
    make('dt', {}, `${words[name]} `, make('code', { textContent: name })),
    make('dd', { textContent: known.get(name) ?? '–' }),
  ])
  return make('dl', {}, ...rows)
}

function drawJson(record: Stored): HTMLElement {
  const json = JSON.stringify(record, null, 2)
  const button = make('button', { type: 'button', className: 'chip is-small' })
  copyButton(button, () => json).draw()
  return make('div', { className: 'json' }, button, make('pre', { textContent: json }))
}

function drawNotification(record: Stored): HTMLElement {
  const { outcomes } = texts()
  const known: Readonly<Record<string, string>> = outcomes
  const outcome = String(record['outcome'])
  const line = [clockTime(Number(record['receivedAtMs'])), String(record['event_type']), known[outcome] ?? outcome]
  return drawFolded(line.join(' · '), record)
}

function drawOther({ code, scene, template, state, record }: ContractRecorded): HTMLElement {
  const known: Readonly<Record<string, string>> = texts().scenes
  return drawFolded([state, known[scene] ?? scene, template, code].join(' · '), record)
}

const drawFolded = (line: string, record: Stored): HTMLElement =>
  make('details', {}, make('summary', { textContent: line }), drawJson(record))
