// The docstrings of a package's public surface, as one page of Markdown beside it.
import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * @param entry from the root
 * @param program the one that has the entry in it and little else, from the root: all of it is read
 * @param name of the package
 * @param file the page
 * @throws {Error} with what typedoc says
 */
export async function writeApi(
  entry: string,
  program: string,
  root: string,
  name: string,
  file: string,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'entrust-kit-api-'))
  try {
    // A program of its own: it is an ES module, and its plugin must find the same instance of it.
    await promisify(execFile)(process.execPath, [
      join(root, 'node_modules/typedoc/bin/typedoc'),
      ...[`--entryPoints`, join(root, entry), '--tsconfig', join(root, program)],
      ...['--name', name, '--out', folder, ...STYLE],
    ])
    copyFileSync(join(folder, 'README.md'), file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const STYLE = [
  ...['--plugin', 'typedoc-plugin-markdown', '--outputFileStrategy', 'modules', '--readme', 'none'],
  ...['--hidePageHeader', '--hideBreadcrumbs', '--disableSources'],
  ...['--excludePrivate', '--excludeInternal', '--excludeExternals'],
  ...['--groupOrder', 'Functions', '--groupOrder', 'Classes', '--groupOrder', '*'],
  ...['parameters', 'interfaceProperties', 'classProperties', 'typeDeclaration', 'propertyMembers'].flatMap((part) => [
    `--${part}Format`,
    'table',
  ]),
  // `npm run types` checks what it exports.
  ...['--skipErrorChecking', '--logLevel', 'Error'],
]
