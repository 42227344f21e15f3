// Every key of the local WeChat, made anew at each start. Nothing here outlives the process or comes from a file.
import 'reflect-metadata' // before @peculiar/x509, which does not load without it
import { X509CertificateGenerator } from '@peculiar/x509'
import { createPublicKey, randomBytes, randomInt, webcrypto, X509Certificate, type KeyObject } from 'node:crypto'
import { rsaPairs, type KeyPair } from './rsaPairs'

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const DAY_MS = 86_400_000
const CERTIFICATE_LIFE_MS = 5 * 365 * DAY_MS

/** A key pair WeChat Pay signs with, and the name it signs under. Prints as key objects, which show nothing. */
interface SigningKey {
  /** Value of `Wechatpay-Serial`: `PUB_KEY_ID_...`, or a certificate serial in upper-case hex. */
  serial: string
  privateKey: KeyObject
  publicKey: KeyObject
  /** SPKI PEM: what a merchant downloads in public key mode. */
  publicKeyPem: string
}

/** A platform certificate (平台证书) with its key. */
export interface PlatformKey extends SigningKey {
  certificatePem: string
  effectiveAtMs: number
  expiresAtMs: number
}

/** The merchant's API certificate (商户API证书). The private key is handed out, since the kit under test signs with it. */
export class MerchantKey {
  readonly #privateKeyPem: string
  constructor(
    /** 40 upper-case hex digits. */
    readonly serial: string,
    privateKeyPem: string,
    readonly publicKey: KeyObject,
  ) {
    this.#privateKeyPem = privateKeyPem
  }
  /** PKCS#8 PEM. A getter over a private field, so that printing the keys does not print it. */
  get privateKeyPem(): string {
    return this.#privateKeyPem
  }
}

/** One merchant's world: identities and keys of both sides. */
export class SandboxKeys {
  readonly #apiV3Key: string
  constructor(
    readonly mchid: string,
    /** The mini-program's appid (an official-account-like appid, bound to `mchid`). */
    readonly appid: string,
    /** A mobile app's appid, for the APP scene. */
    readonly mobileAppid: string,
    /** A sub-merchant under `mchid`, for the modes service-provider and qs. */
    readonly subMchid: string,
    /** An appid bound to `subMchid`. */
    readonly subAppid: string,
    readonly merchant: MerchantKey,
    /** User name (原始ID, `gh_...`) an app launches WeChat Pay's signing mini-program by. */
    readonly signUserName: string,
    /** WeChat Pay public key (微信支付公钥). */
    readonly wechatPay: SigningKey,
    /** Platform certificates: the current one, then the one it will be rotated to. */
    readonly platformCertificates: readonly [PlatformKey, PlatformKey],
    apiV3Key: string,
  ) {
    this.#apiV3Key = apiV3Key
  }
  /** APIv3 key (APIv3密钥): 32 ASCII characters. A getter, as {@link MerchantKey.privateKeyPem}. */
  get apiV3Key(): string {
    return this.#apiV3Key
  }
}

/**
 * Makes identities and keys for one merchant. Takes about a second: four RSA-2048 pairs.
 * @param nowMs start of the certificates' life; give the clock of the stand-in
 */
export async function makeSandboxKeys(nowMs = Date.now()): Promise<SandboxKeys> {
  const [merchant, wechatPay, current, next] = await Promise.all([
    makeMerchantKey(),
    makeWechatPayKey(),
    makePlatformKey(nowMs),
    makePlatformKey(nowMs),
  ])
  return new SandboxKeys(
    makeMchid(),
    makeAppid(),
    makeAppid(),
    makeMchid(),
    makeAppid(),
    merchant,
    `gh_${randomBytes(6).toString('hex')}`,
    wechatPay,
    [current, next],
    randomBytes(16).toString('hex'),
  )
}

async function makeMerchantKey(): Promise<MerchantKey> {
  const { privateKey, publicKey } = await rsaPairs.make()
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return new MerchantKey(makeCertificateSerial(), pem, publicKey)
}

async function makeWechatPayKey(): Promise<SigningKey> {
  return named(`PUB_KEY_ID_0${digits(31)}`, await rsaPairs.make())
}

/** Self-signed, though the real ones hang under a CA: nobody who verifies a serial and a key looks at the chain. */
async function makePlatformKey(nowMs: number): Promise<PlatformKey> {
  const effectiveAtMs = nowMs - DAY_MS
  const expiresAtMs = effectiveAtMs + CERTIFICATE_LIFE_MS
  const pair = await rsaPairs.make()
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: makeCertificateSerial(),
      name: 'CN=Tenpay.com sign, OU=Local stand-in, O=wechatpay-entrust-kit sandbox, C=CN',
      notBefore: new Date(effectiveAtMs),
      notAfter: new Date(expiresAtMs),
      signingAlgorithm: RSA,
      keys: await forWebCrypto(pair),
    },
    webcrypto,
  )
  const certificatePem = `${certificate.toString('pem')}\n`
  const serial = new X509Certificate(certificatePem).serialNumber
  return { ...named(serial, pair), certificatePem, effectiveAtMs, expiresAtMs }
}

async function forWebCrypto({ privateKey, publicKey }: KeyPair): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto
  return {
    privateKey: await subtle.importKey('pkcs8', privateKey.export({ type: 'pkcs8', format: 'der' }), RSA, true, [
      'sign',
    ]),
    publicKey: await subtle.importKey('spki', publicKey.export({ type: 'spki', format: 'der' }), RSA, true, ['verify']),
  }
}

function named(serial: string, pair: KeyPair): SigningKey {
  const publicKeyPem = createPublicKey(pair.privateKey).export({ type: 'spki', format: 'pem' }).toString()
  return { serial, ...pair, publicKeyPem }
}

/** 40 hex digits. The first byte is 0x10 to 0x7f: a leading zero would be dropped in DER, a high bit would add one. */
function makeCertificateSerial(): string {
  const bytes = randomBytes(20)
  bytes[0] = randomInt(0x10, 0x80)
  return bytes.toString('hex').toUpperCase()
}

function makeMchid(): string {
  return `19${digits(8)}`
}

function makeAppid(): string {
  return `wx${randomBytes(8).toString('hex')}`
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('')
}
