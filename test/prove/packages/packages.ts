// dist/wechatpay with every Node and every TypeScript it is promised for, in each module resolution they have.
import { execFile } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildLibrary } from '../../../scripts/build/library'
import { kitPlan } from '../../../scripts/build/kitPlan'
import { createProject, ROOT, TSX, type Project } from '../../support/project'
import { must, stopIfAborted, type Proof } from '../proof'
import { AXIOSES, fetched, nodeProgram, NODES, TOO_OLD_NODE, TYPE_CELLS } from './matrix'

const PLAN = kitPlan([])
const NAME = PLAN.libraryName

interface Cell {
  name: string
  /** @returns what is wrong; nothing where it holds */
  wrong: (merchant: Project) => Promise<string>
}

const RUNNING: Cell[] = [
  ...NODES.map(cellOfNode),
  cellOfOldNode(TOO_OLD_NODE),
  ...NODES.map(cellOfJourney),
  ...AXIOSES.map(cellOfAxios),
]
/** What is here needs nothing to be fetched: this Node, and the first of them. */
const CELLS: Cell[] = [
  { name: 'this Node', wrong: (merchant) => run(process.execPath, merchant) },
  ...RUNNING,
  ...typeCells(),
]

export const packages: Proof = {
  name: 'packages',
  claim:
    'dist/wechatpay runs on every Node, and compiles by every TypeScript, it is promised for; an older Node is told in one sentence; the built functions sign and close on each',
  unit: 'combinations',
  counts: { whole: CELLS.length, choice: 1 },
  async run(run) {
    const merchant = createProject({ ...USES }, ['axios', '@types/node', 'undici-types'])
    try {
      await buildLibrary(PLAN, join(merchant.root, 'node_modules', NAME))
      const cells = CELLS.slice(0, run.count)
      for (const [at, { name, wrong }] of cells.entries()) {
        stopIfAborted(run)
        const problem = await wrong(merchant)
        must(problem === '', () => `${name}: ${problem}`)
        run.progress(at + 1, cells.length)
      }
      return [`${cells.length} combinations`, cells.map(({ name }) => name).join('; ')]
    } finally {
      merchant.remove()
    }
  },
}

const CALL = `
  const [own, theirs] = [1, 2].map(() => crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const wxpay = lib.createWechatPay({
    mchid: '1900000109', serial: '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C', privateKey: own.privateKey,
    publicKey: { id: 'PUB_KEY_ID_0114232134912410000000000000', key: theirs.publicKey },
    hosts: ['http://127.0.0.1:9'],
  })
  wxpay.v3.certificates.get().catch((error) => console.log(error.name, error.isSent))`

const USES = {
  'use.cjs': `const lib = require('${NAME}'), crypto = require('node:crypto')${CALL}`,
  'use.mjs': `import * as lib from '${NAME}'\nimport crypto from 'node:crypto'${CALL}`,
  ...Object.fromEntries(['use.ts', 'use.mts', 'use.cts'].map((file) => [file, typedUse()])),
}

/** Everything up to the network: keys, signature, transport. */
const AS_EXPECTED = 'WechatPayTransportError false\n'

function typedUse(): string {
  return `
    import { createWechatPay, receiveNotification } from '${NAME}'
    import type { NotifyTrust, PreEntrustSignBody, PreEntrustSignReply, WechatPayOptions } from '${NAME}'
    export async function preSign(options: WechatPayOptions, body: PreEntrustSignBody): Promise<PreEntrustSignReply> {
      const { data } = await createWechatPay(options).v3.passwordExemptContract.contracts.normal.preEntrustSign.miniProgram.post(body)
      return data
    }
    export const receive = (body: Buffer, trust: NotifyTrust) => receiveNotification({ headers: {}, body }, trust, 0)
    // @ts-expect-error: a misspelt segment
    export const wrong = (options: WechatPayOptions) => createWechatPay(options).v3.passwordExempt
  `
}

function cellOfNode(version: string): Cell {
  return { name: `Node ${version}`, wrong: (merchant) => run(nodeProgram(version), merchant) }
}

/** As CommonJS and as an ES module. */
async function run(program: string, { root }: Project): Promise<string> {
  for (const file of ['use.cjs', 'use.mjs']) {
    const { said } = await output(program, [file], root)
    if (said !== AS_EXPECTED) return `${file}: ${said}`
  }
  return ''
}

function cellOfOldNode(version: string): Cell {
  return {
    name: `Node ${version}, told`,
    wrong: async ({ root }) => {
      const { said } = await output(nodeProgram(version), ['use.cjs'], root)
      return /ConfigError:[^]*this runs on Node 16\.20; expected 18\.15 or newer\./.test(said) ? '' : said
    },
  }
}

/** The built functions in the local WeChat, which is given what it needs and that Node lacks; the threads they run in are not. */
function cellOfJourney(version: string): Cell {
  const start = ['--require', './test/support/oldestNode.cjs', ...TSX, 'scripts/start.ts', '--once', '--lang', 'en']
  return {
    name: `a journey on Node ${version}`,
    wrong: async () => {
      const { said } = await output(nodeProgram(version), start, ROOT)
      return said.includes('Done: signed, confirmed, closed.') ? '' : said
    },
  }
}

/** What it runs on is in it; its types are those of the axios that is found. */
function cellOfAxios(version: string): Cell {
  return {
    name: `axios ${version} of the merchant`,
    wrong: async ({ root }) => {
      const theirs = createProject({ ...USES }, ['@types/node', 'undici-types'])
      try {
        for (const [name, from] of [
          ['axios', fetched('axios', version)],
          [NAME, join(root, 'node_modules', NAME)],
        ] as const)
          cpSync(from, join(theirs.root, 'node_modules', name), { recursive: true })
        return (
          (await run(process.execPath, theirs)) || (await compile(NEWEST, 'use.cts', ['nodenext', 'nodenext'], theirs))
        )
      } finally {
        theirs.remove()
      }
    },
  }
}

const NEWEST = join(ROOT, 'node_modules/typescript')

function typeCells(): Cell[] {
  return TYPE_CELLS.map(({ version, name, file, options }) => ({
    name: `TypeScript ${version} ${name}`,
    wrong: (merchant) => compile(fetched('typescript', version), file, options, merchant),
  }))
}

/** @returns what the compiler says */
async function compile(
  compiler: string,
  file: string,
  [module = '', resolution = '']: readonly string[],
  { root }: Project,
): Promise<string> {
  const how = ['--module', module, '--moduleResolution', resolution]
  const strict = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022', '--types', 'node']
  return (await output(process.execPath, [join(compiler, 'bin/tsc'), ...strict, ...how, file], root)).said
}

/** With an empty environment; whatever it prints, and how it ends, is what is looked at. */
async function output(program: string, args: readonly string[], cwd: string): Promise<{ said: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd, env: {} })
    return { said: stdout + stderr }
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string }
    return { said: `${stdout ?? ''}${stderr ?? ''}` || message }
  }
}
