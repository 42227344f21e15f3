import * as v from 'valibot'
import type { Database, Scope } from '../database/database'
import type { PlainObject } from '../database/documents'
import type { ModifyRequest } from '../database/plan'
import { invalidParam } from '../errors'
import { decode, decodeObject, encode } from './ejson'

/** The answer to an action, without `requestId`. */
export type Reply = Record<string, unknown>

interface ActionContext {
  database: Database
  nowMs: number
  scope: Scope
}

type Action = (body: unknown, context: ActionContext) => Reply | Promise<Reply>

const text = v.string()
const queried = { collectionName: text, query: v.optional(text) }
const modified = { ...queried, data: text }

const insertBody = v.object({ collectionName: text, data: v.array(text) })
const getBody = v.object({
  ...queried,
  order: v.optional(text),
  projection: v.optional(text),
  offset: v.optional(v.pipe(v.number(), v.minValue(0))),
  limit: v.optional(v.pipe(v.number(), v.minValue(0))),
})
const countBody = v.object(queried)
const modifyBody = v.object({
  ...modified,
  multi: v.optional(v.boolean(), false),
  merge: v.optional(v.boolean(), true),
  upsert: v.optional(v.boolean(), false),
})
const removeBody = v.object({ ...queried, multi: v.optional(v.boolean(), false) })
const stagesBody = v.object({
  collectionName: text,
  stages: v.array(v.object({ stageKey: text, stageValue: text })),
})
const collectionBody = v.object({ collectionName: v.pipe(text, v.nonEmpty()) })
const transactionBody = v.object({ transactionId: v.pipe(text, v.nonEmpty()) })

/** What the gateway understands of the database; `functions.invokeFunction` belongs to the function host. */
export const DATABASE_ACTIONS = {
  'database.insertDocument': async (body, { database, nowMs, scope }) => {
    const { collectionName, data } = read(insertBody, body)
    const documents = data.map((document) => decodeObject(document, nowMs))
    return { data: { insertedIds: await database.insert(collectionName, documents, scope) } }
  },

  'database.getDocument': (body, { database, nowMs, scope }) => {
    const { collectionName, query, order, projection, offset, limit } = read(getBody, body)
    const list = database.find(
      collectionName,
      {
        query: decodeObject(query, nowMs),
        order: order === undefined ? undefined : decodeObject(order, nowMs),
        projection: projection === undefined ? undefined : decodeObject(projection, nowMs),
        offset,
        limit,
      },
      scope,
    )
    return { data: { list: list.map(encode) } }
  },

  'database.calculateDocument': (body, { database, nowMs }) => {
    const { collectionName, query } = read(countBody, body)
    return { data: { total: database.count(collectionName, decodeObject(query, nowMs)) } }
  },

  'database.modifyDocument': async (body, { database, nowMs, scope }) => {
    const request = read(modifyBody, body)
    const { changes, matched, upsertId } = await database.modify(
      request.collectionName,
      toModify(request, nowMs),
      scope,
    )
    if (upsertId !== undefined) return { data: { updated: 0, matched, upsert_id: upsertId } }
    return { data: { updated: changes.length, matched } }
  },

  'database.modifyAndReturnDoc': async (body, { database, nowMs, scope }) => {
    const request = read(modifyBody, body)
    const plan = await database.modify(request.collectionName, toModify(request, nowMs), scope)
    const after = plan.changes[0]?.after
    return { data: { updated: plan.changes.length, ...(after !== undefined && { doc: encode(after) }) } }
  },

  'database.removeDocument': async (body, { database, nowMs, scope }) => {
    const { collectionName, query, multi } = read(removeBody, body)
    return { data: { deleted: await database.remove(collectionName, decodeObject(query, nowMs), multi, scope) } }
  },

  'database.aggregateDocuments': (body, { database, nowMs }) => {
    const { collectionName, stages } = read(stagesBody, body)
    const pipeline = stages.map(({ stageKey, stageValue }): PlainObject => ({ [stageKey]: decode(stageValue, nowMs) }))
    return { data: { list: database.aggregate(collectionName, pipeline).map(encode) } }
  },

  'database.addCollection': (body, { database }) => {
    database.addCollection(read(collectionBody, body).collectionName)
    return {}
  },

  'database.startTransaction': (_body, { database }) => ({ transactionId: database.startTransaction() }),

  'database.commitTransaction': (body, { database, scope }) => {
    database.commitTransaction(read(transactionBody, body).transactionId, scope)
    return {}
  },

  'database.abortTransaction': (body, { database }) => {
    database.abortTransaction(read(transactionBody, body).transactionId)
    return {}
  },
} satisfies Record<string, Action>

export type DatabaseAction = keyof typeof DATABASE_ACTIONS

export const isDatabaseAction = (action: string): action is DatabaseAction => Object.hasOwn(DATABASE_ACTIONS, action)

function toModify(request: v.InferOutput<typeof modifyBody>, nowMs: number): ModifyRequest {
  return {
    query: decodeObject(request.query, nowMs),
    data: decodeObject(request.data, nowMs),
    isMerge: request.merge,
    isMulti: request.multi,
    isUpsert: request.upsert,
  }
}

function read<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw invalidParam(`${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
}
