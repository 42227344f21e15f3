// COMPILE: TypeScript and JavaScript, file by file as WeChat does it, following what each one requires.
import { transformSync, type TransformFailure } from 'esbuild'
import { placesOf, type Source } from './source'

const EXTENSIONS = ['.ts', '.js'] as const
const REQUIRE = /\brequire\("([^"]+)"\)/g

/**
 * Compiles the modules of `entries` and everything they import.
 * @param entries paths without extension
 * @returns path without extension -> CommonJS text
 */
export function compileModules(source: Source, entries: readonly string[]): Record<string, string> {
  const modules: Record<string, string> = {}
  const waiting = [...entries]
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    if (modules[entry] !== undefined) continue
    const file = findModule(source, entry)
    if (file === undefined) {
      source.error(`${entry}.ts`, 'there is no such file')
      continue
    }
    const code = compileModule(source, file)
    modules[entry] = code
    waiting.push(...requiredBy(source, file, code))
  }
  return modules
}

const npmHint = (name: string): string =>
  /^[./]/.test(name) ? '' : '; a package has to be in its miniprogram_npm (构建 npm)'

/** The file of a module, `path` being without extension. */
export function findModule(source: Source, modulePath: string): string | undefined {
  return EXTENSIONS.map((extension) => modulePath + extension).find((file) => source.exists(file))
}

function compileModule(source: Source, file: string): string {
  const text = source.read(file) ?? ''
  try {
    const { code } = transformSync(text, {
      loader: file.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'es2022',
      sourcefile: file,
      sourcemap: 'inline',
    })
    return code
  } catch (error) {
    for (const { text: message, location } of (error as TransformFailure).errors) {
      source.error(file, message, location ? { line: location.line, column: location.column + 1 } : {})
    }
    return ''
  }
}

function requiredBy(source: Source, file: string, code: string): string[] {
  const names = [...code.matchAll(REQUIRE)].map(([, name = '']) => name)
  return names.flatMap((name) => {
    const found = resolveModule(source, file, name)
    if (found === undefined)
      source.error(file, `imports "${name}", which is not in the folder of the mini-program${npmHint(name)}`)
    return found === undefined ? [] : [found]
  })
}

function resolveModule(source: Source, file: string, name: string): string | undefined {
  return placesOf(file, name)
    .map((place) => place.replace(/\.[jt]s$/, ''))
    .flatMap((place) => [place, `${place}/index`])
    .find((candidate) => findModule(source, candidate) !== undefined)
}
