// What a deployment is refused for before anybody is asked: the doctor looks, and these of its findings stop it.
import { examine } from '../doctor/checks'
import type { Finding, FindingId } from '../doctor/findings'
import type { World } from '../doctor/world'
import { ENVIRONMENT_ID } from '../setup/values'

const STOPS: readonly FindingId[] = [
  'dotenv-missing',
  'setting-missing',
  'setting-wrong',
  'key-tracked',
  'secret-in-file',
  'function-prefix-other',
  'function-unlisted',
  'runtime-old',
  'consent-unknown',
]
/** Of what lies in functions-built/. */
const STOPS_BUILD: readonly FindingId[] = ['build-missing', 'build-stale', 'build-broken']

export function refusals(
  world: World,
  { envId, isPrevious }: { envId: string | undefined; isPrevious: boolean },
): Finding[] {
  const stops = isPrevious ? STOPS : [...STOPS, ...STOPS_BUILD]
  const isGiven = ({ detail = '' }: Finding): boolean => envId !== undefined && detail.startsWith(`${ENVIRONMENT_ID}:`)
  return examine(world).filter((finding) => stops.includes(finding.id) && !isGiven(finding))
}
