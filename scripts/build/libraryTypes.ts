import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes the types of an entry, in one text without imports of our own files.
 * @param entry from the root
 * @param files what differs between two module systems is how TypeScript reads the file's ending
 * @param program the one that has the entry in it, from the root
 * @throws {Error} from the types
 */
export async function writeTypes(
  entry: string,
  root: string,
  files: readonly string[],
  program = 'cloudfunctions/tsconfig.json',
): Promise<void> {
  // The whole of TypeScript comes with it: loaded by a build of packages, and not by `npm start`, which builds functions.
  const { generateDtsBundle } = await import('dts-bundle-generator')
  const [types] = generateDtsBundle(
    [
      {
        filePath: join(root, entry),
        output: { noBanner: true, exportReferencedTypes: false },
      },
    ],
    { preferredConfigPath: join(root, program) },
  )
  if (types === undefined) throw new Error(`${entry}: no type declarations came out of it.`)
  for (const file of files) writeFileSync(file, types)
}
