/** Shorter ones occur by chance, and are no secrets. */
const MIN_CHARACTERS = 8

/** A tool may print what it was given, also cut into lines: of each secret every line is looked for. */
export const redact = (text: string, secrets: readonly string[]): string =>
  secrets
    .flatMap((secret) => [secret, ...secret.split(/\r?\n|\\n/)])
    .filter((piece) => piece.length >= MIN_CHARACTERS)
    .sort((one, other) => other.length - one.length)
    .reduce((all, piece) => all.replaceAll(piece, '***'), text)
