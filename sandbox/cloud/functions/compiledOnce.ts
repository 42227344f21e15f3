// A large file of a bundle is compiled by the first worker that loads it; the next ones, of whatever process, take what came of it.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import path from 'node:path'
import { threadId } from 'node:worker_threads'
import { Script } from 'node:vm'

/** Characters: that is the SDK's file. What is smaller costs little, and changes with every build. */
const LARGE = 1_000_000
const HEAD = '(function (exports, require, module, __filename, __dirname) {'

type Compile = (this: NodeJS.Module, content: string, filename: string) => unknown

/**
 * From now on. Nothing else about loading changes; what was kept for another Node is compiled anew.
 * @returns writes down what was compiled: call it once most of it has run, for V8 compiles a function when it is first called
 */
export function compileOnce(folder: string): () => void {
  const loader = Module.prototype as unknown as { _compile: Compile }
  const compileAnew = loader._compile
  const unkept: { file: string; script: Script }[] = []
  loader._compile = function (content, filename) {
    if (content.length < LARGE) return compileAnew.call(this, content, filename)
    const file = path.join(folder, createHash('sha256').update(process.version).update(content).digest('hex'))
    const script = new Script(`${HEAD}${content}\n})`, {
      filename,
      columnOffset: -HEAD.length,
      cachedData: readIfThere(file),
    })
    if (script.cachedDataRejected !== false) unkept.push({ file, script })
    const run = script.runInThisContext() as (...given: unknown[]) => unknown
    return run.call(this.exports, this.exports, createRequire(filename), this, filename, path.dirname(filename))
  }
  return () => {
    for (const { file, script } of unkept.splice(0)) keep(file, script.createCachedData())
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** Whole or not at all: another worker may read it, and this one be ended, at any moment. */
function keep(file: string, data: Buffer): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    const begun = `${file}.${process.pid}.${threadId}`
    writeFileSync(begun, data)
    renameSync(begun, file)
  } catch {
    // A folder nobody may write to costs time, no more.
  }
}
