// From a folder of key files to `.env`: what is found, proved, refused and written.
import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import forge from 'node-forge'
import { readPrivateKey, readPublicKey } from '../../../cloudfunctions/_shared/wechatpay/keys'
import { Cancelled, type Prompter } from '../../../scripts/setup/interview'
import { inChinese } from '../../../scripts/setup/inChinese'
import { replaceFile } from '../../../scripts/setup/replaceFile'
import { report, reportJson } from '../../../scripts/setup/report'
import { pkcs8, spki } from '../../support/buildersSettings'
import { makeCertificate, makeMerchantCertificate } from '../../support/certificates'
import { lockedPems, privatePems, TEXT_FORMS } from '../../support/keyForms'
import { makeMerchantKeys, MCHID, REST, setArguments, SetupFolder, type MerchantKeys } from '../../support/setupFolder'

let keys: MerchantKeys
let others: MerchantKeys
let folder: SetupFolder
beforeAll(async () => {
  keys = await makeMerchantKeys()
  others = await makeMerchantKeys('1900000777', '6157F09EFDC096DE15EBE81A47057A7232F1B8E2')
})
beforeEach(() => (folder = new SetupFolder()))
afterEach(() => folder.remove())

const problemsOf = async (...args: string[]) => {
  const { exitCode, wrong } = await folder.setUp(args)
  // In both languages.
  for (const { problem } of wrong)
    expect([problem, inChinese(problem)]).toEqual([problem, expect.stringMatching(/\p{Script=Han}/u)])
  return { exitCode, told: wrong.map(({ name, problem }) => `${name}: ${problem}`) }
}
/** Windows has no such bits. */
const isForOwnerAlone = (path: string): boolean =>
  process.platform === 'win32' || (statSync(path).mode & 0o777) === 0o600
const filesOf = () => readdirSync(folder.root, { recursive: true, encoding: 'utf8' }).sort()

it('key files and what no file says become one whole .env, for its owner alone', async () => {
  folder.writeKeys(keys)
  const setup = await folder.setUp(['--from', join(folder.root, 'keys'), ...setArguments()])
  expect(setup).toMatchObject({ exitCode: 0, missing: [], wrong: [], isWritten: true, backup: undefined })
  const { values } = folder
  expect(values).toMatchObject({ ...REST, WXPAY_MCHID: MCHID, WXPAY_SERIAL: keys.certificate.serial })
  const [own, theirs] = [
    readPrivateKey(values['WXPAY_PRIVATE_KEY'] ?? ''),
    readPublicKey(values['WXPAY_PUBLIC_KEY'] ?? '', ''),
  ]
  expect(own.ok && own.value.equals(keys.certificate.privateKey)).toBe(true)
  expect(theirs.ok && spki(theirs.value)).toBe(keys.publicKeyPem)
  expect(values['WXPAY_ADMIN_KEY']).toMatch(/^[0-9a-f]{64}$/)
  expect(isForOwnerAlone(join(folder.root, '.env'))).toBe(true)
  expect(setup.proof.certificate?.from.told).toBe('apiclient_cert.pem')
})

it('a second time nothing changes, and no copy is made', async () => {
  folder.writeKeys(keys)
  await folder.setUp(['--from', join(folder.root, 'keys'), ...setArguments()])
  const [was, files] = [folder.dotEnv, filesOf()]
  chmodSync(join(folder.root, '.env'), 0o644)
  expect(await folder.setUp([])).toMatchObject({ exitCode: 0, backup: undefined })
  expect(folder.dotEnv).toBe(was)
  expect(filesOf()).toEqual(files)
  expect(isForOwnerAlone(join(folder.root, '.env'))).toBe(true)
})

it('--check writes nothing, and makes no key', async () => {
  folder.writeKeys(keys)
  const files = filesOf()
  const { exitCode, origins } = await folder.setUp(['--check', ...setArguments()])
  expect({ exitCode, made: origins['WXPAY_ADMIN_KEY'] }).toEqual({ exitCode: 0, made: undefined })
  expect(filesOf()).toEqual(files)
})

it('what is missing is told by name with where to find it, and what is there is written', async () => {
  folder.writeKeys(keys)
  const setup = await folder.setUp(setArguments({ ENV_ID: 'cloud1-8gabc' }))
  expect(setup).toMatchObject({
    exitCode: 2,
    isWritten: true,
    missing: ['WXPAY_APPID', 'WXPAY_TEMPLATE_ID', 'WXPAY_PUBLIC_KEY_ID', 'WXPAY_API_V3_KEY', 'WXPAY_NOTIFY_URL'],
  })
  expect(folder.values).toMatchObject({ WXPAY_MCHID: MCHID, WXPAY_APPID: '<appid of the mini-program>' })
  expect(report(setup, 'zh', false)).toContain('WXPAY_APPID: 小程序的 appid，须已与上述商户号绑定（微信公众平台')
  expect(await folder.setUp(setArguments())).toMatchObject({ exitCode: 0 })
})

it('comments, lines of others and their order stay; what .env was is kept beside it, for its owner alone', async () => {
  folder.writeKeys(keys)
  const was = [
    '# mine',
    'OTHER="one',
    'two"',
    `WXPAY_MCHID=${MCHID} # ours`,
    'WXPAY_APPID=wx0000000000000000',
    '',
    'LAST=1',
  ].join('\r\n')
  folder.write({ '.env': was })
  const { backup } = await folder.setUp(['--from', join(folder.root, 'keys'), ...setArguments()])
  const lines = folder.dotEnv.split('\r\n')
  expect(lines.slice(0, 7)).toEqual([
    '# mine',
    'OTHER="one',
    'two"',
    `WXPAY_MCHID=${MCHID} # ours`,
    `WXPAY_APPID=${REST.WXPAY_APPID}`,
    '',
    'LAST=1',
  ])
  expect(folder.dotEnv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(backup).toMatch(/\.env\.backup-\d{8}-\d{6}$/)
  expect(isForOwnerAlone(backup ?? '')).toBe(true)
  expect(filesOf().filter((name) => name.endsWith('.tmp'))).toEqual([])
})

describe('a key file in any dress is found by what it holds', () => {
  it.each(Object.entries(TEXT_FORMS))('%s', async (_, dress) => {
    folder.writeKeys(keys)
    folder.write({
      'keys/apiclient_key.pem': dress(keys.keyPem),
      'keys/apiclient_cert.pem': dress(keys.certificate.pem),
      'keys/pub_key.pem': dress(keys.publicKeyPem),
    })
    expect(await problemsOf(...setArguments())).toEqual({ exitCode: 0, told: [] })
  })

  it('as PKCS#1', async () => {
    folder.writeKeys({ ...keys, keyPem: privatePems(keys.certificate.privateKey)['PKCS#1'] })
    expect(await problemsOf(...setArguments())).toEqual({ exitCode: 0, told: [] })
  })

  it('under swapped names', async () => {
    folder.write({
      'a/apiclient_key.pem': keys.certificate.pem,
      'a/apiclient_cert.pem': keys.keyPem,
      'a/pub_key.pem': keys.publicKeyPem,
    })
    expect(await problemsOf(...setArguments())).toEqual({ exitCode: 0, told: [] })
  })

  it('in a .p12, whose password is the merchant number', async () => {
    folder.write({ 'keys/apiclient_cert.p12': p12(keys, MCHID), 'keys/pub_key.pem': keys.publicKeyPem })
    const unknown = await folder.setUp(['--check'])
    expect(unknown).toMatchObject({ exitCode: 2, missing: expect.arrayContaining(['WXPAY_PRIVATE_KEY']) as string[] })
    expect(report(unknown, 'en', true)).toContain('apiclient_cert.p12 is opened with the merchant number: give it by')
    expect(await problemsOf('--set', `WXPAY_MCHID=${MCHID}`, ...setArguments())).toEqual({ exitCode: 0, told: [] })
    expect(folder.values['WXPAY_SERIAL']).toBe(keys.certificate.serial)
  })

  it('but not in what was installed, in folders of tools, nor too deep', async () => {
    for (const place of ['node_modules/x', '.git', 'dist', '1/2/3/4/5/6'])
      folder.write({ [`${place}/apiclient_key.pem`]: keys.keyPem })
    expect((await folder.setUp(['--check'])).missing).toContain('WXPAY_PRIVATE_KEY')
  })
})

/** As WeChat Pay's tool makes it. */
function p12({ certificate, keyPem }: MerchantKeys, password: string): Buffer {
  const asn1 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(keyPem),
    forge.pki.certificateFromPem(certificate.pem),
    password,
    { algorithm: '3des' },
  )
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary')
}

describe('refused, with one sentence that says what to do, and nothing written:', () => {
  afterEach(() => expect(existsSync(join(folder.root, '.env'))).toBe(false))

  it.each<[string, () => Readonly<Record<string, string>>, RegExp]>([
    [
      'a key of another certificate',
      () => ({ 'apiclient_key.pem': others.keyPem }),
      /^WXPAY_PRIVATE_KEY: does not belong to the certificate .*apiclient_key\.pem that came with it$/,
    ],
    [
      'a key with a passphrase',
      () => ({ 'apiclient_key.pem': lockedPems(keys.certificate.privateKey)['PKCS#8'] }),
      /apiclient_key\.pem: this key has a passphrase; remove it with "openssl/,
    ],
    [
      'half a key',
      () => ({ 'apiclient_key.pem': keys.keyPem.slice(0, 800) }),
      /apiclient_key\.pem: expected the whole text/,
    ],
    [
      'a damaged key',
      () => ({ 'apiclient_key.pem': keys.keyPem.replace(/\n.{40}/, '\n') }),
      /apiclient_key\.pem: .*damaged/,
    ],
    ['an empty key file', () => ({ 'apiclient_key.pem': '' }), /apiclient_key\.pem: expected the whole text/],
    [
      'a certificate where a key belongs',
      () => ({ 'apiclient_key.pem': keys.certificate.pem }),
      /apiclient_key\.pem: this is a certificate; expected the private key/,
    ],
    [
      'a key where the certificate belongs',
      () => ({ 'apiclient_cert.pem': keys.keyPem }),
      /apiclient_cert\.pem: this is a PRIVATE KEY; expected the merchant API certificate/,
    ],
    [
      'half a certificate',
      () => ({ 'apiclient_cert.pem': keys.certificate.pem.slice(0, 500) }),
      /apiclient_cert\.pem: expected the whole text of apiclient_cert\.pem, from -----BEGIN CERTIFICATE-----/,
    ],
    [
      'our own public half for WeChat Pay’s',
      () => ({ 'pub_key.pem': spki(createPublicKey(keys.certificate.privateKey)) }),
      /pub_key\.pem: is your own key's public half; expected WeChat Pay's/,
    ],
    [
      'a certificate where the public key belongs',
      () => ({ 'pub_key.pem': keys.certificate.pem }),
      /pub_key\.pem: is your own certificate .*expected WeChat Pay's public key/,
    ],
    [
      'two public keys',
      () => ({ 'pub_key2.pem': others.publicKeyPem }),
      /^WXPAY_PUBLIC_KEY: could be any of .*pub_key\.pem, .*pub_key2\.pem; name the folder/,
    ],
    ['two pairs of one merchant', () => renewed, /^WXPAY_PRIVATE_KEY: could be any of /],
    [
      'a certificate of another merchant',
      () => ({ 'apiclient_cert.pem': others.certificate.pem, 'apiclient_key.pem': others.keyPem }),
      /^WXPAY_MCHID: is another than the certificate's .*expected 1900000777/,
    ],
  ])('%s', async (_, spoil, told) => {
    folder.writeKeys(keys)
    folder.write(Object.fromEntries(Object.entries(spoil()).map(([name, text]) => [`keys/${name}`, text])))
    const problems = await problemsOf(
      '--from',
      join(folder.root, 'keys'),
      '--set',
      `WXPAY_MCHID=${MCHID}`,
      ...setArguments(),
    )
    expect(problems.exitCode).toBe(3)
    expect(problems.told).toContainEqual(expect.stringMatching(told))
  })

  let renewed: Readonly<Record<string, string>>
  beforeAll(async () => {
    const { certificate, keyPem } = await makeMerchantKeys(MCHID, '7157F09EFDC096DE15EBE81A47057A7232F1B8E3')
    renewed = { 'new/apiclient_cert.pem': certificate.pem, 'new/apiclient_key.pem': keyPem }
  })

  it('a .p12 of another password, or cut short', async () => {
    for (const file of [p12(keys, 'another'), p12(keys, MCHID).subarray(0, 300)]) {
      folder.write({ 'keys/apiclient_cert.p12': file, 'keys/pub_key.pem': keys.publicKeyPem })
      const { exitCode, told } = await problemsOf('--set', `WXPAY_MCHID=${MCHID}`, ...setArguments())
      expect([exitCode, told]).toEqual([
        3,
        [expect.stringMatching(/apiclient_cert\.p12: cannot be opened: .*its password is not the merchant number/)],
      ])
    }
  })

  it('key files of two merchants, until it is said whose they are', async () => {
    folder.writeKeys(keys)
    folder.write({ 'keys/b_cert.pem': others.certificate.pem, 'keys/b_key.pem': others.keyPem })
    const { exitCode, told } = await problemsOf('--from', join(folder.root, 'keys'), ...setArguments())
    expect([exitCode, told]).toEqual([
      3,
      [expect.stringMatching(/^WXPAY_PRIVATE_KEY: could be any of .*, of several merchants; say .*WXPAY_MCHID=NUMBER/)],
    ])
    const args = ['--check', '--set', 'WXPAY_MCHID=1900000777', '--from', join(folder.root, 'keys'), ...setArguments()]
    expect((await problemsOf(...args)).told).toEqual([])
  })

  it('an expired certificate, where there is no other', async () => {
    const old = await makeMerchantCertificate(MCHID, undefined, new Date('2024-03-02T05:06:07Z'))
    folder.writeKeys({ ...keys, certificate: old, keyPem: pkcs8(old.privateKey) })
    expect(await problemsOf(...setArguments())).toEqual({
      exitCode: 3,
      told: [
        expect.stringMatching(/^WXPAY_SERIAL: is of a certificate that expired on 2024-03-02 .*apply for a new one/),
      ],
    })
  })

  it('a serial that is not the certificate’s', async () => {
    folder.writeKeys(keys)
    const problems = await problemsOf(
      '--set',
      'WXPAY_SERIAL=1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C',
      ...setArguments(),
    )
    expect(problems).toEqual({
      exitCode: 3,
      told: [expect.stringContaining(`which the private key belongs to; expected ${keys.certificate.serial}`)],
    })
  })

  it('a key file that git tracks', async () => {
    folder.writeKeys(keys)
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.root, stdio: 'ignore' })
    git('init')
    expect((await folder.setUp(['--check', ...setArguments()])).exitCode).toBe(0)
    git('add', '-f', 'keys/apiclient_key.pem')
    expect(await problemsOf(...setArguments())).toEqual({
      exitCode: 3,
      told: [expect.stringMatching(/apiclient_key\.pem: is tracked by git.*git rm --cached keys\/apiclient_key\.pem/)],
    })
  })

  it('a folder that is not there', async () => {
    await expect(folder.setUp(['--from', join(folder.root, 'nowhere')])).rejects.toThrow(/nowhere: is no folder$/)
  })
})

it('an old pair beside the new one is passed by once it has expired', async () => {
  const old = await makeMerchantCertificate(
    MCHID,
    '7157F09EFDC096DE15EBE81A47057A7232F1B8E3',
    new Date('2024-03-02T05:06:07Z'),
  )
  folder.writeKeys(keys)
  folder.write({ 'keys/old/apiclient_cert.pem': old.pem, 'keys/old/apiclient_key.pem': pkcs8(old.privateKey) })
  expect(await problemsOf(...setArguments())).toEqual({ exitCode: 0, told: [] })
  expect(folder.values['WXPAY_SERIAL']).toBe(keys.certificate.serial)
})

it('platform certificates stand in where there is no public key; those that have expired are passed by', async () => {
  const [good, old] = [
    await makeCertificate(),
    await makeCertificate(
      '8157F09EFDC096DE15EBE81A47057A7232F1B8E4',
      undefined,
      new Date('2019-01-01'),
      new Date('2024-01-01'),
    ),
  ]
  const rest = Object.fromEntries(Object.entries(REST).filter(([name]) => name !== 'WXPAY_PUBLIC_KEY_ID'))
  const own = await makeMerchantKeys(MCHID, '7157F09EFDC096DE15EBE81A47057A7232F1B8E3')
  folder.write({
    'k/apiclient_cert.pem': own.certificate.pem,
    'k/apiclient_key.pem': own.keyPem,
    'k/wechatpay_1.pem': good.pem,
    'k/wechatpay_2.pem': old.pem,
  })
  expect(await problemsOf(...setArguments(rest))).toEqual({ exitCode: 0, told: [] })
  expect(Object.keys(JSON.parse(folder.values['WXPAY_PLATFORM_CERTS'] ?? '') as object)).toEqual([good.serial])
})

describe('keys that are set already', () => {
  beforeEach(async () => {
    folder.writeKeys(keys)
    await folder.setUp([...setArguments()])
    mkdirSync(join(folder.root, 'new'))
    writeFileSync(join(folder.root, 'new/apiclient_cert.pem'), others.certificate.pem)
    writeFileSync(join(folder.root, 'new/apiclient_key.pem'), others.keyPem)
  })

  it('stay, whatever lies about', async () => {
    await folder.setUp([])
    expect(folder.values).toMatchObject({ WXPAY_MCHID: MCHID, WXPAY_SERIAL: keys.certificate.serial })
  })

  it('give way to those of a folder that is named', async () => {
    expect(await folder.setUp(['--from', join(folder.root, 'new')])).toMatchObject({ exitCode: 0 })
    expect(folder.values).toMatchObject({ WXPAY_MCHID: '1900000777', WXPAY_SERIAL: others.certificate.serial })
  })

  it('are proved again, when they are spoilt by hand', async () => {
    folder.write({ '.env': folder.dotEnv.replace(keys.certificate.serial, others.certificate.serial) })
    expect((await problemsOf('--check')).told).toContainEqual(
      expect.stringMatching(/^WXPAY_PRIVATE_KEY: does not belong to the certificate/),
    )
  })
})

describe('somebody who is asked', () => {
  const answering = (answers: Readonly<Record<string, string>>, asked: string[] = []): Prompter => ({
    ask: async ({ message, isSecret, judge }) => {
      const name = /(?:ENV_ID|WXPAY_\w+)/.exec(message)?.[0] ?? ''
      asked.push(`${name}${isSecret ? ' (hidden)' : ''}`)
      const answer = answers[name] ?? ''
      expect(judge(answer)).toBeUndefined()
      return answer
    },
    choose: async ({ choices }) => {
      asked.push('kind')
      const [first] = choices
      if (!first) throw new Error('nothing to choose')
      return first.value
    },
  })

  it('is asked only for what no file says, secrets unseen', async () => {
    folder.writeKeys(keys)
    const asked: string[] = []
    const { exitCode } = await folder.setUp([], answering({ ...REST, WXPAY_NOTIFY_URL: 'pay.example.com' }, asked))
    expect(exitCode).toBe(0)
    expect(asked).toEqual([
      'kind',
      'ENV_ID',
      'WXPAY_APPID',
      'WXPAY_TEMPLATE_ID',
      'WXPAY_PUBLIC_KEY_ID',
      'WXPAY_API_V3_KEY (hidden)',
      'WXPAY_NOTIFY_URL',
    ])
    expect(folder.values).toMatchObject({ ...REST, WXPAY_FAMILY: 'password-exempt', WXPAY_MODE: 'normal' })
  })

  it('is asked for the merchant number first, where it opens a .p12', async () => {
    folder.write({ 'keys/apiclient_cert.p12': p12(keys, MCHID), 'keys/pub_key.pem': keys.publicKeyPem })
    const asked: string[] = []
    expect(await folder.setUp([], answering({ ...REST, WXPAY_MCHID: MCHID }, asked))).toMatchObject({ exitCode: 0 })
    expect(asked.slice(0, 3)).toEqual(['WXPAY_MCHID', 'kind', 'ENV_ID'])
  })

  it('is asked again for what does not belong together, told why, and loses no other answer', async () => {
    folder.writeKeys(keys)
    folder.write({ 'elsewhere/right.txt': keys.keyPem, 'elsewhere/wrong.txt': others.keyPem })
    rmSync(join(folder.root, 'keys/apiclient_key.pem'))
    const said: string[] = []
    const paths = ['elsewhere/wrong.txt', 'elsewhere/right.txt']
    const prompter: Prompter = {
      ...answering({}),
      ask: async (question) => {
        if (!question.message.includes('WXPAY_PRIVATE_KEY')) return answering(REST).ask(question)
        said.push(question.message)
        return paths.shift() ?? ''
      },
    }
    expect(await folder.setUp([], prompter)).toMatchObject({ exitCode: 0 })
    expect(said).toEqual([expect.any(String), expect.stringMatching(/does not belong to the certificate/)])
  })

  it('is asked for the id of a public key once it is there, and may leave anything for later', async () => {
    folder.writeKeys(keys)
    rmSync(join(folder.root, 'keys/pub_key.pem'))
    folder.write({ 'elsewhere/public.txt': keys.publicKeyPem })
    const asked: string[] = []
    const answers = { ...REST, WXPAY_PUBLIC_KEY: 'elsewhere/public.txt' }
    expect(await folder.setUp([], answering(answers, asked))).toMatchObject({ exitCode: 0 })
    expect(asked.at(-1)).toBe('WXPAY_PUBLIC_KEY_ID')
    folder.write({ '.env': '' })
    expect(await folder.setUp([], answering({}))).toMatchObject({ exitCode: 2 })
  })

  it('is asked nothing while a file has to be mended first', async () => {
    folder.writeKeys(keys)
    folder.write({ 'keys/apiclient_key.pem': keys.keyPem.slice(0, 800) })
    const asked: string[] = []
    const setup = await folder.setUp(['--from', join(folder.root, 'keys')], answering(REST, asked))
    expect([setup.exitCode, asked]).toEqual([3, []])
    expect(report(setup, 'en', false)).toMatch(/Put that right, and run npm run setup again\.$/)
    expect(report(setup, 'zh', false)).toMatch(/从 -----BEGIN PRIVATE KEY----- 到[^]*请先改正上述问题/)
  })

  it('is told at once what is wrong with an answer, in their language', async () => {
    folder.writeKeys(keys)
    const said: (string | undefined)[] = []
    const prompter: Prompter = {
      ...answering({}),
      ask: async ({ message, judge }) => {
        if (message.includes('WXPAY_API_V3_KEY')) said.push(judge('short'))
        if (message.includes('ENV_ID')) said.push(judge('No Such'), judge(''))
        return ''
      },
    }
    await folder.setUp(['--lang', 'zh'], prompter)
    expect(said).toEqual([
      expect.stringContaining('应为：小写字母'),
      undefined,
      'APIv3 密钥应为 32 个 ASCII 字母和数字；现为 5 字节',
    ])
  })

  it('leaves nothing behind by Ctrl-C', async () => {
    folder.writeKeys(keys)
    const files = filesOf()
    const prompter: Prompter = { ...answering({}), ask: () => Promise.reject(new Cancelled()) }
    await expect(folder.setUp([], prompter)).rejects.toThrow(Cancelled)
    expect(filesOf()).toEqual(files)
  })
})

it('a folder in the place of .env is told by its path', async () => {
  const path = join(folder.root, '.env')
  mkdirSync(path)
  await expect(folder.setUp(setArguments())).rejects.toMatchObject({ code: 'EISDIR', path })
})

it('where .env cannot be written it stays as it was, no copy is left, and the path is told', () => {
  const path = join(folder.root, '.env')
  folder.write({ '.env': 'was' })
  // In the way of what is written first and renamed then.
  mkdirSync(`${path}.${process.pid}.tmp`)
  expect(() => replaceFile(path, 'new', new Date())).toThrow(expect.objectContaining({ path }) as Error)
  expect(folder.dotEnv).toBe('was')
  expect(filesOf().filter((name) => name.includes('backup'))).toEqual([])
})

it('no report holds a value of a secret', async () => {
  folder.writeKeys(keys)
  for (const args of [
    setArguments(),
    ['--set', 'WXPAY_API_V3_KEY=secretsecret', '--set', 'WXPAY_NOTIFY_URL=nonsense'],
  ]) {
    const setup = await folder.setUp(args)
    const said = [report(setup, 'en', false), report(setup, 'zh', true), reportJson(setup)].join('\n')
    const { WXPAY_PRIVATE_KEY: key = '?', WXPAY_ADMIN_KEY: adminKey = '?' } = folder.values
    for (const secret of [key.slice(40, 80), adminKey, REST.WXPAY_API_V3_KEY, 'secretsecret'])
      expect(said).not.toContain(secret)
  }
})
