// A store in a file: one JSON object a line, a head, the documents, and how many there were of each collection.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { closeSync, createReadStream, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import * as v from 'valibot'
import { MOVED } from '../../cloudfunctions/_shared/admin/moving'
import { fileTroubleIn } from '../commandErrors'
import type { Language } from '../language'
import { textTable } from '../textTable'
import { failed } from './adminError'
import type { Call } from './call'
import { untilWhole } from './untilWhole'

const FORMAT = 'wechatpay-entrust-kit documents, 1'

type Counts = Record<string, number>

interface Moved {
  isDone: boolean
  /** For people, in that language. */
  table: (language: Language) => string
  /** For programs. */
  counts: object
}

const pageSchema = v.looseObject({
  ok: v.literal(true),
  documents: v.array(v.looseObject({ _id: v.string() })),
  next: v.exactOptional(v.string()),
})

/**
 * Writes all documents into a file that is not there yet, for the owner alone.
 * @throws {AdminError} the file is there, or a call failed: then there is none
 */
export async function exportTo(file: string, call: Call): Promise<Moved> {
  const descriptor = openNew(file)
  const counts = await untilWhole(partOf(file), async () => {
    const written = await writeAll(descriptor, call).finally(() => closeSync(descriptor))
    renameSync(partOf(file), file)
    return written
  })
  return { isDone: true, table: tableOf([DOCUMENTS], counts, (name) => [counts[name]]), counts }
}

async function writeAll(descriptor: number, call: Call): Promise<Counts> {
  const counts: Counts = {}
  const write = (line: object) => writeSync(descriptor, `${JSON.stringify(line)}\n`)
  write({ format: FORMAT })
  for (const collection of MOVED) {
    counts[collection] = 0
    for await (const document of documentsOf(collection, call)) {
      write({ collection, document })
      counts[collection] += 1
    }
  }
  write({ counts })
  return counts
}

const partOf = (file: string): string => `${file}.part`

function openNew(file: string): number {
  if (existsSync(file))
    throw failed(`--to ${file}: is there already; name another`, `--to ${file}：已存在，请换一个文件名`)
  try {
    rmSync(partOf(file), { force: true })
    return openSync(partOf(file), 'wx', 0o600)
  } catch (error) {
    throw named(`--to ${file}`, error)
  }
}

/** What the file system says of it, by the argument it was named with. */
const named = (argument: string, error: unknown): unknown =>
  fileTroubleIn(error) ? Object.assign(Object(error) as object, { path: argument }) : error

async function* documentsOf(collection: string, call: Call): AsyncGenerator<object> {
  for (let after: string | undefined; ;) {
    const page = v.parse(
      pageSchema,
      answered(await call('exportAll', { collection, ...(after !== undefined && { after }) })),
    )
    yield* page.documents
    if (page.next === undefined) return
    after = page.next
  }
}

const lineSchema = v.union([
  v.strictObject({ format: v.literal(FORMAT) }),
  v.strictObject({ collection: v.picklist(MOVED), document: v.looseObject({ _id: v.string() }) }),
  v.strictObject({ counts: v.record(v.string(), v.number()) }),
])

const importedSchema = v.looseObject({ added: v.number(), same: v.number(), replaced: v.number(), kept: v.number() })
const RESULTS = ['added', 'same', 'replaced', 'kept'] as const

const DOCUMENTS: Words = { en: 'documents', zh: '文档数' }
const IN_FILE: Words = { en: 'in the file', zh: '文件中' }
const COLLECTION: Words = { en: 'collection', zh: '集合' }
/** With the names they have in the answer. */
const RESULT_TITLES: Readonly<Record<(typeof RESULTS)[number], Words>> = {
  added: { en: 'added', zh: '新增（added）' },
  same: { en: 'same', zh: '相同（same）' },
  replaced: { en: 'replaced', zh: '搬过去（replaced）' },
  kept: { en: 'kept', zh: '保留（kept）' },
}

/**
 * Sends what a file holds. The file is read whole first: nothing of one that is cut off is sent.
 * @throws {AdminError} the file, naming the line; or a call failed: what came before is done, and it may be run again
 */
export async function importFrom(file: string, call: Call): Promise<Moved> {
  const expected = await checkFile(file)
  const told: Record<string, Counts> = Object.fromEntries(MOVED.map((name) => [name, {}]))
  for await (const { collection, documents } of batchesOf(file)) {
    const counts = v.parse(importedSchema, answered(await call('import', { collection, documents })))
    const own = told[collection] ?? {}
    for (const name of RESULTS) own[name] = (own[name] ?? 0) + counts[name]
  }
  const sumOf = (name: string): number => RESULTS.reduce((sum, result) => sum + (told[name]?.[result] ?? 0), 0)
  return {
    isDone: MOVED.every((name) => sumOf(name) === (expected[name] ?? 0)),
    table: tableOf([IN_FILE, ...RESULTS.map((name) => RESULT_TITLES[name])], expected, (name) => [
      expected[name],
      ...RESULTS.map((result) => told[name]?.[result]),
    ]),
    counts: { inFile: expected, ...told },
  }
}

/** @returns how many documents of each collection it holds */
async function checkFile(file: string): Promise<Counts> {
  const seen: Counts = {}
  let counts: Counts | undefined
  for await (const line of linesOf(file)) {
    if ('collection' in line) seen[line.collection] = (seen[line.collection] ?? 0) + 1
    if ('counts' in line) counts = line.counts
  }
  if (!counts)
    throw failed(
      `--from ${file}: is cut off: its last line, with the counts, is missing; export it anew`,
      `--from ${file}：文件被截断，缺少最后一行的计数；请重新导出`,
    )
  for (const name of MOVED) {
    const [has, says] = [seen[name] ?? 0, counts[name] ?? 0]
    if (has !== says)
      throw failed(
        `--from ${file}: has ${has} ${name}, and says ${says}; export it anew`,
        `--from ${file}：其中有 ${has} 个 ${name}，而计数为 ${says}；请重新导出`,
      )
  }
  return counts
}

async function* linesOf(file: string): AsyncGenerator<v.InferOutput<typeof lineSchema>> {
  let number = 0
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      number += 1
      const read = v.safeParse(v.pipe(v.string(), v.parseJson(), lineSchema), text)
      if (!read.success || (number === 1) !== 'format' in read.output) throw wrongLine(file, number)
      yield read.output
    }
  } catch (error) {
    throw named(`--from ${file}`, error)
  }
}

const wrongLine = (file: string, number: number) =>
  failed(
    `--from ${file}: line ${number} is none that exportAll writes; name a file that it made`,
    `--from ${file}：第 ${number} 行不是 exportAll 写出的内容；请指定它生成的文件`,
  )

interface Batch {
  collection: string
  documents: object[]
}

/** A call goes to the tool of CloudBase as an argument, and an argument has 128 KB at most. */
const BATCH_BYTES = 60_000
const BATCH = 50

async function* batchesOf(file: string): AsyncGenerator<Batch> {
  let batch: Batch & { bytes: number } = { collection: '', documents: [], bytes: 0 }
  for await (const line of linesOf(file)) {
    if (!('collection' in line)) continue
    const bytes = Buffer.byteLength(JSON.stringify(line.document))
    const isFull = batch.documents.length === BATCH || batch.bytes + bytes > BATCH_BYTES
    if (batch.documents.length > 0 && (isFull || batch.collection !== line.collection)) {
      yield batch
      batch = { collection: '', documents: [], bytes: 0 }
    }
    batch = { collection: line.collection, documents: [...batch.documents, line.document], bytes: batch.bytes + bytes }
  }
  if (batch.documents.length > 0) yield batch
}

function answered(answer: { ok: boolean } & Record<string, unknown>): object {
  if (answer.ok) return answer
  const { code = '', message = '' } = Object(answer['error']) as { code?: string; message?: string }
  throw failed(
    `${code}: ${message}; run it again, it goes on where it stopped`,
    `${code}: ${message}；请重新运行，会从中断处继续`,
  )
}

const tableOf =
  (titles: readonly Words[], counts: Counts, cells: (name: string) => (number | undefined)[]) =>
  (language: Language): string =>
    textTable(
      [
        { title: COLLECTION[language] },
        ...titles.map((title) => ({ title: title[language], align: 'right' as const })),
      ],
      MOVED.filter((name) => name in counts).map((name) => [name, ...cells(name).map((count) => String(count ?? 0))]),
    )
