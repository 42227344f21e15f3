// The named lists, as the SDK wants them asked for. Whatever a list has, it is asked for by an index.
import {
  LISTS,
  MAX_LISTED,
  type ListCondition,
  type ListCursor,
  type Listed,
  type ListName,
  type ListRequest,
} from '../../../records/lists'
import type { CloudCommand, CloudDatabase } from './sdk'

export async function listDocuments<Name extends ListName>(
  database: CloudDatabase,
  name: Name,
  request: ListRequest,
  condition: ListCondition | undefined,
): Promise<Listed<Name>[]> {
  const { collection, by } = LISTS[name]
  const conditions = [
    ...(condition ? [{ [condition.field]: condition.value }] : []),
    ...within(by, request, database.command),
  ]
  const { data } = await database
    .collection(collection)
    .where(database.command.and(conditions))
    .orderBy(by, 'asc')
    .orderBy('_id', 'asc')
    .limit(Math.min(request.limit, MAX_LISTED))
    .get()
  // Only this adapter writes these collections, closed as they are to clients.
  return data as Listed<Name>[]
}

const within = (by: string, { upTo, after }: ListRequest, command: CloudCommand): object[] => [
  { [by]: command.gte(0) },
  ...(upTo === undefined ? [] : [{ [by]: command.lte(upTo) }]),
  ...(after === undefined ? [] : [behind(by, after, command)]),
]

const behind = (by: string, { at, _id }: ListCursor, command: CloudCommand): object =>
  command.or([{ [by]: command.gt(at) }, { [by]: at, _id: command.gt(_id) }])
