// DETAIL: what several lines show in the same way. Pure.
import { say, type Said } from '../texts/texts'
import type { Block, Fact } from '../hop'

/** Indented where it is JSON, else as it came. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

export const codeBlock = (title: Said, text: string): Block =>
  text === '' ? { kind: 'note', text: say('noBody') } : { kind: 'code', title, text: pretty(text) }

/** A body as it came, under its headers. */
export function messageBlocks(headers: Readonly<Record<string, string>>, body: string): Block[] {
  const facts: Fact[] = Object.entries(headers).map(([name, value]) => ({ name, value }))
  return [{ kind: 'facts', title: say('headersTitle'), facts }, codeBlock(say('bodyTitle'), body)]
}

const CHINA_MS = 8 * 3_600_000

/** In China time, to the millisecond. */
export const timeOf = (ms: number): string => new Date(ms + CHINA_MS).toISOString().slice(11, 23)

export const sizeOf = (body: Buffer | string): Said => say('bytes', { count: Buffer.byteLength(body) })
