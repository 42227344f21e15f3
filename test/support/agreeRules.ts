// What it means that the record agrees with WeChat Pay. Each rule looks at both sides and says what is wrong. They are
// written from the design's words and share no code with the functions they judge.
import type { ContractRecord } from '../../cloudfunctions/_shared/records/contracts'
import type { AgreementView } from '../../sandbox/wechatpay/agreement'
import type { Sides } from './agree'
import { codesOf } from './slotViews'

type Rule = (sides: Sides) => string[]

/** A record's states that say the same as one of WeChat Pay's, once the owner has asked. */
const SAME: Readonly<Record<AgreementView['contract_state'], readonly string[]>> = {
  NOT_SIGNED: ['REQUESTED', 'PRESIGNED', 'REJECTED', 'EXPIRED'],
  SIGNED: ['SIGNED'],
  TERMINATED: ['TERMINATED'],
}
/** Without anything at WeChat Pay: it never heard of it, and says so once two hours are over, or refused it. */
const WITHOUT_UPSTREAM = ['REQUESTED', 'REJECTED', 'EXPIRED']

const states: Rule = ({ contracts, upstream }) =>
  contracts.flatMap(({ _id, state }) => {
    const held = upstream.find(({ out_contract_code }) => out_contract_code === _id)
    const possible = held ? SAME[held.contract_state] : WITHOUT_UPSTREAM
    return possible.includes(state) ? [] : [`${_id} is ${state}, WeChat Pay holds ${held?.contract_state ?? 'nothing'}`]
  })

const nothingUnrecorded: Rule = ({ contracts, upstream }) =>
  upstream
    .filter(({ out_contract_code }) => !contracts.some(({ _id }) => _id === out_contract_code))
    .map(({ out_contract_code }) => `${out_contract_code} exists at WeChat Pay and not on record`)

const facts: Rule = ({ contracts, upstream }) =>
  upstream.flatMap((held) => {
    const contract = contracts.find(({ _id }) => _id === held.out_contract_code)
    if (!contract || held.contract_state === 'NOT_SIGNED') return []
    const pairs: [name: string, ours: unknown, theirs: unknown][] = [
      ['openid', contract.openid, held.openid],
      ['contract_id', contract.contract_id, held.contract_id],
      ['signedAtMs', toSeconds(contract.signedAtMs), toSeconds(held.signedAtMs)],
      ['terminatedAtMs', toSeconds(contract.terminatedAtMs), toSeconds(held.terminatedAtMs)],
      ['contract_termination_mode', contract.contract_termination_mode, held.contract_termination_mode],
    ]
    return pairs
      .filter(([name, ours, theirs]) => ours !== theirs && !mayLack(contract, name, ours))
      .map(([name]) => `${contract._id}: ${name} differs`)
  })

/** The notifications of combine-papay do not name these, and an ended contract is not asked about again. */
const mayLack = ({ family, state, erasedAtMs }: ContractRecord, name: string, ours: unknown): boolean =>
  (erasedAtMs !== undefined && name === 'openid') ||
  (family === 'combine-papay' &&
    state === 'TERMINATED' &&
    ours === undefined &&
    (name === 'contract_id' || name === 'signedAtMs'))

/** The wire tells whole seconds. */
const toSeconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.floor(ms / 1000))

const session: Rule = ({ contracts, upstream }) =>
  contracts
    // Offered with an order, a session is told to nobody but the user.
    .filter(({ state, scene }) => state === 'PRESIGNED' && scene !== 'pay-redirect-sign')
    .filter(({ _id, session: ours }) => {
      const held = upstream.find(({ out_contract_code }) => out_contract_code === _id)
      return held?.session === 'open' && held.pre_entrustweb_id !== ours?.pre_entrustweb_id
    })
    .map(({ _id }) => `${_id} holds another session than WeChat Pay`)

const oneEffective: Rule = ({ contracts, upstream }) => [
  ...twice(contracts.filter(({ state }) => state === 'SIGNED').map(userAndTemplate)),
  ...twice(upstream.filter((one) => one.contract_state === 'SIGNED').map((one) => `${one.openid} ${one.template_id}`)),
]

const oneCodePerAttempt: Rule = ({ contracts }) => [
  ...twice(contracts.map((contract) => `${userAndTemplate(contract)}, attempt ${contract.attemptNo}`)),
  ...contracts
    .filter(({ attemptNo }) => attemptNo > 1)
    .filter((later) => !contracts.some((one) => isSameUser(one, later) && one.attemptNo === later.attemptNo - 1))
    .map(({ _id, attemptNo }) => `${_id} is attempt ${attemptNo}, and there is none before it`),
]

const slots: Rule = ({ contracts, slots: all }) => {
  const users = new Map(contracts.map((contract) => [userAndTemplate(contract), contract]))
  return [...users].flatMap(([user, one]) => {
    const attempts = contracts.filter((contract) => isSameUser(contract, one))
    const ours = all.filter((slot) => codesOf(slot).some((code) => attempts.some(({ _id }) => _id === code)))
    const [held] = ours
    const slot = held && Object.values(held.attempts)[0]
    if (!slot || ours.length > 1) return [`${user} has ${ours.length} slots`]
    const newest = attempts.reduce((a, b) => (a.attemptNo > b.attemptNo ? a : b))
    const current = attempts.find(({ _id }) => _id === slot.currentCode)
    // Whatever was signed: that is for the list to tell.
    const isRight = current === newest
    const inForce = attempts.filter(({ state }) => state === 'SIGNED').map(({ _id }) => _id)
    const isListed = held.inForce.length === inForce.length && held.inForce.every(({ code }) => inForce.includes(code))
    return [
      ...(isListed ? [] : [`the slot of ${user} does not list what is in force`]),
      ...(isRight ? [] : [`the slot of ${user} points to ${slot.currentCode}, ${current?.state ?? 'not there'}`]),
      ...(slot.attemptNo === newest.attemptNo ? [] : [`the slot of ${user} counts ${slot.attemptNo}`]),
    ]
  })
}

const noOrphans: Rule = ({ contracts, slots: all, outbox: rows }) => {
  const ofContracts = rows.filter((row) => 'contract' in row)
  const codes = [...all.flatMap(codesOf), ...ofContracts.map(({ code }) => code)]
  return codes.filter((code) => !contracts.some(({ _id }) => _id === code)).map((code) => `${code} is not on record`)
}

const outbox: Rule = ({ contracts, outbox: rows }) =>
  contracts.flatMap(({ _id, openid, contract_id, state }) => {
    const ours = rows.filter(({ code }) => code === _id)
    const isReported = state === 'SIGNED' || state === 'TERMINATED'
    const isMissing = isReported && !ours.some((row) => row.state === state)
    // SIGNED may lie behind a TERMINATED; where that came first there is no row of it.
    const untrue = ours.filter((row) => row.state !== state && !(row.state === 'SIGNED' && state === 'TERMINATED'))
    const wrong = ours.filter(
      (row) =>
        'contract' in row &&
        (row.contract.openid !== openid || (row.contract.contract_id ?? contract_id) !== contract_id),
    )
    const misnamed = ours.filter((row) => row._id !== `${row.code}:${row.state}`)
    return [
      ...(isMissing ? [`${_id}:${state} is missing`] : []),
      ...[...untrue, ...wrong, ...misnamed].map((row) => `${row._id} tells what is not so (${_id} is ${state})`),
    ]
  })

const notifications: Rule = ({ notifications: sent, kept }) => [
  ...sent
    .filter(({ id, state }) => state === 'accepted' && !kept.some(({ _id }) => _id === id))
    .map(({ id }) => `${id} was accepted and is not kept`),
  ...kept
    .filter(({ _id }) => !sent.some((one) => isKeptAs(one, _id)))
    .map(({ _id }) => `${_id} is kept and was never sent`),
  ...kept
    .filter(({ _id, outcome }) => outcome === 'setAside' && !sent.some((one) => isKeptAs(one, _id) && isSpoilt(one)))
    .map(({ _id, reason }) => `${_id} was set aside: ${String(reason)}`),
]

/** One that came once as it is and once spoilt is kept twice, the second time with a hash behind its id. */
const isKeptAs = (sent: Sides['notifications'][number], _id: string): boolean =>
  sent.id === _id || (isSpoilt(sent) && _id.startsWith(`${sent.id}:`))

/** Signed by WeChat Pay, and what it says was made untrue or unreadable on purpose. */
const isSpoilt = ({ attempts }: Sides['notifications'][number]): boolean =>
  attempts.some(({ faults }) => faults.some((fault) => SPOILS.includes(fault)))

const SPOILS = ['alteredPlaintext', 'unmappedEventType']

const unchangedBody: Rule = ({ contracts, preSigns }) =>
  contracts.flatMap((contract) => {
    const sent = new Set(preSigns.filter(({ body }) => body.includes(contract._id)).map(({ body }) => body))
    // Of an erased person the body is kept no more.
    const isStored =
      contract.erasedAtMs !== undefined || [...sent].every((body) => body === JSON.stringify(contract.request))
    return sent.size > 1 || !isStored ? [`${contract._id} was asked for with a body that is not the stored one`] : []
  })

export const RULES: Readonly<Record<string, Rule>> = {
  'states correspond': states,
  'WeChat Pay holds nothing we do not know of': nothingUnrecorded,
  'facts are the same': facts,
  'the session on record is the open one': session,
  'one effective contract per user and template': oneEffective,
  'one code per attempt': oneCodePerAttempt,
  'the slot points to the right code': slots,
  'nothing points to nowhere': noOrphans,
  'each SIGNED and TERMINATED has its outbox row': outbox,
  'notifications are kept once': notifications,
  'the same code is asked for with the same body': unchangedBody,
}

const userAndTemplate = (contract: ContractRecord): string =>
  `${contract.openid ?? contract.sub_openid ?? contract.userId} ${contract.family === 'password-exempt' ? contract.service_id : contract.plan_id}`

const isSameUser = (a: ContractRecord, b: ContractRecord): boolean => userAndTemplate(a) === userAndTemplate(b)

const twice = (names: string[]): string[] =>
  names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name}: more than one`)
