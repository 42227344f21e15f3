/** Why an invocation has no result. */
export type FailureKind =
  | 'notFound'
  | 'denied'
  | 'eventTooLarge'
  | 'resultTooLarge'
  | 'exception'
  | 'timeout'
  | 'exited'
  | 'outOfMemory'
  | 'closed'

export interface Failure {
  kind: FailureKind
  message: string
}

interface FailureForm {
  /** What the mini-program sees. */
  errCode: number
  /** What a calling function's gateway answers, and HTTP access says in its body. */
  code: string
  /** Status of HTTP access. */
  status: number
}

/**
 * How each failure is told to each kind of caller. -501000, -504002, -504003 and `FUNCTION_*` are on record; the
 * other numbers and the statuses of HTTP access are assumed (docs/fidelity/local-wechat.md).
 */
export const FAILURE_FORMS: Readonly<Record<FailureKind, FailureForm>> = {
  notFound: { errCode: -501000, code: 'FUNCTION_NOT_FOUND', status: 404 },
  denied: { errCode: -501023, code: 'FUNCTIONS_PERMISSION_DENIED', status: 403 },
  eventTooLarge: { errCode: -501007, code: 'FUNCTION_PARAM_INVALID', status: 413 },
  resultTooLarge: { errCode: -504002, code: 'FUNCTION_INVOCATION_FAILED', status: 500 },
  exception: { errCode: -504002, code: 'FUNCTION_INVOCATION_FAILED', status: 500 },
  timeout: { errCode: -504003, code: 'FUNCTION_TIME_LIMIT_EXCEEDED', status: 504 },
  exited: { errCode: -504002, code: 'FUNCTION_INVOCATION_FAILED', status: 500 },
  outOfMemory: { errCode: -504002, code: 'FUNCTION_MEMORY_LIMIT_EXCEEDED', status: 500 },
  closed: { errCode: -501001, code: 'SYS_ERR', status: 503 },
}

/** A refused or failed `wx.cloud.callFunction`, in the words and numbers the mini-program sees. */
export class CloudCallError extends Error {
  override readonly name = 'CloudCallError'
  readonly errCode: number
  readonly errMsg: string

  constructor(
    readonly failure: Failure,
    readonly requestID: string,
  ) {
    const { errCode } = FAILURE_FORMS[failure.kind]
    const errMsg = `cloud.callFunction:fail Error: errCode: ${errCode} ${hint(errCode)} | errMsg: ${failure.message}`
    super(errMsg)
    this.errCode = errCode
    this.errMsg = errMsg
  }
}

const hint = (errCode: number): string => (errCode === -504002 ? 'functions execute fail' : '')
