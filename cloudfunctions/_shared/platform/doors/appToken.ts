// Who the merchant's own login says is calling. Checked whole: signature by a fitting algorithm, issuer, audience, times.
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey, type KeyLike } from 'jose'
import { CallFailure } from '../../kernel/errors'
import type { TokenRules } from '../settings/load'
import { SETTING } from '../settings/names'
import { once } from '../once'

/** A clock may be off by this much. */
const CLOCK_TOLERANCE_SEC = 5
const JWKS_WITHIN_MS = 3000
const USER_ID = /^[\x21-\x7e]{1,128}$/

export type VerifyToken = (token: string) => Promise<{ userId: string }>

/**
 * @returns checks a bearer token (JWT) and tells its `sub`: 1 to 128 printable ASCII characters.
 *   Throws {@link CallFailure} UNAUTHENTICATED for a token that is not good, and another error where the keys could not be had
 */
export function createTokenVerifier({ key, issuer, audience }: TokenRules): VerifyToken {
  const options = {
    issuer,
    audience,
    algorithms: [...key.algorithms],
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SEC,
  }
  const keys = once(() =>
    key.kind === 'jwks' ? createRemoteJWKSet(key.url, { timeoutDuration: JWKS_WITHIN_MS }) : key.key,
  )
  return async (token) => {
    // Whatever its type says: the claims are the login's, and nobody has looked at this one yet.
    const { sub, exp }: { sub?: unknown; exp?: unknown } = await verify(token, keys(), options)
    // JSON has numbers that are too great to be one: such a token would be good for ever.
    if (!Number.isFinite(exp)) throw notAuthenticated('its "exp" is not a time')
    if (typeof sub !== 'string' || !USER_ID.test(sub))
      throw notAuthenticated('its "sub" is not 1 to 128 printable ASCII characters')
    return { userId: sub }
  }
}

async function verify(token: string, keys: KeyLike | JWTVerifyGetKey, options: Parameters<typeof jwtVerify>[2]) {
  try {
    // The same call, twice for its overloads.
    const { payload } =
      typeof keys === 'function' ? await jwtVerify(token, keys, options) : await jwtVerify(token, keys, options)
    return payload
  } catch (error) {
    if (isTokensFault(error)) throw notAuthenticated(reasonOf(error))
    throw error
  }
}

/** The login's keys could not be fetched: ours or theirs to mend, and no fault of whoever calls. */
const isTokensFault = (error: unknown): error is errors.JOSEError =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC'

/** No part of the token is repeated. */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'it has expired'
  if (error instanceof errors.JWTClaimValidationFailed) return `its "${error.claim}" is not the expected one`
  if (error instanceof errors.JOSEAlgNotAllowed) return `its algorithm is not the one of ${SETTING.tokenKey}`
  if (error instanceof errors.JWSSignatureVerificationFailed) return `its signature does not fit ${SETTING.tokenKey}`
  return "it is not a token of the merchant's login"
}

const notAuthenticated = (reason: string) =>
  new CallFailure('UNAUTHENTICATED', `The bearer token was not accepted: ${reason}`)
