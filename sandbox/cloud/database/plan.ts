import { duplicateKey, invalidParam } from '../errors'
import type { Change, Document, DocumentId, Documents, PlainObject } from './documents'
import { checkStorable } from './documents'
import { matching, pinnedId } from './query'
import { applyUpdate } from './update'

export interface ModifyRequest {
  query: PlainObject
  /** Update operators when `isMerge`, a whole document without `_id` otherwise. */
  data: PlainObject
  isMerge: boolean
  isMulti: boolean
  isUpsert: boolean
}

export interface ModifyPlan {
  changes: Change[]
  matched: number
  /** Set when nothing matched and a document is made. */
  upsertId?: DocumentId
}

export function planInsert(
  collection: string,
  documents: Documents,
  document: PlainObject,
  limitBytes: number,
): Change {
  checkStorable(document, limitBytes)
  const id = document._id
  if (documents.has(id)) throw duplicateKey(collection, '_id_', `: ${JSON.stringify(id)}`)
  return { id, before: undefined, after: document }
}

/** Works out what an update or a `set` would change; documents that stay as they are are no change. */
export function planModify(documents: Documents, request: ModifyRequest, limitBytes: number): ModifyPlan {
  const found = matching(documents, request.query)
  const targets = request.isMulti ? found : found.slice(0, 1)
  if (targets.length === 0 && request.isUpsert) return planUpsert(request, limitBytes)
  const changes = targets.map((before): Change => {
    const after = request.isMerge ? applyUpdate(before, request.data) : replaced(before, request.data)
    if (after !== before) checkStorable(after, limitBytes)
    return { id: before._id, before, after }
  })
  return { changes: changes.filter(({ before, after }) => before !== after), matched: targets.length }
}

export function planRemove(documents: Documents, query: PlainObject, isMulti: boolean): Change[] {
  const found = matching(documents, query)
  return (isMulti ? found : found.slice(0, 1)).map((before) => ({ id: before._id, before, after: undefined }))
}

function planUpsert({ query, data, isMerge }: ModifyRequest, limitBytes: number): ModifyPlan {
  const id = pinnedId(query)
  if (id === undefined || isMerge) throw invalidParam('only set() of one document by its _id can create it')
  const after = { ...data, _id: id }
  checkStorable(after, limitBytes)
  return { changes: [{ id, before: undefined, after }], matched: 0, upsertId: id }
}

const replaced = (before: Document, data: PlainObject): Document => ({ ...data, _id: before._id })
