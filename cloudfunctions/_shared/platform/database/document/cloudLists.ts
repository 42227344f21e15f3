// The named lists, as the SDK wants them asked for. Whatever a list has, it is asked for by an index.
import type { CollectionName, Documents } from '../../../records/documents'
import {
  LISTS,
  MAX_LISTED,
  type CountRequest,
  type ListCondition,
  type ListCursor,
  type Listed,
  type ListName,
  type ListRequest,
  type PageRequest,
} from '../../../records/lists'
import type { CloudCommand, CloudDatabase, CloudQuery } from './sdk'

export async function listDocuments<Name extends ListName>(
  database: CloudDatabase,
  name: Name,
  request: ListRequest,
  condition: ListCondition | undefined,
): Promise<Listed<Name>[]> {
  const { data } = await listed(database, name, request, condition)
    .orderBy(LISTS[name].by, 'asc')
    .orderBy('_id', 'asc')
    .limit(Math.min(request.limit, MAX_LISTED))
    .get()
  // Only this adapter writes these collections, closed as they are to clients.
  return data as Listed<Name>[]
}

export async function countDocuments(
  database: CloudDatabase,
  name: ListName,
  request: CountRequest,
  condition: ListCondition | undefined,
): Promise<number> {
  return (await listed(database, name, request, condition).count()).total
}

export async function pageOfDocuments<Name extends CollectionName>(
  database: CloudDatabase,
  collection: Name,
  { limit, after }: PageRequest,
): Promise<Documents[Name][]> {
  const all = database.collection(collection)
  const rest = after === undefined ? all : all.where({ _id: database.command.gt(after) })
  const { data } = await rest.orderBy('_id', 'asc').limit(Math.min(limit, MAX_LISTED)).get()
  return data as Documents[Name][]
}

function listed(
  database: CloudDatabase,
  name: ListName,
  request: Omit<ListRequest, 'limit'>,
  condition: ListCondition | undefined,
): CloudQuery {
  const { collection, by } = LISTS[name]
  const conditions = [
    ...(condition ? [{ [condition.field]: condition.value }] : []),
    ...within(by, request, database.command),
  ]
  return database.collection(collection).where(database.command.and(conditions))
}

const within = (by: string, { upTo, after }: Omit<ListRequest, 'limit'>, command: CloudCommand): object[] => [
  { [by]: command.gte(0) },
  ...(upTo === undefined ? [] : [{ [by]: command.lte(upTo) }]),
  ...(after === undefined ? [] : [behind(by, after, command)]),
]

const behind = (by: string, { at, _id }: ListCursor, command: CloudCommand): object =>
  command.or([{ [by]: command.gt(at) }, { [by]: at, _id: command.gt(_id) }])
