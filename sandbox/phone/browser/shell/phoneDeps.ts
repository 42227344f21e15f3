// SHELL: what the phone is given, and names of what runs on it.
import type { NewEntry, ProgramProblem, Role } from '../../wire'
import type { Answer } from '../protocol'
import type { Place } from './entry'
import type { FrameMessage } from './frame'
import type { Layers } from './layer'
import type { SettingsStore } from './settings'

/** What is opened first on a phone that is switched on. */
export type Beginning = { what: 'merchant'; place: Place } | { what: 'app' }

export interface PhoneDeps {
  store: SettingsStore
  layers: Layers
  /** Asked each time the phone is switched on. */
  begin: () => Promise<Beginning>
  /** `wx.requestPayment`. */
  pay: (payment: Record<string, unknown>) => Promise<Answer>
  /** Where frames are put. */
  box: HTMLElement
  /** How far the clock was moved. */
  movedMs: () => number
  /** Something visible about the phone changed. */
  onChange: () => void
  onToast: (message: Extract<FrameMessage, { kind: 'toast' }>['toast']) => void
  onProblem: (problem: ProgramProblem) => void
  onConsole: (role: Role, level: 'error' | 'warn' | 'info', text: string) => void
  /** @param entry with what there is beside the line, for who opens it */
  tell: (entry: NewEntry & { record?: unknown }) => void
}

export const NAMES: Readonly<Record<Role, string>> = { merchant: '商户小程序', signing: '支付签约（模拟）' }
