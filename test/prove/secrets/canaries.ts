// What must never be heard, and by whom: every secret of the settings, and of each user who they are and what was sent for them.
// Each is looked for as it is, and in the forms in which it could slip through.

export interface Canary {
  /** For a failure: the secret itself is told to nobody. */
  name: string
  value: string
  /** Where it belongs: what is said there may hold it. */
  belongsTo?: (said: Said) => boolean
}

export interface Said {
  /**
   * A line of a function, an answer to a user or to the merchant's server, an answer to WeChat Pay, a delivery to the merchant, an answer to a person in charge,
   * all that is kept about one user, a file.
   */
  by: 'line' | 'answer' | 'server' | 'reply' | 'delivery' | 'admin' | 'export' | 'file'
  text: string
  /** Of an answer, a delivery or an export: whose. */
  of?: string
}

/** Shorter ones are found by chance. */
const SHORTEST = 8

export function heardIn(said: readonly Said[], canaries: readonly Canary[]): string[] {
  const forms = canaries
    .filter(({ value }) => value.length >= SHORTEST)
    .map((canary) => ({ canary, forms: formsOf(canary.value) }))
  return said.flatMap((one) =>
    forms
      .filter(
        ({ canary, forms: all }) => canary.belongsTo?.(one) !== true && all.some((form) => one.text.includes(form)),
      )
      .map(({ canary }) => `${canary.name} is in ${WHERE[one.by]}${one.of === undefined ? '' : ` for ${one.of}`}`),
  )
}

const WHERE: Readonly<Record<Said['by'], string>> = {
  line: 'a line of a function',
  answer: 'an answer',
  server: 'an answer to the merchant’s server',
  reply: 'an answer to WeChat Pay',
  delivery: 'what the merchant is told',
  admin: 'an answer to a person in charge',
  export: 'what is handed out about a user',
  file: 'a bundle',
}

/** As it is, and as JSON in JSON, a URL, base64 and hex would have it. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value)
  // What stands before it moves the bits of base64: without its ends each of the three is the same everywhere.
  const shifted = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(before === 0 ? 0 : 4, -4),
  )
  const forms = [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('hex'),
    ...shifted,
  ]
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST)
}
