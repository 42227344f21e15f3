// The named lists, and whole collections, as the stored functions want them asked for.
import type { CollectionName, Documents } from '../../../records/documents'
import {
  conditionOf,
  LISTS,
  MAX_LISTED,
  type CountRequest,
  type Listed,
  type ListName,
  type ListRequest,
  type PageRequest,
} from '../../../records/lists'
import { DatabaseFault, type DatabaseCall } from './databaseCall'
import { fromJsonText, toJsonText } from './jsonText'

export const listDocuments = async <Name extends ListName>(
  call: DatabaseCall,
  name: Name,
  { limit, ...request }: ListRequest,
): Promise<Listed<Name>[]> =>
  listed<Listed<Name>>(call, { ...asked(name, request), limit: Math.min(limit, MAX_LISTED) })

export const pageOfDocuments = async <Name extends CollectionName>(
  call: DatabaseCall,
  collection: Name,
  { limit, after }: PageRequest,
): Promise<Documents[Name][]> => {
  const behind = after !== undefined && { after: { _id: after } }
  return listed<Documents[Name]>(call, { collection, ...behind, limit: Math.min(limit, MAX_LISTED) })
}

export async function countDocuments(call: DatabaseCall, name: ListName, request: CountRequest): Promise<number> {
  const count = fromJsonText(await call('entrust_count', { request: toJsonText(asked(name, request)) }))
  if (typeof count !== 'number') throw new DatabaseFault('NO_DATABASE')
  return count
}

function asked(name: ListName, { of, ...range }: Omit<ListRequest, 'limit'>): object {
  const condition = conditionOf(name, of)
  const { collection, by } = LISTS[name]
  return { collection, by, ...(condition && { of: condition }), ...range }
}

async function listed<Document>(call: DatabaseCall, request: object): Promise<Document[]> {
  const found = fromJsonText(await call('entrust_list', { request: toJsonText(request) }))
  if (!Array.isArray(found)) throw new DatabaseFault('NO_DATABASE')
  return found as Document[]
}
