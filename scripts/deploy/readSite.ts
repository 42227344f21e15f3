// What is there: the state of the cloud and of the database, for the plan.
import type { PgServer } from '../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import { ROWS, type Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { proxyOf, regionOf } from '../cloud/connect'
import { patient } from '../cloud/patient'
import { readCloud } from '../cloud/readCloud'
import type { CloudState } from '../cloud/state'
import { tc3Client, type CallCloud, type Login } from '../cloud/tc3Client'
import { factsOf, type Site } from './apply'
import type { DeployArguments } from './arguments'
import type { Place } from './place'
import { Told } from './troubles'
import type { Wanted } from './wanted'

interface SiteToRead {
  args: DeployArguments
  place: Place
  given: Given
  wanted: Wanted
  login: Login
  envId: string
}

export async function readSite({ args, place, given, wanted, login, envId }: SiteToRead): Promise<Site> {
  const { env, ca, wait, tool, temporary, signal } = place
  const call: CallCloud = patient(
    tc3Client({ login, region: regionOf(env), proxyUrl: proxyOf(env), signal, ...(ca !== undefined && { ca }) }),
    wait,
  )
  const state = await readCloud(call, envId, {
    functions: wanted.functions.map(({ onlineName }) => onlineName),
    collections: wanted.collections.map(({ name }) => name),
  })
  if (wanted.store === 'document' && state.collections === undefined) throw new Told('otherDatabase', envId)
  const postgres = wanted.store === 'postgres' ? postgresOf(given) : undefined
  const facts = await factsOf({ wanted, postgres })
  return { envId, wanted, state, facts, replaced: args.replaced, call, login, postgres, tool, temporary, wait, signal }
}

function postgresOf({ WXPAY_PG_URL: text }: Given): PgServer | undefined {
  const read = text === undefined ? undefined : ROWS.WXPAY_PG_URL.read(text)
  return read?.ok ? (read.value as PgServer) : undefined
}

/** As planned for without a login. */
export const emptyState = (id: string, { store }: Wanted): CloudState => ({
  environment: { id, region: '', kind: store === 'document' ? 'document' : 'postgresql', databaseTag: undefined },
  functions: [],
  collections: store === 'document' ? [] : undefined,
  access: { isOn: true, defaultDomain: undefined, routes: [] },
  rules: store === 'document' ? {} : undefined,
})
