import * as v from 'valibot'
import type { CloudEnvironment } from './state'
import type { CallCloud } from './tc3Client'
import { listOf, understand } from './understand'

const environmentSchema = v.object({
  EnvId: v.string(),
  Region: v.optional(v.string(), 'ap-shanghai'),
  Databases: listOf(v.object({ InstanceId: v.string() })),
  /** A list, or one thing, or left out. */
  PostgreSQL: v.optional(v.unknown()),
})
const answerSchema = v.object({ EnvList: listOf(environmentSchema) })

/** The account has no such environment. */
export class NoSuchEnvironment extends Error {
  override readonly name = 'NoSuchEnvironment'
  constructor(
    readonly envId: string,
    /** Those it has. */
    readonly known: readonly string[],
  ) {
    super(`the account has no environment ${envId}; it has ${known.join(', ') || 'none'}`)
  }
}

/** @throws {NoSuchEnvironment} */
export async function readEnvironment(call: CallCloud, envId: string): Promise<CloudEnvironment> {
  const { EnvList: all } = understand(answerSchema, await call('tcb', 'DescribeEnvs', {}), 'tcb DescribeEnvs')
  const found = all.find(({ EnvId }) => EnvId === envId)
  if (!found)
    throw new NoSuchEnvironment(
      envId,
      all.map(({ EnvId }) => EnvId),
    )
  return {
    id: envId,
    region: found.Region,
    kind: isAny(found.PostgreSQL) ? 'postgresql' : 'document',
    databaseTag: found.Databases[0]?.InstanceId,
  }
}

const isAny = (told: unknown): boolean =>
  typeof told === 'object' && told !== null && (Array.isArray(told) ? told : Object.keys(told)).length > 0
