// The user's wish to close, kept until WeChat Pay confirms or refuses it: a lost answer must not lose the wish.
import type { ContractDeps } from '../ports'
import type { ContractRecord } from '../../records/contracts'
import { withDue } from '../../records/due'
import { countClosing } from './countClosing'

interface StoredIntent {
  /** As it now stands: it may have ended meanwhile, and then no wish is stored. */
  contract: ContractRecord
  /** False when the wish was there already: another call may be sending it this moment. */
  isNew: boolean
}

/**
 * A stamp of its own for every call: what is refused to one must not take away what another has asked for.
 * @throws {CallFailure} RATE_LIMITED: the user closes too often
 */
export async function storeIntent(contract: ContractRecord, deps: ContractDeps): Promise<StoredIntent> {
  const { store, clock } = deps
  return store.transact(async (tx) => {
    const current = (await tx.get('contracts', contract._id)) ?? contract
    if (current.state !== 'SIGNED') return { contract: current, isNew: false }
    await countClosing(tx, current, deps)
    const earlier = current.terminateRequestedAtMs
    const terminateRequestedAtMs = Math.max(clock.nowMs(), (earlier ?? 0) + 1)
    const closing = withDue('contracts', { ...current, terminateRequestedAtMs })
    await tx.put('contracts', closing)
    return { contract: closing, isNew: earlier === undefined }
  })
}

/**
 * WeChat Pay refused, and the contract is still in force.
 * @param contract as `storeIntent` left it: a newer wish than that one stays
 */
export async function dropIntent(contract: ContractRecord, { store }: ContractDeps): Promise<void> {
  await store.transact(async (tx) => {
    const current = await tx.get('contracts', contract._id)
    if (current?.state !== 'SIGNED' || current.terminateRequestedAtMs !== contract.terminateRequestedAtMs) return
    const open = { ...current }
    delete open.terminateRequestedAtMs
    await tx.put('contracts', withDue('contracts', open))
  })
}
