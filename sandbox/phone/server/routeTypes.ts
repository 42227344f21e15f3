// SERVER: what every route is given.
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as v from 'valibot'
import type { LiveView } from '../live/liveView'
import type { Stage } from '../stage'
import type { Greeting, ServerSwitches } from '../wire'
import type { Assets } from './assets'
import type { CallDeps } from './callProxy'
import type { Programs } from './programs'

export interface RouteDeps {
  stage: Stage
  view: LiveView
  programs: Programs
  assets: Assets
  calls: CallDeps
  greeting: () => Greeting
  setSwitches: (switches: ServerSwitches) => Promise<void>
  nowMs: () => number
}

export type Handler = (request: IncomingMessage, response: ServerResponse, rest: string) => Promise<void> | void

export const text = v.pipe(v.string(), v.nonEmpty())
