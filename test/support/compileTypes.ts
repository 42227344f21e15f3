import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT, type Project } from './project'

/**
 * What a compiler says of some files of a project, and of the declarations of packages that lie in it: not of those that are linked,
 * which are this repository's and take longest. One line each, such as `use.ts: Cannot find name 'x'.`
 *
 * @param compiler where it is under node_modules
 */
export async function compileTypes(
  compiler: string,
  { root }: Project,
  files: readonly string[],
  options: Readonly<Record<string, unknown>> = { module: 'commonjs', moduleResolution: 'node10' },
): Promise<string[]> {
  const given = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022'], types: [], ...options }
  const script = `
    const ts = require(${JSON.stringify(join(ROOT, 'node_modules', compiler))})
    const json = { compilerOptions: ${JSON.stringify(given)}, files: ${JSON.stringify(files)} }
    const { options, fileNames, errors } = ts.parseJsonConfigFileContent(json, ts.sys, process.cwd())
    const program = ts.createProgram(fileNames, options)
    const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(process.cwd().replaceAll('\\\\', '/')))
    const found = [
      ...[...errors, ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()],
      ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
    ]
    const told = ({ file, messageText }) =>
      (file ? file.fileName.split('/').pop() : 'options') + ': ' + ts.flattenDiagnosticMessageText(messageText, ' ')
    console.log(JSON.stringify(found.map(told)))`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: root })
  return JSON.parse(stdout) as string[]
}
