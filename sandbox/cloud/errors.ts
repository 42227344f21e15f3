/**
 * A refusal of the gateway. On the wire it is HTTP 200 with `{ code, message, requestId }`; the SDK maps `code` to
 * the number its caller sees and keeps the text.
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

const CONTACT = 'Please check your request, but if the problem persists, contact us.'

export const invalidParam = (message: string): GatewayError => new GatewayError('INVALID_PARAM', message)

export const systemError = (message: string): GatewayError => new GatewayError('SYS_ERR', message)

export const collectionMissing = (name: string): GatewayError =>
  new GatewayError('DATABASE_COLLECTION_NOT_EXIST', `[ResourceNotFound] Db or Table not exist: ${name}. ${CONTACT}`)

export const collectionExists = (name: string): GatewayError =>
  new GatewayError('DATABASE_COLLECTION_ALREADY_EXISTS', `[ResourceInUse] Table exist: ${name}. ${CONTACT}`)

/** A write that the document engine itself refuses; the text is the engine's. */
export const writeFailed = (text: string): GatewayError =>
  new GatewayError(
    'DATABASE_REQUEST_FAILED',
    `[FailedOperation] multiple write errors: [{write errors: [{${text}}]}, {<nil>}]`,
  )

export const queryFailed = (text: string): GatewayError =>
  new GatewayError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${text}`)

export const duplicateKey = (collection: string, index: string, key: string): GatewayError =>
  writeFailed(`E11000 duplicate key error collection: tnt-local.${collection} index: ${index} dup key: { ${key} }`)

export const transactionConflict = (): GatewayError =>
  new GatewayError(
    'DATABASE_TRANSACTION_CONFLICT',
    `[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. ${CONTACT}`,
  )

export const transactionBusy = (): GatewayError =>
  new GatewayError('SYS_ERR', `[ResourceUnavailable.TransactionBusy] Transaction is busy. ${CONTACT}`)

export const transactionMissing = (): GatewayError =>
  new GatewayError(
    'DATABASE_TRANSACTION_FAIL',
    '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, ' +
      `transaction must be commit or abort in 30 seconds. ${CONTACT}`,
  )
