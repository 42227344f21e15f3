// The first lines of a built function: on a Node that is too old it refuses every call and says why, and nothing below is run.
import { join } from 'node:path'
import { build } from 'esbuild'
import { nodeOutput, OLDEST_SYNTAX } from './nodeOutput'

/** To be put before the code of the function named. A CommonJS file may return. */
export type NodeGate = (functionName: string) => string

export async function buildNodeGate(root: string): Promise<NodeGate> {
  const { outputFiles } = await build({
    ...nodeOutput(root),
    entryPoints: [ENTRY],
    target: OLDEST_SYNTAX,
    format: 'iife',
    globalName: 'oldNode',
    write: false,
  })
  const code = outputFiles.map(({ text }) => text.trim()).join('')
  return (functionName) =>
    `${code}oldNode=oldNode.refusalOn(process.version,${JSON.stringify(functionName)});if(oldNode){exports.main=oldNode;return}`
}

const ENTRY = join(__dirname, '../../cloudfunctions/_shared/platform/doors/oldNode.ts')
