// The merchant's settings of the mini-program. Words and terms are in terms.ts, agreement.ts and texts.ts.
import type { SignSession } from '../../../typings/contract/callables'

export interface Settings {
  /** CloudBase environment; empty for the one DevTools has chosen. */
  cloudEnv: string
  /** Signing mini-programs a user may be sent to; the functions keep a list of their own, in their settings. */
  signAppids: readonly string[]
  /**
   * Fields of the session handed over in `extraData`. WeChat Pay's pages disagree on whether its signing page reads the id
   * from there or from the path, so both carry it; an empty list sends none.
   */
  extraDataFields: readonly ('pre_entrustweb_id' | 'out_contract_code')[]
  /**
   * DevTools cannot open another mini-program. With this on they ask instead how the user would have come back. Works in
   * DevTools only: a phone ignores it, in every build.
   */
  simulateInDevtools: boolean
}

export const settings: Settings = {
  cloudEnv: '',
  signAppids: ['wxbd687630cd02ce1d'],
  extraDataFields: ['pre_entrustweb_id'],
  simulateInDevtools: false,
}

/** The one place where `extraData` is made. */
export const buildExtraData = (session: SignSession, fields: Settings['extraDataFields']): Record<string, string> =>
  Object.fromEntries(fields.map((field) => [field, session[field]]))
