// Calls of Tencent Cloud's API, for what the tool of CloudBase does not do: signed by TC3-HMAC-SHA256.
// https://cloud.tencent.com/document/api/876/34813
import { createHash, createHmac } from 'node:crypto'
import { request, type RequestOptions } from 'node:https'
import { text } from 'node:stream/consumers'
import { HttpsProxyAgent } from 'https-proxy-agent'
import * as v from 'valibot'

export interface Login {
  secretId: string
  secretKey: string
  /** Of temporary keys. */
  token?: string | undefined
}

/** Services and the version of each that is called. */
const VERSIONS = { tcb: '2018-06-08', scf: '2018-04-16', flexdb: '2018-11-27' } as const
type Service = keyof typeof VERSIONS

interface Options {
  login: Login
  /** Such as `ap-shanghai`, where a call names no other. */
  region: string
  /** As `http_proxy` names it. */
  proxyUrl?: string | undefined
  /** PEM of the authority to trust in place of the usual ones. */
  ca?: string | undefined
  nowMs?: () => number
  /** Ends a call before its answer. */
  signal?: AbortSignal | undefined
}

/** The API refused. Its message may name a secret id, and never a key. */
export class CloudRefusal extends Error {
  override readonly name = 'CloudRefusal'
  constructor(
    readonly code: string,
    message: string,
    readonly requestId: string,
  ) {
    super(`${code}: ${message}`)
  }
}

/** No usable answer: what became of the call is unknown. */
export class CloudUnreachable extends Error {
  override readonly name = 'CloudUnreachable'
}

const TIMEOUT_MS = 20_000

const errorSchema = v.object({ Code: v.string(), Message: v.string() })
const answerSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ Response: v.looseObject({ RequestId: v.optional(v.string(), ''), Error: v.optional(errorSchema) }) }),
)

/** @param region where what is asked about lies, if it is another than the client's */
export type CallCloud = (
  service: Service,
  action: string,
  input: object,
  region?: string,
) => Promise<Readonly<Record<string, unknown>>>

/** @returns a call that throws {CloudRefusal} where the API says no, {CloudUnreachable} where it says nothing that is understood */
export function tc3Client({ login, region: usual, proxyUrl, ca, nowMs = Date.now, signal }: Options): CallCloud {
  const way = {
    ...(signal && { signal }),
    ...(ca !== undefined && { ca }),
    ...(proxyUrl !== undefined && { agent: new HttpsProxyAgent(proxyUrl, { keepAlive: true }) }),
  }
  return async (service, action, input, region = usual) => {
    const host = `${service}.tencentcloudapi.com`
    const body = JSON.stringify(input)
    const seconds = Math.floor(nowMs() / 1000)
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      host,
      'x-tc-action': action,
      'x-tc-region': region,
      'x-tc-timestamp': String(seconds),
      'x-tc-version': VERSIONS[service],
      ...(login.token !== undefined && { 'x-tc-token': login.token }),
    }
    const authorization = authorize({ login, service, host, contentType: headers['content-type'], body, seconds })
    const parsed = v.safeParse(answerSchema, await post(host, { ...headers, authorization }, body, way))
    if (!parsed.success) throw new CloudUnreachable(`${service} ${action}: the answer is none of the API`)
    const { Error: refusal, RequestId: requestId, ...answer } = parsed.output.Response
    if (refusal) throw new CloudRefusal(refusal.Code, refusal.Message, requestId)
    return answer
  }
}

interface Signed {
  login: Login
  service: Service
  host: string
  contentType: string
  body: string
  seconds: number
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()

function authorize({ login, service, host, contentType, body, seconds }: Signed): string {
  const date = new Date(seconds * 1000).toISOString().slice(0, 10)
  const scope = `${date}/${service}/tc3_request`
  const canonical = [
    'POST',
    '/',
    '',
    `content-type:${contentType}`,
    `host:${host}`,
    '',
    'content-type;host',
    sha256(body),
  ]
  const toSign = ['TC3-HMAC-SHA256', String(seconds), scope, sha256(canonical.join('\n'))].join('\n')
  const key = [date, service, 'tc3_request'].reduce<Buffer | string>(hmac, `TC3${login.secretKey}`)
  const signature = hmac(key, toSign).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${login.secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`
}

/** @throws {CloudUnreachable} no answer, or another than 200 */
async function post(host: string, headers: Record<string, string>, body: string, way: RequestOptions): Promise<string> {
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(way.signal ? [way.signal] : [])])
  // The agent of a proxy looks for the protocol here, and in a stack trace where it is not said.
  const options = { ...way, protocol: 'https:', host, method: 'POST', path: '/', headers, signal }
  try {
    return await new Promise<string>((resolve, reject) => {
      const call = request(options, (response) => {
        if (response.statusCode === 200) text(response).then(resolve, reject)
        else reject(new Error(`HTTP ${response.statusCode ?? 0}`))
      })
      call.on('error', reject).end(body)
    })
  } catch (error) {
    throw new CloudUnreachable(`${host}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
