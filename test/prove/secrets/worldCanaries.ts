// The canaries of one local WeChat, and everything that is said in it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChargeRecord } from '../../../cloudfunctions/_shared/records/charges'
import type { ContractRecord } from '../../../cloudfunctions/_shared/records/contracts'
import type { PaymentRecord } from '../../../cloudfunctions/_shared/records/payments'
import type { RefundRecord } from '../../../cloudfunctions/_shared/records/refunds'
import type { Person } from '../../support/person'
import { callAdmin } from '../world/callAdmin'
import { FUNCTIONS_ROOT } from '../../support/functionsRoot'
import type { ProveWorld } from '../world/proveWorld'
import type { Canary, Said } from './canaries'

/** Listens from now on. @returns a list that grows with all that is said */
export function listen(world: ProveWorld): Said[] {
  const said: Said[] = []
  world.cloud.events.on('log', ({ line }) => said.push({ by: 'line', text: withoutStack(line) }))
  world.wechatPay.events.on('notificationAttempt', ({ answer = '' }) => said.push({ by: 'reply', text: answer }))
  world.onReply = (openid, reply) => said.push({ by: 'answer', text: JSON.stringify(reply), of: openid })
  world.onServerReply = (reply) => said.push({ by: 'server', text: JSON.stringify(reply ?? null) })
  world.changes.onHeard = (text, code) => said.push({ by: 'delivery', text, ...(code !== undefined && { of: code }) })
  return said
}

/** Paths of the machine are long, and no secret. */
function withoutStack(line: string): string {
  try {
    return JSON.stringify({ ...(JSON.parse(line) as object), stack: undefined })
  } catch {
    return line
  }
}

/** A person in charge looks at everything there is, and hands out to each user what is kept about them. */
export async function askInCharge(world: ProveWorld, people: readonly Person[], said: Said[]): Promise<void> {
  const ask = async (action: string, input: object) => JSON.stringify(await callAdmin(world, action, input))
  for (const person of people) {
    const { openid } = person
    said.push({ by: 'export', text: await ask('export', { openid }), of: openid })
    said.push({ by: 'admin', text: await ask('list', { openid }) })
  }
  for (const [collection, name] of Object.entries(SHOWN_BY)) {
    const [record] = await world.records.all(collection)
    if (record) said.push({ by: 'admin', text: await ask('show', { [name]: record['_id'] }) })
  }
  const [contract] = await world.records.all('contracts')
  if (contract === undefined) return
  const out_contract_code = String(contract['_id'])
  for (const action of ['show', 'mayCharge', 'release'])
    said.push({ by: 'admin', text: await ask(action, { out_contract_code }) })
  said.push({ by: 'admin', text: await ask('find', { id: out_contract_code }) })
  said.push({ by: 'admin', text: await ask('reread', { all: true }) })
  said.push({ by: 'admin', text: await ask('replay', { id: `${out_contract_code}:SIGNED` }) })
}

const SHOWN_BY = {
  payments: 'out_trade_no',
  charges: 'combine_out_trade_no',
  charge_orders: 'out_trade_no',
  refunds: 'out_refund_no',
}

const SECRETS = ['WXPAY_API_V3_KEY', 'WXPAY_ADMIN_KEY', 'WXPAY_CHANGE_SECRET', 'WXPAY_APP_JWT_KEY', 'WXPAY_PGREST_KEY']

const passwordIn = (url: string | undefined): string => (url === undefined ? '' : new URL(url).password)

/** Of the settings: said nowhere. */
export function settingsCanaries({ settings, keys }: ProveWorld): Canary[] {
  const lines = keys.merchant.privateKeyPem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'))
  return [
    ...lines.map((value, index) => ({ name: `line ${index + 1} of the private key`, value })),
    { name: 'the password of WXPAY_PG_URL', value: passwordIn(settings['WXPAY_PG_URL']) },
    ...SECRETS.map((name) => ({
      name,
      value: (settings[name] ?? '').replace(/^(hs256:|whsec_)/, ''),
    })),
  ]
}

/** Of the users: who they are is told to the merchant with their own contract; a session to whoever opened it. */
export async function userCanaries({ records }: ProveWorld): Promise<Canary[]> {
  const contracts = (await records.all('contracts')) as unknown as ContractRecord[]
  return contracts.flatMap(({ _id, openid = '', contract_id = '', request, session }): Canary[] => {
    const isMerchants = ({ by, of }: Said) => (by === 'delivery' && of === _id) || by === 'admin'
    const isOwn = ({ by, of }: Said) => by === 'answer' && of === openid
    const isExport = ({ by, of }: Said) => by === 'export' && of === openid
    return [
      // More than one contract may be theirs.
      { name: `the openid of ${_id}`, value: openid, belongsTo: (said) => isOfUser(said, openid, contracts) },
      {
        name: `the contract_id of ${_id}`,
        value: contract_id,
        belongsTo: (said) => isMerchants(said) || isExport(said),
      },
      { name: `the session of ${_id}`, value: session?.pre_entrustweb_id ?? '', belongsTo: isOwn },
      { name: `the body of ${_id}`, value: JSON.stringify(request), belongsTo: isExport },
      { name: `the label of ${_id}`, value: request.contract_display_account, belongsTo: isExport },
    ]
  })
}

/** Of what was sold and given back: words that go to WeChat Pay, and to nobody else but the user whose they are. */
export async function moneyCanaries({ records }: ProveWorld): Promise<Canary[]> {
  const all = async <Stored>(collection: string) => (await records.all(collection)) as unknown as Stored[]
  const isExport = ({ by }: Said) => by === 'export'
  const canary = (name: string, value: string): Canary => ({ name, value, belongsTo: isExport })
  return [
    ...(await all<PaymentRecord>('payments')).flatMap(({ _id, request, prepay_id = '' }) => [
      canary(`the body of order ${_id}`, JSON.stringify(request)),
      // The page of whoever pays shows it.
      {
        name: `the description of order ${_id}`,
        value: request.description,
        belongsTo: (said: Said) =>
          isExport(said) ||
          (said.by === 'answer' && Object.values<string | undefined>(request.payer).includes(said.of)),
      },
      // The page pays with it.
      { name: `the prepay_id of ${_id}`, value: prepay_id, belongsTo: ({ by }: Said) => by === 'answer' },
    ]),
    ...(await all<ChargeRecord>('charges')).flatMap(({ _id, request }) => [
      canary(`the body of charge ${_id}`, JSON.stringify(request)),
      canary(`the risk_info of ${_id}`, request.risk_info ?? ''),
      ...request.sub_orders.flatMap(({ out_trade_no, description, attach = '', sub_risk_info = '' }) => [
        canary(`the description of ${out_trade_no}`, description),
        canary(`what is attached to ${out_trade_no}`, attach),
        canary(`the sub_risk_info of ${out_trade_no}`, sub_risk_info),
      ]),
    ]),
    ...(await all<RefundRecord>('refunds')).flatMap(({ _id, request }) => [
      canary(`the body of refund ${_id}`, JSON.stringify(request)),
      canary(`the reason of ${_id}`, request.reason ?? ''),
    ]),
  ]
}

const isOfUser = ({ by, of }: Said, openid: string, contracts: readonly ContractRecord[]): boolean =>
  (by === 'export' && of === openid) ||
  (by === 'delivery' && contracts.some((contract) => contract._id === of && contract.openid === openid))

/** The functions as they are deployed. What lies beside each of them is the same file, and looked through once. */
export function bundles(): Said[] {
  const entries = readdirSync(FUNCTIONS_ROOT, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = files.map(({ parentPath, name }) => [readFileSync(join(parentPath, name), 'latin1'), name] as const)
  return [...new Map(texts)].map(([text, of]) => ({ by: 'file', text, of }))
}
