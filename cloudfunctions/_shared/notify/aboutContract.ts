// NOTIFY 4/5, of contracts: judged against the record, and written in the transaction of the notification.
import { leaveContractOpen } from '../contracts/ask/setAsideCodes'
import type { Evidence } from '../contracts/evidence/applyEvidence'
import { terminationMode } from '../contracts/evidence/claim'
import { objection, toEvidence } from '../contracts/evidence/judge'
import { isOtherSigner, tellOtherSigner } from '../contracts/evidence/otherSigner'
import type { StoreTransaction } from '../kernel/ports'
import { isVoid, type ContractRecord } from '../records/contracts'
import { writeEvidence } from '../contracts/evidence/writeEvidence'
import type { ContractMeaning } from './interpret'
import type { Acted, Circumstances } from './outcome'

export async function actOnContract(
  tx: StoreTransaction,
  meaning: ContractMeaning,
  given: Circumstances,
): Promise<Acted> {
  const { receivedAtMs, sha256 } = given
  const contract = meaning.code === '' ? undefined : await tx.get('contracts', meaning.code)
  const judgement = judgeNotify(meaning, contract, receivedAtMs)
  if (judgement.kind === 'setAside') return setAsideIn(tx, judgement, given)
  const applied = await writeEvidence(tx, judgement.contract, judgement.evidence, sha256)
  if (applied.kind === 'conflict') {
    const { contract: aboutUs, field: fields } = applied
    return setAsideIn(tx, { kind: 'setAside', reason: 'IDENTITY_MISMATCH', fields, aboutUs }, given)
  }
  const { unused } = judgement.evidence
  return { outcome: applied.kind, ...(unused && { unused: unused.join(',') }) }
}

async function setAsideIn(
  tx: StoreTransaction,
  { reason, fields, aboutUs, otherSigner }: SetAsideNotify,
  { receivedAtMs, sha256, knownReason }: Circumstances,
): Promise<Acted> {
  if (otherSigner) await tellOtherSigner(tx, otherSigner.contract, otherSigner.signedBy, receivedAtMs)
  else if (aboutUs && reason !== knownReason) await leaveContractOpen(tx, aboutUs, receivedAtMs, sha256)
  return { outcome: 'setAside', reason, fields }
}

type Judgement = { kind: 'evidence'; evidence: Evidence; contract: ContractRecord } | SetAsideNotify

interface SetAsideNotify {
  kind: 'setAside'
  reason: string
  fields: string
  /** The contract whose code it names. */
  aboutUs?: ContractRecord
  /** Understood all the same: someone else signed. */
  otherSigner?: { contract: ContractRecord; signedBy: string }
}

/** @param contract the record of the code, if there is one */
function judgeNotify(
  { event_type, says, read }: ContractMeaning,
  contract: ContractRecord | undefined,
  receivedAtMs: number,
): Judgement {
  const setAside = (reason: string, fields: string | readonly string[]): SetAsideNotify => ({
    kind: 'setAside',
    reason,
    fields: String(fields),
    ...(contract && { aboutUs: contract }),
  })
  if (!read.ok) return setAside('FIELDS_MALFORMED', read.fields)
  const { claim } = read
  if (!contract) return setAside('CODE_UNKNOWN', 'out_contract_code')
  const against = objection(claim, contract, [])
  if (against) {
    const { signedBy } = against
    const isTold = says === 'signed' && signedBy !== undefined && isOtherSigner(contract, against)
    return { ...setAside(against.reason, against.fields), ...(isTold && { otherSigner: { contract, signedBy } }) }
  }
  if (says === undefined) return setAside('EVENT_TYPE_UNMAPPED', 'event_type')
  const state = says === 'signed' ? 'SIGNED' : 'TERMINATED'
  const told = claim.contract_state ?? state
  if (told !== state) return setAside('STATE_CONTRADICTS', 'contract_state')
  // Where it names no state, only our map says "signed": that alone does not stand against a termination.
  if (state === 'SIGNED' && !claim.contract_state && terminationMode(claim) !== undefined) {
    return setAside('STATE_CONTRADICTS', 'contract_termination_mode')
  }
  // WeChat Pay has said since that it knows no such contract: only an answer of now can tell.
  if (state === 'SIGNED' && isVoid(contract)) return setAside('CONTRACT_VOID', 'contract_state')
  return { kind: 'evidence', contract, evidence: toEvidence(claim, state, 'notify', event_type, receivedAtMs) }
}
