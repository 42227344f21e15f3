// What the drawer shows of one line of "What happened". Types only: the phone's server makes it, its page draws it.
import type { Said } from './texts/texts'
import type { Lane, Tone } from './wire'

export type TabName =
  | 'overview'
  | 'signature'
  | 'request'
  | 'opened'
  | 'answer'
  | 'input'
  | 'output'
  | 'log'
  | 'database'
  | 'before'
  | 'after'

export interface Hop {
  hop: string
  /** Below the title, with ` · ` between. */
  about: readonly Said[]
  tabs: readonly { name: TabName; blocks: readonly Block[] }[]
  /** What somebody wants to see first. */
  first: TabName
  actions: HopActions
}

export interface HopActions {
  curl?: string
  /** What becomes of it, sent again. */
  curlNote?: Said
  /** Id of the notification that can be sent once more. */
  resend?: string
  /** `code:state` of a change that can be told again. */
  redeliver?: string
}

export interface Fact {
  name: Said
  value: Said
  note?: Said
}

/** One step of the way of something. */
export interface Step {
  lane: Lane
  /** From the first one. */
  afterMs: number
  tone: Tone
  text: Said
  pill?: Said
  /** Of the line that tells more. */
  hop?: string
  /** It is the line that is looked at. */
  isHere?: true
}

export type Block =
  | { kind: 'title'; text: Said }
  | { kind: 'verdict'; tone: Tone; what: Said; why?: Said; cure?: Said }
  | { kind: 'facts'; title?: Said; facts: readonly Fact[] }
  | { kind: 'code'; title: Said; text: string }
  /** A text whose line ends are seen. @see marked: characters that differ from what was signed */
  | { kind: 'base'; title: Said; text: string; marked?: readonly [from: number, to: number] }
  | { kind: 'way'; title: Said; steps: readonly Step[] }
  | { kind: 'lines'; lines: readonly { atMs: number; text: string; isError: boolean }[] }
  /** Opened one by one. */
  | { kind: 'parts'; parts: readonly { title: Said; note: Said; pill: Said; tone: Tone; blocks: readonly Block[] }[] }
  | { kind: 'note'; text: Said }
