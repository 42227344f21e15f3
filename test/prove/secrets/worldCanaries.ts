// The canaries of one local WeChat, and everything that is said in it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ContractRecord } from '../../../cloudfunctions/_shared/records/contracts'
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
  const [contract] = await world.records.all('contracts')
  if (contract === undefined) return
  const out_contract_code = String(contract['_id'])
  for (const action of ['show', 'mayCharge', 'release'])
    said.push({ by: 'admin', text: await ask(action, { out_contract_code }) })
  said.push({ by: 'admin', text: await ask('find', { id: out_contract_code }) })
  said.push({ by: 'admin', text: await ask('reread', { all: true }) })
  said.push({ by: 'admin', text: await ask('replay', { id: `${out_contract_code}:SIGNED` }) })
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
