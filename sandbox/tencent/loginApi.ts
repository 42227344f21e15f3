// iaas.cloud.tencent.com/tcb_refresh: by a refresh token the tool of CloudBase has its login of an hour or two renewed.
import type { ServerResponse } from 'node:http'
import * as v from 'valibot'
import type { Account } from './account'

export const LOGIN_HOST = 'iaas.cloud.tencent.com'

const askedSchema = v.pipe(v.string(), v.parseJson(), v.looseObject({ refreshToken: v.string() }))

const LIFE_MS = 7_200_000

export function answerLogin({ logins }: Account, body: Buffer, response: ServerResponse): void {
  const asked = v.safeParse(askedSchema, body.toString())
  const answer = asked.success ? renewed(logins, asked.output) : REFUSED
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
}

const REFUSED = { code: 'AUTH_FAIL', message: 'the login is over' }

function renewed(logins: Account['logins'], old: v.InferOutput<typeof askedSchema>): object {
  const found = logins.get(old.refreshToken)
  const now = Date.now()
  return found
    ? { code: 0, data: { ...old, ...found, tmpExpired: now + LIFE_MS, expired: now + 100 * LIFE_MS } }
    : REFUSED
}
