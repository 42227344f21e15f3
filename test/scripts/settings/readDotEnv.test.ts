// `.env` as merchants write it: keys in every form, files by their path, and names that are not quite right.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ROWS, type SettingName } from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import { readDotEnv } from '../../../scripts/settings/readDotEnv'
import { pkcs8, rsaPair, spki } from '../../support/buildersSettings'
import { makeCertificate } from '../../support/certificates'

const { privateKey, publicKey } = rsaPair()
const pem = pkcs8(privateKey)
const der = privateKey.export({ type: 'pkcs8', format: 'der' })

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'entrust-kit-env-'))))
afterEach(() => rmSync(root, { recursive: true }))

const put = (path: string, content: string | Buffer): void => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), content)
}

/** What a setting says in the end, as a function would read it. */
function valueOf(line: string, name: SettingName = 'WXPAY_PRIVATE_KEY'): unknown {
  const { given, problems } = readDotEnv(line, root)
  expect(problems).toEqual([])
  const read = ROWS[name].read(given[name] ?? '')
  return read.ok ? read.value : read.problem
}

/** Root may read everything. */
function asNobody<T>(read: () => T): T {
  if (process.getuid?.() !== 0) return read()
  process.seteuid?.(65534)
  try {
    return read()
  } finally {
    process.seteuid?.(0)
  }
}

const isTheKey = (value: unknown) => privateKey.equals(value as typeof privateKey)

describe('a key', () => {
  it.each([
    ['its text, in double quotes', `WXPAY_PRIVATE_KEY="${pem}"`],
    ['its text, in single quotes, from Windows', `WXPAY_PRIVATE_KEY='${pem}'`.replaceAll('\n', '\r\n')],
    ['one line with \\n, in double quotes', `WXPAY_PRIVATE_KEY="${pem.replaceAll('\n', '\\n')}"`],
    ['one line with \\n, without quotes', `WXPAY_PRIVATE_KEY=${pem.replaceAll('\n', '\\n')}`],
    ['base64 of its text', `WXPAY_PRIVATE_KEY=${Buffer.from(pem).toString('base64')}`],
    ['base64 of DER', `WXPAY_PRIVATE_KEY=${der.toString('base64')}`],
    ['with a byte order mark before the first line', `\uFEFFWXPAY_PRIVATE_KEY=${der.toString('base64')}`],
    ['exported', `export WXPAY_PRIVATE_KEY=${der.toString('base64')}`],
  ])('may be %s', (_, line) => {
    expect(isTheKey(valueOf(line))).toBe(true)
  })

  it.each([
    ['in the folder', 'apiclient_key.pem', pem],
    ['in a folder of it, with a blank in its name', 'my keys/apiclient_key.pem', pem],
    ['written by Windows, with a byte order mark', 'key.pem', `\uFEFF${pem.replaceAll('\n', '\r\n')}`],
    ['written by Windows in UTF-16', 'wide.pem', Buffer.from(`\uFEFF${pem}`, 'utf16le')],
    ['in DER', 'key.der', der],
    ['in base64', 'key.txt', Buffer.from(pem).toString('base64')],
    ['without an ending', 'apiclient_key', pem],
  ])('may be a file %s', (_, path, content) => {
    put(path, content)
    expect(isTheKey(valueOf(`WXPAY_PRIVATE_KEY="${path}"`))).toBe(true)
    expect(isTheKey(valueOf(`WXPAY_PRIVATE_KEY=./${path}`))).toBe(true)
    expect(isTheKey(valueOf(`WXPAY_PRIVATE_KEY=${join(root, path)}`))).toBe(true)
  })

  it('may be a file of the home folder', () => {
    put('key.pem', pem)
    const fromHome = relative(homedir(), join(root, 'key.pem'))
    expect(isTheKey(valueOf(`WXPAY_PRIVATE_KEY=~/${fromHome}`))).toBe(true)
  })

  // Double quotes turn \n into a line end, and a path of Windows has many of those.
  it('may be a path of Windows, in any quotes', () => {
    put('C:\\keys\\new\\rsa.pem', pem)
    for (const quote of ['', '"', "'"]) {
      expect(isTheKey(valueOf(`WXPAY_PRIVATE_KEY=${quote}C:\\keys\\new\\rsa.pem${quote}`))).toBe(true)
    }
  })

  it.each([
    ['a path to nothing', 'keys/apiclient_key.pem', /no path of a file that is there \(keys\/apiclient_key\.pem\)/],
    ['a folder', '.', /no key file/],
    ['an empty file', 'empty.pem', /an empty file \(empty\.pem\): put the key into it/],
    ['a large file', 'video.mp4', /no key file \(video\.mp4\)/],
    ['the first line of a text without quotes', pem, /only the first line .* double quotes/],
  ])('is not %s', (_, value, problem) => {
    put('video.mp4', Buffer.alloc(70_000, 1))
    put('empty.pem', '')
    expect(readDotEnv(`WXPAY_PRIVATE_KEY=${value}`, root).problems).toEqual([
      { name: 'WXPAY_PRIVATE_KEY', problem: expect.stringMatching(problem) as string },
    ])
  })

  it.each([
    ['with a passphrase', 'pkcs8'],
    ['with a passphrase, in the older way', 'pkcs1'],
  ] as const)('%s is told as such, however it is put', (_, type) => {
    const locked = privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString()
    put('locked.pem', locked)
    const oneLine = locked.trim().replaceAll('\n', '\\n')
    for (const value of ['locked.pem', locked, `"${locked}"`, oneLine, Buffer.from(locked).toString('base64')]) {
      expect(valueOf(`WXPAY_PRIVATE_KEY=${value}`)).toMatch(/has a passphrase; remove it with "openssl/)
    }
  })

  it.each([
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB', /only the first line of a certificate/],
    ['a public key', spki(publicKey), /only the first line of a public key/],
  ])('%s without quotes is told as what it is', (_, text, problem) => {
    expect(readDotEnv(`WXPAY_PRIVATE_KEY=${text}`, root).problems).toMatchObject([
      { problem: expect.stringMatching(problem) as string },
    ])
  })

  it('a request without quotes is told as what it is', () => {
    const line = 'WXPAY_PRIVATE_KEY=-----BEGIN CERTIFICATE REQUEST-----\nMIIB'
    expect(valueOf(line)).toMatch(/^this is a CERTIFICATE REQUEST; expected the private key/)
  })

  // Windows has no file that its owner may not read.
  if (process.platform !== 'win32') {
    it('is not a file that may not be read, and that is told of it by name', () => {
      put('key.pem', pem)
      chmodSync(join(root, 'key.pem'), 0)
      chmodSync(root, 0o755)
      const problems = asNobody(() => readDotEnv('WXPAY_PRIVATE_KEY=key.pem', root).problems)
      expect(problems).toEqual([
        { name: 'WXPAY_PRIVATE_KEY', problem: expect.stringMatching(/cannot be read \(key\.pem\)/) as string },
      ])
    })
  }

  it('that is half a key, and so neither, is not repeated', () => {
    const half = der.toString('base64').slice(0, 120)
    const { problems } = readDotEnv(`WXPAY_PRIVATE_KEY=${half}`, root)
    expect(problems).toMatchObject([{ name: 'WXPAY_PRIVATE_KEY' }])
    expect(JSON.stringify(problems)).not.toContain(half.slice(0, 30))
  })
})

it('the WeChat Pay public key may be a file too', () => {
  put('pub_key.pem', spki(publicKey))
  expect(valueOf('WXPAY_PUBLIC_KEY=pub_key.pem', 'WXPAY_PUBLIC_KEY')).toMatchObject({ type: 'public' })
})

describe('platform certificates', () => {
  it('may be files, in a map of their serials', async () => {
    const [one, two] = [await makeCertificate(), await makeCertificate('6157F09EFDC096DE15EBE81A47057A7232F1B8E2')]
    put('one.pem', one.pem)
    const map = JSON.stringify({ [one.serial]: 'one.pem', [two.serial]: two.pem })
    for (const text of [`'${map}'`, Buffer.from(map).toString('base64')]) {
      const read = valueOf(`WXPAY_PLATFORM_CERTS=${text}`, 'WXPAY_PLATFORM_CERTS') as object
      expect(Object.keys(read).sort()).toEqual([one.serial, two.serial].sort())
    }
  })

  it('of which one is not there are named by it', () => {
    const { problems } = readDotEnv(`WXPAY_PLATFORM_CERTS='{"0A":"nowhere.pem"}'`, root)
    expect(problems).toEqual([
      { name: 'WXPAY_PLATFORM_CERTS', problem: expect.stringMatching(/^0A: .*\(nowhere\.pem\)/) as string },
    ])
  })
})

describe("the key of an app's tokens", () => {
  it.each(['pem:login.pem', 'pem: login.pem', 'PEM:login.pem'])('may be a file: %s', (value) => {
    put('login.pem', spki(publicKey))
    const { given, problems } = readDotEnv(`WXPAY_APP_JWT_KEY=${value}`, root)
    expect(problems).toEqual([])
    expect(given.WXPAY_APP_JWT_KEY).toBe(`pem:${spki(publicKey).trim()}`)
  })

  it.each(['hs256:login.pem', 'jwks:https://login.example.com/keys'])('is no file in %s', (value) => {
    expect(readDotEnv(`WXPAY_APP_JWT_KEY=${value}`, root)).toEqual({
      given: { WXPAY_APP_JWT_KEY: value },
      problems: [],
    })
  })
})

describe('names', () => {
  it.each([
    ['WXPAY_MCH_ID', /is it WXPAY_MCHID\?/],
    ['WXPAY_APIV3_KEY', /is it WXPAY_API_V3_KEY\?/],
    ['wxpay_mchid', /is no setting/],
  ])('%s is refused, with what to do', (name, problem) => {
    expect(readDotEnv(`${name}=1`, root)).toEqual({
      given: {},
      problems: [{ name, problem: expect.stringMatching(problem) as string }],
    })
  })

  it('with nothing behind them are not there, whatever they are', () => {
    expect(readDotEnv('WXPAY_MCH_ID=\nWXPAY_MCHID=""\nWXPAY_CHANGE_FUNCTIONS=  \n', root)).toEqual({
      given: {},
      problems: [],
    })
  })

  it('of others are none of our business', () => {
    expect(readDotEnv('ENV_ID=cb-1\nSHOP_URL=https://example.com', root)).toEqual({ given: {}, problems: [] })
  })
})
