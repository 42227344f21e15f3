// Sentences made of parts, each beside its Chinese: `{}` stands for what differs.

export type Sentences = readonly (readonly [en: string, zh: string])[]
/** What stands in such a place, and has Chinese of its own. */
export type Nouns = Readonly<Record<string, string>>

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** @returns a function from a sentence to its Chinese; undefined for one that has none */
export function translator(sentences: Sentences, nouns: Nouns): (text: string) => string | undefined {
  const patterns = sentences.map(([en, zh]) => ({
    pattern: new RegExp(`^${en.split('{}').map(escape).join('(.*?)')}$`, 's'),
    zh,
  }))
  return (text) => {
    for (const { pattern, zh } of patterns) {
      const found = pattern.exec(text)
      if (found) return filled(zh, found.slice(1), nouns)
    }
    return undefined
  }
}

/** In their order, unless the Chinese counts them. */
function filled(zh: string, holes: readonly string[], nouns: Nouns): string {
  let next = 0
  return zh.replace(/\{(\d?)\}/g, (_, place: string) => {
    const hole = holes[place === '' ? next++ : Number(place)] ?? ''
    return (Object.hasOwn(nouns, hole) && nouns[hole]) || hole
  })
}
