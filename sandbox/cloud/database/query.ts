import { aggregate, Query } from 'mingo'
import type { AnyObject } from 'mingo/types'
import { GatewayError, queryFailed } from '../errors'
import { LIMITS } from '../limits'
import type { Document, DocumentId, Documents, PlainObject } from './documents'
import { cloneValue } from './documents'

export interface FindRequest {
  query?: PlainObject | undefined
  order?: PlainObject | undefined
  projection?: PlainObject | undefined
  offset?: number | undefined
  limit?: number | undefined
}

/** Documents that match, whole and unordered. An exact `_id` is looked up, not searched for. */
export function matching(documents: Documents, query: PlainObject = {}): Document[] {
  const id = query['_id']
  if (typeof id === 'string' || typeof id === 'number') {
    const document = documents.get(id)
    return document !== undefined && matches(document, query) ? [document] : []
  }
  return ask(() => {
    const compiled = new Query(query, {})
    return [...documents.values()].filter((document) => compiled.test(document))
  })
}

const matches = (document: Document, query: PlainObject): boolean => ask(() => new Query(query, {}).test(document))

/** One page of a query, as `get()` returns it: 100 documents unless told otherwise, 1000 at most. */
export function find(documents: Documents, request: FindRequest): PlainObject[] {
  const limit = Math.min(request.limit ?? LIMITS.defaultQueryLimit, LIMITS.maxQueryLimit)
  return ask(() => {
    const cursor = new Query({}, {}).find<AnyObject>(matching(documents, request.query), request.projection ?? {})
    if (request.order !== undefined) cursor.sort(asSort(request.order))
    return cursor
      .skip(request.offset ?? 0)
      .limit(limit)
      .all()
  })
}

/** @param resolve documents of another collection, for `$lookup` */
export function runPipeline(
  documents: Documents,
  stages: readonly PlainObject[],
  resolve: (collection: string) => Documents,
): PlainObject[] {
  const collectionResolver = (name: string): AnyObject[] => [...resolve(name).values()]
  const input: AnyObject[] = [...documents.values()].map(cloneValue)
  return ask(() => aggregate(input, [...stages], { collectionResolver }))
}

function asSort(order: PlainObject): Record<string, 1 | -1> {
  const entries = Object.entries(order).map(([field, direction]): [string, 1 | -1] => {
    if (direction !== 1 && direction !== -1) throw queryFailed(`bad sort specification for '${field}'`)
    return [field, direction]
  })
  return Object.fromEntries(entries)
}

/** Turns a complaint of the query engine into the answer the gateway gives. */
function ask<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (error instanceof GatewayError) throw error
    throw queryFailed(error instanceof Error ? error.message : String(error))
  }
}

/** The `_id` a query pins down, when it is nothing but that. */
export function pinnedId(query: PlainObject): DocumentId | undefined {
  const id = query['_id']
  const isAlone = Object.keys(query).length === 1
  return isAlone && (typeof id === 'string' || typeof id === 'number') ? id : undefined
}
