// What PostgreSQL's errors mean: which go away by themselves, and what to do about the others. By code: texts quote documents.
import { StoreError } from '../../../kernel/errors'
import { DatabaseFault } from './databaseCall'
import { CONFLICT } from './optimisticTransaction'

/** Names of the settings by which the database is reached. */
export interface AccessSettings {
  address: string
  /** Who we are there. */
  credentials: string
  /** What an address has to be like. */
  expected: string
  /** How the role comes to its rights. */
  rights: string
}

/** Another one was writing, and we wrote nothing: serialisation, deadlock, a key taken meanwhile, a lock waited for too long. */
const CONFLICTS: readonly string[] = [CONFLICT, '40001', '40P01', '23505', '55P03']

/** The connection ended under a call. */
const LOST = /^(57P0[123]|08\w{3}|ECONNRESET|EPIPE|ERR_STREAM_\w+)$/

const codeOf = (error: unknown): string | undefined => (error instanceof DatabaseFault ? error.code : undefined)

export const isConflict = (error: unknown): boolean => CONFLICTS.includes(codeOf(error) ?? '')

export const isLost = (error: unknown): boolean => LOST.test(codeOf(error) ?? '')

type Words = (settings: AccessSettings) => string

const unreachable: Words = ({ address, expected }) => `nobody answers at ${address}; expected ${expected}`
const notMigrated: Words = () => 'its schema is missing or older than this code; run the files of database/migrations'
const refused: Words = ({ credentials }) => `${credentials} is refused: user, password or key are not valid there`
/** The server's one code for all that its pg_hba.conf has no line for. */
const notLetIn: Words = ({ credentials }) =>
  `${credentials} is refused: no such user there, or not from here and in this way; look at user and sslmode`
const readOnly: Words = ({ address }) =>
  `the server at ${address} takes no writes: it is a copy to read from, or its disk or memory is full; name the primary, or make room`
const busy: Words = ({ address }) =>
  `no connection is left at ${address}; allow more there, or let fewer instances run at a time`
const noTls: Words = ({ address }) =>
  `TLS with ${address} failed: its certificate is not valid, or it has none; say in sslmode what it has`
const lost: Words = () => 'the connection ended; it may be written all the same'

/** First that fits. */
const KNOWN: readonly (readonly [RegExp, Words])[] = [
  [LOST, lost],
  [/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|3D000)$/, unreachable],
  [/^(42P01|42883|42703|3F000|PGRST2\d\d)$/, notMigrated],
  [/^28000$/, notLetIn],
  [/^(28\w{3}|HTTP 401|PGRST3\d\d)$/, refused],
  [/^(42501|HTTP 403)$/, ({ credentials, rights }) => `the role of ${credentials} has no rights; ${rights}`],
  [/^(53[12]00|25006)$/, readOnly],
  [/^(53\w{3}|PGRST00\d|HTTP 429)$/, busy],
  [/CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO$|^NO_TLS$/, noTls],
  [
    /^(NOT_JSON|NO_DATABASE|HTTP 404|PGRST1\d\d)$/,
    ({ address, expected }) => `${address} answers, but no database does; expected ${expected}`,
  ],
  [/^(TIMEOUT|57014)$/, () => 'no answer in time; it may be written all the same'],
]

export function toFaultStoreError(operation: string, error: unknown, settings: AccessSettings): StoreError {
  if (isConflict(error)) return new StoreError(operation, 'too many others were writing at the same time')
  const code = codeOf(error)
  if (code === undefined) return new StoreError(operation, 'code not given')
  const words = KNOWN.find(([form]) => form.test(code))?.[1](settings)
  return new StoreError(operation, words === undefined ? `code ${code}` : `${words} (code ${code})`)
}
