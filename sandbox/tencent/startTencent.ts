// A stand-in for Tencent Cloud: the interfaces that deploying to CloudBase uses, for programs that are not changed for it.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Account, ApiError, type Body } from './account'
import { makeCertificateAuthority } from './certificateAuthority'
import { startConnectProxy } from './connectProxy'
import { Faults, type Spoilt } from './faults'
import { FLEXDB_ACTIONS } from './flexdbApi'
import { answerCos } from './cosApi'
import { forward } from './forward'
import { answerHttpAccess } from './httpAccess'
import { answerLogin, LOGIN_HOST } from './loginApi'
import { SCF_ACTIONS } from './scfApi'
import { tc3Problem } from './tc3'
import { TCB_ACTIONS } from './tcbApi'

export interface Tencent {
  account: Account
  faults: Faults
  /** Of the proxy, and whom to trust behind it. */
  proxyUrl: string
  authorityPem: string
  /** The same, for a program that is to take this for the cloud. */
  environment: Readonly<Record<string, string>>
  /** Every call, such as `scf CreateFunction`, in order. */
  calls: string[]
  /** Hosts asked for that are not stood in for: nobody was reached. */
  strangers: string[]
  close(): Promise<void>
}

const SERVICES = { tcb: TCB_ACTIONS, scf: SCF_ACTIONS, flexdb: FLEXDB_ACTIONS } as const
type Service = keyof typeof SERVICES

const serviceOf = (host: string): Service | undefined => {
  const [, name = ''] = /^(\w+)(?:\.[\w-]+)?\.tencentcloudapi\.com$/.exec(host) ?? []
  return name in SERVICES ? (name as Service) : undefined
}
const isHttpAccess = (host: string): boolean => host.endsWith('.app.tcloudbase.com')
const isCos = (host: string): boolean => /\.cos\.[\w-]+\.myqcloud\.com$/.test(host)

interface Options {
  /** Other hosts behind the proxy, and where on this machine they are. */
  others?: Readonly<Record<string, string>>
}

export async function startTencent({ others = {} }: Options = {}): Promise<Tencent> {
  const account = new Account()
  const faults = new Faults()
  const calls: string[] = []
  const strangers: string[] = []
  const authority = await makeCertificateAuthority()
  const isOpen = (host: string): boolean => {
    const isKnown =
      serviceOf(host) !== undefined ||
      isCos(host) ||
      isHttpAccess(host) ||
      host === LOGIN_HOST ||
      others[host] !== undefined
    if (!isKnown) strangers.push(host)
    return isKnown
  }
  const proxy = await startConnectProxy(authority, isOpen, (host, request, response) => {
    const other = others[host]
    if (other !== undefined) {
      forward(other, request, response)
      return
    }
    void buffer(request).then((body) => {
      if (host === LOGIN_HOST) answerLogin(account, body, response)
      else if (isCos(host)) {
        calls.push(`cos ${request.method ?? ''}`)
        answerCos(account, request, body, response)
      } else if (isHttpAccess(host)) {
        calls.push(`http ${request.method ?? ''} ${request.url ?? ''}`)
        void answerHttpAccess(account, host, { request, body, response }).catch(() => response.destroy())
      } else void answerApi({ account, faults, calls }, host, { request, body, response })
    })
  })
  const folder = mkdtempSync(join(tmpdir(), 'entrust-kit-tencent-'))
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, authority.pem)
  return {
    account,
    faults,
    calls,
    strangers,
    proxyUrl: proxy.url,
    authorityPem: authority.pem,
    environment: { http_proxy: proxy.url, NODE_EXTRA_CA_CERTS: caFile },
    close: async () => {
      await proxy.close()
      rmSync(folder, { recursive: true })
    },
  }
}

interface Exchange {
  request: IncomingMessage
  body: Buffer
  response: ServerResponse
}

/** Refusals have HTTP 200 too. */
async function answerApi(
  { account, faults, calls }: Pick<Tencent, 'account' | 'faults' | 'calls'>,
  host: string,
  exchange: Exchange,
): Promise<void> {
  const { request, body, response } = exchange
  const service = serviceOf(host) ?? 'tcb'
  const action = String(request.headers['x-tc-action'])
  calls.push(`${service} ${action}`)
  const problem = signatureProblem(account, exchange)
  if (problem !== undefined) {
    tell(response, refusal(problem, 'the request is not authentic'))
    return
  }
  const asked = JSON.parse(body.toString()) as Body
  const spoilt = faults.of(`${service} ${action}`, asked)
  if (spoilt && spoilt.kind !== 'stuck') {
    spoil(response, spoilt)
    return
  }
  const perform = SERVICES[service][action]
  if (!perform) {
    tell(response, refusal('InvalidAction', `${service} ${action}: the stand-in does not have it`))
    return
  }
  try {
    tell(response, await perform(account, asked))
    if (spoilt) stick(account, asked)
  } catch (error) {
    const code = error instanceof ApiError ? error.code : 'InvalidParameter'
    tell(response, refusal(code, error instanceof Error ? error.message : String(error)))
  }
}

function signatureProblem(account: Account, { request, body }: Exchange): string | undefined {
  const { pathname, search } = new URL(request.url ?? '/', 'https://api.local')
  const { method = '', headers } = request
  const signed = { method, path: pathname, query: search.slice(1), headers, body }
  return tc3Problem(signed, (id) => account.credentials.get(id), Date.now())
}

const refusal = (Code: string, Message: string): object => ({ Error: { Code, Message } })

function tell(response: ServerResponse, answer: object): void {
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ Response: { ...answer, RequestId: randomUUID() } }))
}

/** From now on somebody is at it. */
function stick({ environments }: Account, { Namespace: id, FunctionName: name }: Body): void {
  const found = environments.get(String(id))?.functions.get(String(name))
  if (found) found.status = 'Updating'
}

function spoil(response: ServerResponse, spoilt: Exclude<Spoilt, { kind: 'stuck' }>): void {
  switch (spoilt.kind) {
    case 'refused': {
      tell(response, refusal(spoilt.code, spoilt.message))
      return
    }
    case 'tooMany':
      return void response.writeHead(429).end()
    case 'cut':
      return void response.destroy()
  }
}
