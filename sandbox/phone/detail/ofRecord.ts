// DETAIL: a change of a contract or an order in the database, and what a person did on the phone or in WeChat.
import { say } from '../texts/texts'
import type { Block, Fact, Hop } from '../hop'
import { timeOf } from './blocks'
import type { DetailDeps } from './deps'
import { wayOf } from './way'

type Document = Readonly<Record<string, unknown>>

export interface Change {
  collection: string
  before?: Document
  after?: Document
}

export function ofWrite(hop: string, { collection, before, after = {} }: Change, { local, entries }: DetailDeps): Hop {
  const json = (document: Document): string => JSON.stringify(document, null, 2)
  const earlier: Block = before
    ? { kind: 'code', title: say('beforeTitle'), text: json(before) }
    : { kind: 'note', text: say('noneBefore') }
  return {
    hop,
    about: [collection, String(after['_id'])],
    first: 'overview',
    tabs: [
      {
        name: 'overview',
        blocks: [
          { kind: 'facts', title: say('changedFields'), facts: changesOf(before ?? {}, after) },
          ...wayOf(hop, entries, local.cloud.calls),
        ],
      },
      { name: 'before', blocks: [earlier] },
      { name: 'after', blocks: [{ kind: 'code', title: say('afterTitle'), text: json(after) }] },
    ],
    actions: {},
  }
}

/** Longer values are read in the record. */
const SHOWN = 120

function changesOf(before: Document, after: Document): Fact[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const text = (value: unknown): string => {
    const json = value === undefined ? '-' : JSON.stringify(value)
    return json.length > SHOWN ? `${json.slice(0, SHOWN)}…` : json
  }
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ name, value: `${text(before[name])} → ${text(after[name])}` }))
}

/** What there is of any other line. */
export function ofDeed(hop: string, record: unknown, { local, entries }: DetailDeps): Hop {
  const entry = entries.find((one) => one.hop === hop)
  const more: Block =
    record === undefined
      ? { kind: 'note', text: say('nothingMore') }
      : { kind: 'code', title: say('recordTitle'), text: JSON.stringify(record, null, 2) }
  return {
    hop,
    about: entry ? [timeOf(entry.atMs), ...(entry.user === undefined ? [] : [entry.user])] : [],
    first: 'overview',
    tabs: [{ name: 'overview', blocks: [...wayOf(hop, entries, local.cloud.calls), more] }],
    actions: {},
  }
}
