// Every finding is planted by a real file or setting, and named with its cure.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { FINDINGS, OFFLINE_FINDINGS, type FindingId } from '../../../scripts/doctor/findings'
import { anchorsOf } from '../../../scripts/doctor/reference'
import { report, reportJson } from '../../../scripts/doctor/report'
import { makeMerchantCertificate } from '../../support/certificates'
import { pkcs8 } from '../../support/buildersSettings'
import { DoctorProject, TERMS } from '../../support/doctorProject'
import { ROOT, TSX } from '../../support/project'
import { makeMerchantKeys, MCHID, REST, type MerchantKeys } from '../../support/setupFolder'

const DAY_MS = 86_400_000
const CARD = 'miniprogram/entrust/merchant/settings.ts'
const OTHER_SERIAL = '7157F09EFDC096DE15EBE81A47057A7232F1B8E3'

let keys: MerchantKeys
let good: DoctorProject
let project: DoctorProject
beforeAll(async () => {
  keys = await makeMerchantKeys()
  good = await DoctorProject.create(keys)
})
afterAll(() => good.remove())
beforeEach(() => (project = good.copy()))
afterEach(() => project.remove())

const git = (...args: string[]) => execFileSync('git', args, { cwd: project.root, stdio: 'ignore' })

it('finds nothing where nothing is wrong', async () => {
  expect(await project.examine()).toEqual([])
})

type Plant = [id: FindingId, how: string, plant: () => unknown, told?: RegExp]

const PLANTS: Plant[] = [
  ['dotenv-missing', 'no .env', () => project.delete('.env')],
  ['dotenv-open', 'readable by all', () => chmodSync(join(project.root, '.env'), 0o644)],
  ['key-tracked', 'in git', () => (git('init'), git('add', '-f', '.env')), /^\.env: is tracked by git/],
  ['keys-unproved', 'no certificate', () => (project.delete('keys/apiclient_cert.pem'), undefined)],
  [
    'certificate-expires',
    'in 29 days',
    () => renew(new Date(Date.now() + 29 * DAY_MS)),
    /^keys\/apiclient_cert\.pem, on /,
  ],
  ['environment-near-full', 'a long key', () => longSecret(), /: 3\d{3}/],
  [
    'sign-appid-unlisted',
    'app.json',
    () => project.edit('miniprogram/app.json', (text) => text.replace('wxbd687630cd02ce1d', 'wx0000000000000001')),
    /^wxbd687630cd02ce1d$/,
  ],
  [
    'sign-appid-unknown-to-card',
    'settings.ts',
    () => project.edit(CARD, (text) => text.replace("['wxbd687630cd02ce1d']", '[]')),
    /^wxbd687630cd02ce1d$/,
  ],
  [
    'cloud-env-other',
    'settings.ts',
    () => project.edit(CARD, (text) => text.replace("cloudEnv: ''", "cloudEnv: 'another-env'")),
    /^another-env, and cloud1/,
  ],
  [
    'function-prefix-other',
    'settings.ts',
    () => project.set('WXPAY_FUNCTION_PREFIX', 'entrust-'),
    /^functionPrefix: 'entrust-'$/,
  ],
  [
    'appid-tourist',
    'project.config.json',
    () => project.edit('project.config.json', (text) => text.replaceAll(REST.WXPAY_APPID, 'touristappid')),
  ],
  [
    'appid-other',
    'project.config.json',
    () => project.edit('project.config.json', (text) => text.replaceAll(REST.WXPAY_APPID, 'wx0000000000000001')),
    /^wx0000000000000001$/,
  ],
  [
    'terms-sample',
    'as they come',
    () => cpSync(join(ROOT, TERMS), join(project.root, TERMS)),
    /^brand, payee, purpose, servicePhone$/,
  ],
  ['terms-recurring', 'terms.ts', () => project.edit(TERMS, (text) => text.replace("'perUse'", "'recurring'"))],
  [
    'consent-unknown',
    'a changed word',
    () => project.edit(TERMS, (text) => text.replace('¥200', '¥300')),
    /run npm run consents/,
  ],
  [
    'runtime-old',
    'cloudbaserc.json',
    () => project.edit('cloudbaserc.json', (text) => text.replace('Nodejs20.19', 'Nodejs16.13')),
    /^preEntrustSign: Nodejs16\.13$/,
  ],
  [
    'function-unlisted',
    'cloudbaserc.json',
    () => project.edit('cloudbaserc.json', (text) => text.replace('"upkeep"', '"upkeeps"')),
    /^upkeep$/,
  ],
  [
    'build-stale',
    'a source changed since',
    () => project.write({ 'cloudfunctions/upkeep/index.ts': '// changed' }),
    /contractNotify/,
  ],
  ['build-missing', 'functions-built/', () => project.delete('functions-built/upkeep'), /^upkeep$/],
  [
    'build-stale',
    'other settings',
    () =>
      project.edit('.env', (text) =>
        text
          .replace(REST.WXPAY_APPID, `${REST.WXPAY_APPID} `)
          .replace('WXPAY_TEMPLATE_ID=12535', 'WXPAY_TEMPLATE_ID=12536'),
      ),
    /preEntrustSign/,
  ],
  [
    'build-stale',
    'half copied code',
    () => project.write({ 'functions-built/upkeep/index.js': 'exports.main = () => 0' }),
    /^upkeep$/,
  ],
  ['build-broken', 'no main', () => stamped('exports.other = 1'), /^upkeep: has no main$/],
  ['build-broken', 'throws', () => stamped("throw new Error('no such thing')"), /^upkeep: Error: no such thing$/],
  ['build-broken', 'ends node', () => stamped('process.exit(1)'), /node ended/],
  [
    'secret-in-file',
    'the APIv3 key in the code',
    () => stamped(`exports.main = () => '${REST.WXPAY_API_V3_KEY}'`),
    /^functions-built\/upkeep\/index\.js$/,
  ],
  [
    'secret-in-file',
    'the private key in git',
    () => (project.write({ 'notes.txt': keys.keyPem }), git('init'), git('add', 'notes.txt')),
    /^notes\.txt$/,
  ],
  [
    'setting-missing',
    'left out',
    () => project.set('WXPAY_APPID', undefined),
    /^WXPAY_APPID: appid of the mini-program/,
  ],
  [
    'setting-missing',
    'an example left in',
    () => project.set('WXPAY_APPID', '"<appid of the mini-program>"'),
    /^WXPAY_APPID/,
  ],
  [
    'setting-wrong',
    'a misspelt name',
    () => project.set('WXPAY_TEMPLATEID', '1'),
    /^WXPAY_TEMPLATEID: is no setting; is it WXPAY_TEMPLATE_ID/,
  ],
  ['setting-wrong', 'merchant number', () => project.set('WXPAY_MCHID', '19O0000109'), /^WXPAY_MCHID: /],
  [
    'setting-wrong',
    'merchant number of another',
    () => project.set('WXPAY_MCHID', '1900000110'),
    /^WXPAY_MCHID: is another than the certificate's/,
  ],
  ['setting-wrong', 'template', () => project.set('WXPAY_TEMPLATE_ID', 'abc'), /^WXPAY_TEMPLATE_ID: /],
  [
    'setting-wrong',
    'serial of another certificate',
    () => project.set('WXPAY_SERIAL', OTHER_SERIAL),
    /^WXPAY_SERIAL: is not that of keys\/apiclient_cert\.pem/,
  ],
  [
    'setting-wrong',
    'key of another certificate',
    async () => project.set('WXPAY_PRIVATE_KEY', oneLine((await makeMerchantKeys()).keyPem)),
    /^WXPAY_PRIVATE_KEY: does not belong/,
  ],
  [
    'setting-wrong',
    'a certificate for a key',
    () => project.set('WXPAY_PRIVATE_KEY', 'keys/apiclient_cert.pem'),
    /^WXPAY_PRIVATE_KEY: this is a certificate/,
  ],
  [
    'setting-wrong',
    'a key file that is not there',
    () => project.set('WXPAY_PRIVATE_KEY', 'keys/gone.pem'),
    /^WXPAY_PRIVATE_KEY: is no key, and no path/,
  ],
  [
    'setting-wrong',
    'our own public half',
    () => project.set('WXPAY_PUBLIC_KEY', 'keys/apiclient_cert.pem'),
    /^WXPAY_PUBLIC_KEY: .*own/,
  ],
  [
    'setting-wrong',
    'APIv3 key too short',
    () => project.set('WXPAY_API_V3_KEY', 'short'),
    /^WXPAY_API_V3_KEY: .*exactly 32/,
  ],
  [
    'setting-wrong',
    'notify address of this machine',
    () => project.set('WXPAY_NOTIFY_URL', 'https://localhost/contract-notify'),
    /^WXPAY_NOTIFY_URL: /,
  ],
  [
    'setting-wrong',
    'notify address with a query',
    () => project.set('WXPAY_NOTIFY_URL', 'https://pay.example.com/n?a=1'),
    /^WXPAY_NOTIFY_URL: expected no query/,
  ],
  [
    'setting-wrong',
    'hosts of this machine',
    () => project.set('WXPAY_HOSTS', 'http://127.0.0.1:1,http://127.0.0.1:2'),
    /^WXPAY_HOSTS: points to this machine/,
  ],
  ['setting-wrong', 'a mode there is not', () => project.set('WXPAY_MODE', 'shop'), /^WXPAY_MODE: /],
  [
    'setting-wrong',
    'a sub-merchant nobody asked for',
    () => project.set('WXPAY_SUB_MCHID', '1900000777'),
    /^WXPAY_SUB_MCHID: is not used in mode normal/,
  ],
  [
    'setting-wrong',
    'an expired certificate',
    () => renew(new Date('2024-03-02T05:06:07Z')),
    /^WXPAY_SERIAL: is of a certificate that expired/,
  ],
  ['setting-wrong', 'over 4,096 bytes', () => longSecrets(), /4096/],
  ['setting-wrong', 'environment', () => project.set('ENV_ID', 'No_Such'), /^ENV_ID: expected lower-case/],
]

/** The same merchant with another certificate, its settings with it. */
async function renew(notAfter: Date): Promise<void> {
  const certificate = await makeMerchantCertificate(MCHID, OTHER_SERIAL, notAfter)
  project.writeKeys({ ...keys, certificate, keyPem: pkcs8(certificate.privateKey) })
  await project.set('WXPAY_SERIAL', certificate.serial)
  await project.set('WXPAY_PRIVATE_KEY', oneLine(pkcs8(certificate.privateKey)))
}

const oneLine = (pem: string): string => `"${pem.replaceAll('\n', '\\n')}"`

/** A long key of the gateway nearly fills the room by itself. */
async function longSecret(): Promise<void> {
  await project.set('WXPAY_STORE', 'postgrest')
  await project.set('WXPAY_PGREST_URL', `https://${REST.ENV_ID}.api.tcloudbasegateway.com/v1/rdb/rest`)
  await project.set('WXPAY_PGREST_KEY', `eyJ${'k'.repeat(1_800)}`)
}

async function longSecrets(): Promise<void> {
  await longSecret()
  await project.set('WXPAY_CHANGE_URL', `https://server.example.com/changes?${'k'.repeat(440)}`)
  await project.set('WXPAY_CHANGE_SECRET', `whsec_${Buffer.alloc(64, 7).toString('base64')}`)
}

/** Code that is of the very build settings.json names. */
async function stamped(code: string): Promise<void> {
  project.write({ 'dist/cloudfunctions/upkeep/index.js': code })
  await project.build()
}

/** Windows has no bits that say who may read a file. */
const CAN_BE = PLANTS.filter(([id]) => id !== 'dotenv-open' || process.platform !== 'win32')

it.each(CAN_BE.map(([id, how, plant, told]) => ({ id, how, plant, told })))(
  '$id: $how',
  async ({ id, plant, told }) => {
    await plant()
    const findings = await project.examine()
    expect(findings.map((one) => one.id)).toContain(id)
    if (told)
      expect(findings.filter((one) => one.id === id).map(({ detail }) => detail)).toContainEqual(
        expect.stringMatching(told),
      )
    // What was planted is named with its cure, in both languages, and no secret with it.
    const [en, zh] = [report(findings, 'en'), report(findings, 'zh')]
    expect(en).toContain(FINDINGS[id].cure.en)
    expect(zh).toContain(FINDINGS[id].cure.zh)
    for (const secret of [REST.WXPAY_API_V3_KEY, keys.keyPem.split('\n')[3] ?? '?'])
      expect(en + zh + reportJson(findings)).not.toContain(secret)
  },
)

it('what is left of half a key is in no other file, though it begins as every key does', async () => {
  project.write({ 'notes.txt': keys.keyPem.split('\n')[0] ?? '' })
  git('init')
  git('add', 'notes.txt')
  for (const half of ['-----BEGIN PRIVATE KEY-----', keys.keyPem.slice(0, 800).replace(/\n/g, '\\n')]) {
    project.write({ '.env': `WXPAY_PRIVATE_KEY="${half}"` })
    expect((await project.examine()).map(({ id }) => id)).not.toContain('secret-in-file')
  }
})

it('every finding of the table is planted here', () => {
  expect(Object.keys(OFFLINE_FINDINGS).filter((id) => !PLANTS.some(([planted]) => planted === id))).toEqual([])
})

it.each(Object.entries(FINDINGS))('%s stands in the documents of both languages, where it leads to', (id, { link }) => {
  const [path = '', anchor] = link.split('#')
  expect(existsSync(join(ROOT, path))).toBe(true)
  if (anchor !== undefined) expect(anchorsOf(join(ROOT, path))).toContain(anchor)
  for (const page of ['docs/troubleshooting.md', 'docs/zh-CN/troubleshooting.md'])
    expect(anchorsOf(join(ROOT, page))).toContain(id)
})

it('by its command: exit code 1 for an error; JSON for programs', () => {
  const doctor = (...args: string[]) =>
    spawnSync(process.execPath, [...TSX, 'scripts/doctor.ts', ...args], {
      cwd: ROOT,
      encoding: 'utf8',
    })
  const answer = doctor('--offline', '--json')
  const { ok, findings } = JSON.parse(answer.stdout) as { ok: boolean; findings: { id: string }[] }
  expect({ status: answer.status, ok }).toEqual({ status: 1, ok: false })
  expect(findings.map(({ id }) => id)).toContain('appid-tourist')
})
