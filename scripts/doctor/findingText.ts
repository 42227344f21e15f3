// What is said of a finding, in both languages.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'

interface FindingText {
  /** An error stops a deployment or a user; a warning will. */
  level: 'error' | 'warning'
  what: Words
  why: Words
  cure: Words
  /** Where the documents tell how to do it. What a doctor prints leads to docs/troubleshooting.md, which leads there. */
  link: string
}

export type FindingTexts = Readonly<Record<string, FindingText>>
