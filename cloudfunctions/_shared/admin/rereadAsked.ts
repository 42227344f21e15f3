// Notifications that were set aside are read again because a person says so: after a mapping of their event type was deployed, or
// whatever else they waited for has come.
import * as v from 'valibot'
import { CallFailure } from '../kernel/errors'
import type { Deadline } from '../kernel/ports'
import { reread, type RereadDeps } from '../notify/reread'
import type { ListCursor } from '../records/lists'

const ID = 'expected the id of a notification'

export const rereadInput = v.pipe(
  v.strictObject({
    id: v.exactOptional(v.pipe(v.string(ID), v.regex(/^[\x21-\x7e]{1,100}$/, ID))),
    all: v.exactOptional(v.union([v.literal('true'), v.literal(true)], 'expected true')),
    after: v.exactOptional(v.pipe(v.string('expected text'), v.regex(/^\d{1,16}:./s, 'expected what `next` was'))),
  }),
  v.check(({ id, all }) => (id === undefined) !== (all === undefined), 'expected one of id and all'),
  v.check(({ id, after }) => id === undefined || after === undefined, 'expected after with all only'),
)

type RereadInput = v.InferOutput<typeof rereadInput>

/** Read one after another, and only while there is time for another one. */
const MAX_READ = 100
const NEEDED_MS = 5000

/**
 * Of one: what it is now. Of all: how many came to what, and `next` where there are more.
 * @throws {CallFailure} NOT_FOUND
 * @throws {StoreError} the database failed; what was read before is done
 */
export async function rereadAsked(
  { id, after }: RereadInput,
  deps: RereadDeps & { deadline: Deadline },
): Promise<object> {
  if (id === undefined) return rereadAll(after, deps)
  const now = await reread({ _id: id }, deps)
  if (!now) throw new CallFailure('NOT_FOUND', 'id: no notification has it')
  return { id, ...now }
}

async function rereadAll(after: string | undefined, deps: RereadDeps & { deadline: Deadline }): Promise<object> {
  const cursor = after === undefined ? {} : { after: toCursor(after) }
  const found = await deps.store.list('notificationsByOutcome', { of: 'setAside', limit: MAX_READ, ...cursor })
  const figures = { applied: 0, outdated: 0, setAside: 0 }
  let last: ListCursor | undefined
  for (const { _id, receivedAtMs, reason } of found) {
    if (deps.deadline.leftMs() < NEEDED_MS) break
    last = { at: receivedAtMs, _id }
    // Two that contradict each other under one id: which holds is for a person, one by one.
    const now = reason === 'SAME_ID_OTHER_CONTENT' ? undefined : await reread({ _id }, deps)
    figures[now?.outcome ?? 'setAside'] += 1
  }
  const isMore = found.length === MAX_READ || last?._id !== found.at(-1)?._id
  return { ...figures, ...(isMore && last && { next: `${last.at}:${last._id}` }) }
}

function toCursor(text: string): ListCursor {
  const [, at = '', _id = ''] = /^(\d+):(.+)$/s.exec(text) ?? []
  return { at: Number(at), _id }
}
