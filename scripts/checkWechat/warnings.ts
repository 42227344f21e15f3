// What WeChat's compiler complains of and goes on. It writes some of it into the JSON it makes, and tells the rest on the way.

/** Warnings that stay, each with its reason. Whatever is not among them fails the check. */
const EXPLAINED: readonly (readonly [RegExp, string])[] = [
  [
    /^app\.json \["navigateToMiniProgramAppIdList"\]$/,
    "WeChat no longer reads it, and WeChat Pay's page still asks for it",
  ],
  [/^Ignored by project\.config\.json packOptions\.ignore setting: miniprogram\/tsconfig\.json$/, 'for `tsc` alone'],
]

/** The analyzer leaves out what no script requires: files of types. One with anything else in it is missing on the phone. */
const LEFT_OUT = /^Ignored by code analyzer: (.*)$/

interface Warnings {
  /** Each with its reason. */
  explained: string[]
  unexplained: string[]
}

/**
 * @param told what the compiler said while it worked
 * @param compiled what it made, by path
 * @param isTypesOnly whether nothing of that source file would run
 */
export function sortWarnings(
  told: readonly string[],
  compiled: Readonly<Record<string, string | Buffer>>,
  isTypesOnly: (path: string) => boolean,
): Warnings {
  const written = Object.entries(compiled).flatMap(([path, text]) => (path.endsWith('.json') ? warningsIn(text) : []))
  const warnings: Warnings = { explained: [], unexplained: [] }
  for (const warning of [...told.flatMap(oneByOne), ...written]) {
    const reason = reasonFor(warning, isTypesOnly)
    if (reason === undefined) warnings.unexplained.push(warning)
    else warnings.explained.push(`${warning} (${reason})`)
  }
  return warnings
}

function oneByOne(warning: string): string[] {
  const [, paths] = LEFT_OUT.exec(warning) ?? []
  return paths === undefined ? [warning] : paths.split(',').map((path) => `Ignored by code analyzer: ${path}`)
}

function reasonFor(warning: string, isTypesOnly: (path: string) => boolean): string | undefined {
  const [, path] = LEFT_OUT.exec(warning) ?? []
  if (path !== undefined) return isTypesOnly(path) ? 'types only' : undefined
  return EXPLAINED.find(([pattern]) => pattern.test(warning))?.[1]
}

/** Such as `invalid app.json ["a"]、app.json ["b"]`. */
function warningsIn(json: string | Buffer): string[] {
  const { __warning__ = '' } = JSON.parse(String(json)) as { __warning__?: string }
  return __warning__
    .replace(/^invalid /, '')
    .split(/、|\n/)
    .filter((warning) => warning !== '')
}
