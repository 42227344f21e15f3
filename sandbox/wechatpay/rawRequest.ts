// A request as the server took it, before anything is read from it.
import type { IncomingHttpHeaders } from 'node:http'
import type { HostName } from './events'

export interface RawRequest {
  host: HostName
  method: string
  /** Path and query exactly as received. */
  url: string
  headers: IncomingHttpHeaders
  body: Buffer
  /** More than the stand-in reads was sent. */
  isTooLarge: boolean
}
