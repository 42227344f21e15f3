import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'

/** Told without a stack, in either language. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
  constructor(
    readonly words: Words,
    /** 1: refused or failed. 2: wrong arguments. */
    readonly exitCode: 1 | 2,
  ) {
    super(words.en)
  }
}

export const failed = (en: string, zh: string): AdminError => new AdminError({ en, zh }, 1)
