// What a row of the catalogue says of one setting.
import type { Read } from '../../../wechatpay/keys'

/**
 * Functions that are handed the same settings. `app`: those for the merchant's own app. Only servers call those of `admin`, `server`
 * and `charges`, and the last charge.
 */
export type Role = 'callables' | 'app' | 'notify' | 'admin' | 'server' | 'charges' | 'upkeep'

/** They call WeChat Pay, and tell what changed. */
export const CALLERS: readonly Role[] = ['callables', 'app', 'admin', 'server', 'charges', 'upkeep']

/** Kinds of merchant: the modes of password-exempt, and combine-papay, which has one mode. */
export const KINDS = ['normal', 'ecommerce', 'service-provider', 'qs', 'combine-papay'] as const
export type Kind = (typeof KINDS)[number]

export type Use = 'needed' | 'optional' | 'unused'

export interface Words {
  en: string
  zh: string
}

export interface Row {
  /** Who is handed it. Nobody else reads it. */
  for: readonly Role[]
  use: Use | Readonly<Record<Kind, Use>>
  /** To be filled in by whoever starts, though another setting may stand in for it. */
  isUsual?: true
  /** Only for functions of the merchant's own app, or for those that only servers call. Without them these are not deployed. */
  scene?: 'app' | 'server-only'
  /** Not handed to these where another setting is given. */
  notBeside?: { setting: string; for: readonly Role[] }
  /** Taken where none is given. */
  default?: string
  /** What it may look like, and what it becomes. Never repeats a value that may be a secret. */
  read: (text: string) => Read<unknown>
  /** Whether it goes into the environment of a function, and nowhere else. */
  secret: boolean | ((text: string) => boolean)
  /** In `.env` it may name a file: as the whole value, as the values of a JSON map, or after `pem:`. */
  file?: 'value' | 'map' | 'pem:'
  /** In English; functions say it of one that is missing. */
  what: string
}

/** For people alone. Literals only, so that a bundle leaves them out. */
export interface RowWords {
  /** What it is, in Chinese. */
  zh: string
  /** Where to find it. */
  where: Words
  form: Words
  /** In .env.example: what to put there, or a value as it may be. */
  example: string
}

/** Every row has its words. */
export type WordsOf<R> = Readonly<Record<keyof R, RowWords>>

export type Rows = Readonly<Record<`WXPAY_${string}`, Row>>
