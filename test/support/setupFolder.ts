// A merchant's project and the key files beside it, as they are before `npm run setup`.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse } from 'dotenv'
import { readArguments } from '../../scripts/setup/arguments'
import type { Prompter } from '../../scripts/setup/interview'
import { setUp, type Setup } from '../../scripts/setup/run'
import { API_V3_KEY, pkcs8, PUBLIC_KEY_ID, rsaPair, spki } from './buildersSettings'
import { makeMerchantCertificate, type TestCertificate } from './certificates'

export const MCHID = '1900000109'

/** What no key file says. */
export const REST = {
  ENV_ID: 'cloud1-8gabc',
  WXPAY_APPID: 'wxd678efh567hg6787',
  WXPAY_TEMPLATE_ID: '12535',
  WXPAY_PUBLIC_KEY_ID: PUBLIC_KEY_ID,
  WXPAY_API_V3_KEY: API_V3_KEY,
  WXPAY_NOTIFY_URL: 'https://pay.example.com/contract-notify',
} as const

export const setArguments = (values: Readonly<Record<string, string>> = REST): string[] =>
  Object.entries(values).flatMap(([name, value]) => ['--set', `${name}=${value}`])

export interface MerchantKeys {
  certificate: TestCertificate
  keyPem: string
  publicKeyPem: string
}

export async function makeMerchantKeys(mchid = MCHID, serial?: string, notAfter?: Date): Promise<MerchantKeys> {
  const certificate = await makeMerchantCertificate(mchid, serial, notAfter)
  return { certificate, keyPem: pkcs8(certificate.privateKey), publicKeyPem: spki(rsaPair().publicKey) }
}

export class SetupFolder {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'entrust-kit-setup-')))

  write(files: Readonly<Record<string, string | Buffer>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true })
      writeFileSync(join(this.root, path), content)
    }
  }

  /** As WeChat Pay's tool and page name them. */
  writeKeys({ certificate, keyPem, publicKeyPem }: MerchantKeys): void {
    this.write({
      'keys/apiclient_cert.pem': certificate.pem,
      'keys/apiclient_key.pem': keyPem,
      'keys/pub_key.pem': publicKeyPem,
    })
  }

  setUp(args: string[], prompter?: Prompter): Promise<Setup> {
    const read = readArguments(args, { LANG: 'en_US.UTF-8' })
    return setUp(read, { root: this.root, now: new Date(), prompter })
  }

  get dotEnv(): string {
    return readFileSync(join(this.root, '.env'), 'utf8')
  }

  get values(): Readonly<Record<string, string>> {
    return parse(this.dotEnv)
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
