import * as v from 'valibot'
import type { CloudEnvironment, FunctionRules } from './state'
import { CloudUnreachable, type CallCloud } from './tc3Client'
import { listOf, understand } from './understand'

const answerSchema = v.object({
  Data: v.object({ PermissionList: listOf(v.object({ SecurityRule: v.nullish(v.string()) })) }),
})
const rulesSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()))

/**
 * Who may call which function from a page (安全规则), one text for the whole environment.
 * @returns empty where nothing was said yet; undefined in an environment of the PostgreSQL kind, which goes by its policy instead
 * @throws {CloudUnreachable} what is there is no JSON object, so nothing can be merged into it
 */
export async function readRules(
  call: CallCloud,
  { id, region, kind }: CloudEnvironment,
): Promise<FunctionRules | undefined> {
  if (kind === 'postgresql') return undefined
  const answer = await call('tcb', 'DescribeResourcePermission', { EnvId: id, ResourceType: 'function' }, region)
  const { Data } = understand(answerSchema, answer, 'tcb DescribeResourcePermission')
  const text = Data.PermissionList[0]?.SecurityRule ?? ''
  if (text.trim() === '') return {}
  const parsed = v.safeParse(rulesSchema, text)
  if (parsed.success) return parsed.output
  throw new CloudUnreachable('the security rules of functions are no JSON object: mend them in the console')
}
