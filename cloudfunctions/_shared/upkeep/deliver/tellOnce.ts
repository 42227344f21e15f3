// One try to tell one change: begun in the database, told to whoever has not taken it yet, and what came of it written down.
import { kindOf, StoreError } from '../../kernel/errors'
import type { Log, LogFields } from '../../kernel/ports'
import { withDue } from '../../records/due'
import { settledChange } from '../../records/erased'
import { MAX_TRIES, type OutboxRecord } from '../../records/outbox'
import { NotTaken, type DeliveryDeps, type Receiver } from '../ports'
import { nextChange } from './nextChange'
import { toChange } from './toChange'
import { withContractId } from './withContractId'

/**
 * @returns the row, for us to tell: its next try is put off, so that nobody else tells it meanwhile. With `deadAtMs` where all its
 *   tries were begun and the last never ended, as where the merchant's code takes the whole function down: it is given up
 */
export async function beginTry({ _id }: OutboxRecord, deps: DeliveryDeps): Promise<OutboxRecord | undefined> {
  const begun = await deps.store.transact(async (tx) => {
    const row = await tx.get('contract_outbox', _id)
    const nowMs = deps.clock.nowMs()
    if (!row || nextChange([row], nowMs).kind !== 'due') return undefined
    const next = withDue('contract_outbox', row.tries < MAX_TRIES ? tried(row, nowMs) : givenUp(row, nowMs))
    await tx.put('contract_outbox', next)
    return next
  })
  if (begun?.deadAtMs !== undefined) tellGivenUp(begun, deps.log)
  return begun
}

const tried = (row: OutboxRecord, nowMs: number): OutboxRecord => ({
  ...row,
  tries: row.tries + 1,
  triedAtMs: nowMs,
  waitsUntilMs: 0,
})

const givenUp = (row: OutboxRecord, nowMs: number): OutboxRecord =>
  settledChange({ ...row, lastError: 'its last try never ended', deadAtMs: nowMs })

function tellGivenUp(row: OutboxRecord, log: Log): void {
  log.alert('change given up: mend the receiver, then replay it', toldOf(row))
}

const toldOf = (row: OutboxRecord): LogFields => {
  const { state, tries, lastError = '' } = row
  return { ...aboutOf(row), state, tries, reason: lastError }
}

interface Told {
  /** With what was found out on the way. */
  row: OutboxRecord
  takenBy: string[]
  /** Why it is not over. */
  lastError?: string
}

/** @returns whether everybody has it */
export async function tellOnce(begun: OutboxRecord, deps: DeliveryDeps, untilMs: number): Promise<boolean> {
  const row = await withContractId(begun, deps)
  const told = row ? await tellReceivers(row, deps, untilMs) : notReady(begun)
  await conclude(told, deps)
  return told.lastError === undefined
}

const notReady = (row: OutboxRecord): Told => ({
  row,
  takenBy: row.takenBy ?? [],
  lastError: 'contract_id is not known yet: WeChat Pay could not be asked',
})

/** Side by side: one that hangs takes no time from the others. */
async function tellReceivers(row: OutboxRecord, deps: DeliveryDeps, untilMs: number): Promise<Told> {
  const { takenBy = [] } = row
  const waiting = deps.receivers.filter(({ name }) => !takenBy.includes(name))
  const answers = await Promise.all(
    waiting.map(async (receiver) => ({
      name: receiver.name,
      error: await tellReceiver(receiver, row, deps, untilMs),
    })),
  )
  const now = answers.filter(({ error }) => error === undefined).map(({ name }) => name)
  const errors = answers.flatMap(({ name, error }) => (error === undefined ? [] : [`${name}: ${error}`]))
  return { row, takenBy: [...takenBy, ...now], ...(errors.length > 0 && { lastError: errors.join('; ') }) }
}

/** @returns why it has not taken it */
async function tellReceiver(
  receiver: Receiver,
  row: OutboxRecord,
  { within, clock }: DeliveryDeps,
  untilMs: number,
): Promise<string | undefined> {
  const leftMs = untilMs - clock.nowMs()
  if (leftMs <= 0) return 'no time was left'
  try {
    await within(receiver.tell(toChange(row), leftMs), leftMs)
    return undefined
  } catch (error) {
    if (error instanceof NotTaken) return error.message
    // No receiver has to do with the database: it is `within` that says so, of one that takes too long.
    return error instanceof StoreError ? `no answer in ${leftMs} ms` : kindOf(error)
  }
}

async function conclude({ row, takenBy, lastError }: Told, { store, clock, log }: DeliveryDeps): Promise<void> {
  const nowMs = clock.nowMs()
  const isDead = lastError !== undefined && row.tries >= MAX_TRIES
  await store.transact(async (tx) => {
    const current = (await tx.get('contract_outbox', row._id)) ?? row
    const end = lastError === undefined ? { deliveredAtMs: nowMs } : { lastError, ...(isDead && { deadAtMs: nowMs }) }
    // The fields of the change itself are of the row that was told: it may know more.
    const { erasedAtMs } = current
    const next = {
      ...current,
      ...row,
      tries: current.tries,
      takenBy,
      ...end,
      ...(erasedAtMs !== undefined && { erasedAtMs }),
    }
    await tx.put('contract_outbox', withDue('contract_outbox', settledChange(next)))
  })
  if (lastError === undefined) return
  if (isDead) tellGivenUp({ ...row, lastError }, log)
  else log.info('change not taken yet', toldOf({ ...row, lastError }))
}

/** Its code, by the name its kind has. */
function aboutOf(row: OutboxRecord): LogFields {
  const { code } = row
  if ('order' in row) return { out_trade_no: code }
  if ('charge' in row) return { combine_out_trade_no: code }
  return 'refund' in row ? { out_refund_no: code } : { out_contract_code: code }
}
