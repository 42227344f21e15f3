// What WeChat Pay says when it does not do what was asked: HTTP status and the body {code, message, detail}.

/** Where and why, in the shape of the official error example. `field` is a JSON pointer for a body. */
export interface RefusalDetail {
  field: string
  issue: string
  location: 'body' | 'query' | 'path' | 'header' | 'authorization'
  value?: string
}

/** Thrown by every check and handler; becomes a signed error answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail?: RefusalDetail & Record<string, unknown>,
  ) {
    super(message)
  }

  /** Body of the answer. */
  toBody(): Record<string, unknown> {
    const { code, message, detail } = this
    return detail === undefined ? { code, message } : { code, message, detail }
  }
}

const SHOWN_VALUE_LENGTH = 64

/** 400 PARAM_ERROR: something is missing or malformed. */
export function paramError(
  location: RefusalDetail['location'],
  field: string,
  issue: string,
  value?: unknown,
): Refusal {
  const detail: RefusalDetail = { field, issue, location }
  if (value !== undefined) detail.value = shown(value)
  return new Refusal(400, 'PARAM_ERROR', `${field} (${location}): ${issue}`, { ...detail })
}

/** 400 INVALID_REQUEST: well-formed, and against a rule or the state of the contract. */
export function invalidRequest(message: string): Refusal {
  return new Refusal(400, 'INVALID_REQUEST', message)
}

/** 401 SIGN_ERROR: the request is not provably this merchant's. */
export function signError(field: string, issue: string, extra: Record<string, unknown> = {}): Refusal {
  const detail = { field, issue, location: 'authorization' as const, ...extra }
  return new Refusal(401, 'SIGN_ERROR', `Authorization ${field}: ${issue}`, detail)
}

/** 403 NO_AUTH: the product, template or appid is not this merchant's to use. */
export function noAuth(message: string): Refusal {
  return new Refusal(403, 'NO_AUTH', message)
}

/** 404: no such thing. */
export function notFound(code: 'NOT_FOUND' | 'RESOURCE_NOT_EXISTS' | 'ORDER_NOT_EXIST', message: string): Refusal {
  return new Refusal(404, code, message)
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > SHOWN_VALUE_LENGTH ? `${text.slice(0, SHOWN_VALUE_LENGTH)}...` : text
}
