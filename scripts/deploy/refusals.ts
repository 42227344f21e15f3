// What a deployment is refused for before anybody is asked: the doctor looks, and these of its findings stop it.
import { examine } from '../doctor/checks'
import type { Finding, FindingId } from '../doctor/findings'
import type { World } from '../doctor/world'

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

/** @param isPrevious what lies in functions-built/ is not what is deployed */
export function refusals(world: World, isPrevious: boolean): Finding[] {
  const stops = isPrevious ? STOPS : [...STOPS, ...STOPS_BUILD]
  return examine(world).filter(({ id }) => stops.includes(id))
}
