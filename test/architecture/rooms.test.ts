// The directions of docs/architecture.md, kept by .dependency-cruiser.mjs. Each arrow is planted in a project of one file a
// room: what is not allowed here has to be refused there.
import { spawnSync } from 'node:child_process'
import { join, posix } from 'node:path'
import { createProject, ROOT, type Project } from '../support/project'

const SHARED = 'cloudfunctions/_shared'

/** One file of each room, and whatever else can be imported. */
const PLACES = {
  typings: 'typings/contract/it.ts',
  wire: `${SHARED}/wechatpay/wire/it.ts`,
  wechatpay: `${SHARED}/wechatpay/it.ts`,
  records: `${SHARED}/records/it.ts`,
  kernel: `${SHARED}/kernel/it.ts`,
  contracts: `${SHARED}/contracts/it.ts`,
  orders: `${SHARED}/orders/sub/it.ts`,
  notify: `${SHARED}/notify/it.ts`,
  upkeep: `${SHARED}/upkeep/it.ts`,
  admin: `${SHARED}/admin/it.ts`,
  contractPorts: `${SHARED}/contracts/ports.ts`,
  orderPorts: `${SHARED}/orders/ports.ts`,
  notifyPorts: `${SHARED}/notify/ports.ts`,
  upkeepPorts: `${SHARED}/upkeep/ports.ts`,
  merchant: `${SHARED}/merchant/it.ts`,
  platform: `${SHARED}/platform/it.ts`,
  settings: `${SHARED}/platform/settings/it.ts`,
  database: `${SHARED}/platform/database/it.ts`,
  gateways: `${SHARED}/platform/gateways/it.ts`,
  hosts: `${SHARED}/platform/hosts/it.ts`,
  doors: `${SHARED}/platform/doors/it.ts`,
  functions: 'cloudfunctions/queryContract/index.ts',
  shapes: 'miniprogram/entrust/merchantShapes.ts',
  asking: 'miniprogram/entrust/asking/it.ts',
  journey: 'miniprogram/entrust/journey/it.ts',
  steps: 'miniprogram/entrust/steps/it.ts',
  view: 'miniprogram/entrust/view/it.ts',
  consent: 'miniprogram/entrust/consent/it.ts',
  values: 'miniprogram/entrust/merchant/it.ts',
  card: 'miniprogram/entrust/startJourney.ts',
  checkout: 'miniprogram/pages/checkout/journey/it.ts',
  wx: 'miniprogram/wx/it.ts',
  pages: 'miniprogram/pages/entrust/it.ts',
  sandbox: 'sandbox/it.ts',
} as const
type Place = keyof typeof PLACES
const PACKAGES = [
  'axios',
  'canonicalize',
  'jose',
  'pg',
  'standardwebhooks',
  'valibot',
  'wx-server-sdk',
  'node:crypto',
  'esbuild',
] as const
type Target = Place | (typeof PACKAGES)[number]

const ground = 'kernel records wire typings'
const flows = 'contracts orders notify admin upkeep'
const parts = 'consent view steps journey asking shapes'
const ports = 'contractPorts orderPorts notifyPorts upkeepPorts'
/** Which targets a file of each room may import, by type. */
const MAY: Partial<Record<Place, string>> = {
  typings: '',
  wire: '',
  wechatpay: 'wire axios node:crypto',
  records: 'wire',
  kernel: 'records wire typings valibot',
  contracts: `contractPorts ${ground} valibot`,
  orders: `contracts contractPorts orderPorts ${ground} valibot`,
  notify: `contracts orders contractPorts orderPorts notifyPorts ${ground}`,
  upkeep: `contracts orders notify contractPorts orderPorts notifyPorts upkeepPorts ${ground}`,
  admin: `contracts orders notify contractPorts orderPorts notifyPorts ${ground} valibot`,
  merchant: 'orderPorts upkeepPorts node:crypto',
  platform: 'kernel node:crypto',
  settings: `${ports} ${ground} platform wechatpay valibot node:crypto`,
  database: `${ports} ${ground} platform wechatpay pg node:crypto`,
  gateways: `${ports} ${ground} platform wechatpay valibot standardwebhooks node:crypto`,
  hosts: `gateways database settings merchant ${flows} ${ports} ${ground} platform wechatpay node:crypto`,
  doors: `hosts settings merchant ${flows} ${ports} ${ground} platform wechatpay valibot jose canonicalize node:crypto`,
  functions: `doors hosts ${flows} ${ports}`,
  asking: 'shapes typings',
  journey: 'asking shapes typings',
  steps: 'journey asking shapes typings',
  view: 'steps journey asking shapes typings',
  consent: 'view shapes',
  values: 'view shapes',
  checkout: `card ${parts} typings`,
  wx: `card ${parts} typings`,
  pages: `wx card checkout values ${parts} typings`,
  sandbox: 'axios canonicalize jose pg standardwebhooks valibot node:crypto esbuild',
}
const ROOMS = Object.keys(MAY) as Place[]
const TARGETS = [...(Object.keys(PLACES) as Place[]), ...PACKAGES]

const pathTo = (from: string, to: Target): string =>
  to in PLACES
    ? posix
        .relative(posix.dirname(from), PLACES[to as Place])
        .replace(/^(?!\.)/, './')
        .replace(/\.ts$/, '')
    : to
const planted = (from: Place, to: Target) => posix.join(posix.dirname(PLACES[from]), `to_${to.replace(':', '_')}.ts`)
const byType = (from: string, to: Target) => `import type { It } from '${pathTo(from, to)}'\nexport type Mine = It\n`

/** Other ways to write the same import, and what a direction alone does not say. */
const KERNEL = `${SHARED}/kernel`
const ASKEW = {
  'an import of a value': [`${KERNEL}/a.ts`, "import { it } from '../contracts/it'\nexport const mine = it\n"],
  'a name handed on': [`${KERNEL}/b.ts`, "export { it } from '../contracts/it'\n"],
  'everything handed on': [`${KERNEL}/c.ts`, "export * from '../contracts/it'\n"],
  'late loading': [`${KERNEL}/d.ts`, "export const mine = async () => import('../contracts/it')\n"],
  'a type in passing': [`${KERNEL}/e.ts`, "export type Mine = import('../contracts/it').It\n"],
  'a circle of types': [`${KERNEL}/f.ts`, "import type { G } from './g'\nexport type F = G\n"],
  'another function': [
    'cloudfunctions/closeOrder/index.ts',
    "import { it } from '../queryContract/index'\nexport const main = it\n",
  ],
  'a folder nobody has given a room': [
    `${SHARED}/attic/it.ts`,
    "import { it } from '../kernel/it'\nexport const mine = it\n",
  ],
  'axios for a value': [`${SHARED}/wechatpay/a.ts`, "import axios from 'axios'\nexport const mine = axios\n"],
  'the SDK beside its door': [
    `${SHARED}/platform/database/a.ts`,
    "export const mine = async () => import('wx-server-sdk')\n",
  ],
  'the driver of PostgreSQL beside its door': [
    `${SHARED}/platform/database/postgres/a.ts`,
    "export const mine = async () => import('pg')\n",
  ],
} as const
const FINE = {
  [`${SHARED}/wechatpay/transport.ts`]: "import axios from 'axios'\nexport const mine = axios\n",
  [`${SHARED}/platform/database/document/sdk.ts`]: "export const mine = async () => import('wx-server-sdk')\n",
  [`${SHARED}/platform/database/postgres/pgConnection.ts`]: "export const mine = async () => import('pg')\n",
}

type Text = readonly [path: string, text: string]

let project: Project
let refused: Set<string>
beforeAll(() => {
  const it = Object.values(PLACES).map((path): Text => [path, 'export const it = 1\nexport type It = number\n'])
  const arrows = ROOMS.flatMap((from) =>
    TARGETS.filter((to) => to !== from).map((to): Text => [planted(from, to), byType(PLACES[from], to)]),
  )
  const back: Text = [`${KERNEL}/g.ts`, "import type { F } from './f'\nexport type G = F\n"]
  project = createProject(
    Object.fromEntries([...it, ...arrows, ...Object.values(ASKEW), ...Object.entries(FINE), back]),
  )
  refused = refusedIn(project.root)
})
afterAll(() => project.remove())

/** @returns the files in which something is refused */
function refusedIn(cwd: string): Set<string> {
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [
    bin,
    '--config',
    join(ROOT, '.dependency-cruiser.mjs'),
    '-T',
    'json',
    'cloudfunctions',
    'miniprogram',
    'typings',
    'sandbox',
  ]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1e8 })
  if (stdout === '') throw new Error(stderr)
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string }[] } }
  return new Set(summary.violations.map(({ from }) => from))
}

it.each(ROOMS)('%s may import what it may, and nothing else', (from) => {
  const others = TARGETS.filter((to) => to !== from)
  const taken = others.filter((to) => !refused.has(planted(from, to)))
  expect(taken.sort()).toEqual((MAY[from] ?? '').split(' ').filter(Boolean).sort())
})

it.each(Object.entries(ASKEW))('%s is refused', (_, [path]) => {
  expect(refused).toContain(path)
})

it.each(Object.keys(FINE))('%s is the one place for it', (path) => {
  expect(refused).not.toContain(path)
})
