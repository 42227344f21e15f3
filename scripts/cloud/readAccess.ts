import * as v from 'valibot'
import type { CloudEnvironment, CloudRoute, HttpAccess } from './state'
import type { CallCloud } from './tc3Client'
import { listOf, understand } from './understand'

const PAGE = 100

const routeSchema = v.object({
  APIId: v.string(),
  Path: v.string(),
  Name: v.string(),
  EnableAuth: v.optional(v.boolean(), false),
})
const routesSchema = v.object({
  APISet: listOf(routeSchema),
  Total: v.optional(v.number(), 0),
  EnableService: v.optional(v.boolean(), true),
})
const serviceSchema = v.object({ DefaultDomain: v.nullish(v.string()) })

/** HTTP access: whether it is on, where, and every route, of others too. */
export async function readAccess(call: CallCloud, { id, region }: CloudEnvironment): Promise<HttpAccess> {
  const service = await call('tcb', 'DescribeCloudBaseGWService', { ServiceId: id }, region)
  const { DefaultDomain } = understand(serviceSchema, service, 'tcb DescribeCloudBaseGWService')
  const routes: CloudRoute[] = []
  for (;;) {
    const input = { ServiceId: id, Offset: routes.length, Limit: PAGE }
    const answer = await call('tcb', 'DescribeCloudBaseGWAPI', input, region)
    const { APISet, Total, EnableService } = understand(routesSchema, answer, 'tcb DescribeCloudBaseGWAPI')
    routes.push(...APISet.map(toRoute))
    if (APISet.length === 0 || routes.length >= Total)
      return { isOn: EnableService, defaultDomain: bare(DefaultDomain), routes }
  }
}

const toRoute = ({ APIId, Path, Name, EnableAuth }: v.InferOutput<typeof routeSchema>): CloudRoute => ({
  id: APIId,
  path: Path,
  functionName: Name,
  isAuthOn: EnableAuth,
})

const bare = (domain: string | null | undefined): string | undefined =>
  domain === null || domain === undefined || domain === '' ? undefined : domain.replace(/^https?:\/\//, '')
