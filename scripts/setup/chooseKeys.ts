// Which of the keys that were found are the ones: pure, from what they say of themselves.
import type { KeyObject, X509Certificate } from 'node:crypto'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import {
  merchantCertificateProblem,
  MIX_UPS,
  readPrivateKey,
  readPublicKey,
} from '../../cloudfunctions/_shared/wechatpay/keys'
import { lapseOf, validityOf } from '../../cloudfunctions/_shared/wechatpay/validity'
import type { FoundFile } from './findKeyFiles'
import { half, merchantOf, type Found, type FoundKeys } from './keyRing'

interface Choice {
  values: Readonly<Record<string, { text: string; from: string }>>
  /** Of what nobody but a person can choose, and of files that are of no use where there is no other. */
  problems: SettingProblem[]
}

interface Known {
  mchid?: string | undefined
  /** Of a key that is set already. */
  ownHalf?: string | undefined
  nowMs: number
}

export function chooseKeys(found: FoundKeys, known: Known): Choice {
  const parts = [ourOwn(found, known), theirs(found, known)]
  return {
    values: Object.assign({}, ...parts.map(({ values }) => values)) as Choice['values'],
    problems: parts.flatMap(({ problems }) => problems),
  }
}

// ---- Our own: certificate, key, merchant number --------------------------------------------------------------------

interface Pair {
  certificate: Found<X509Certificate> | undefined
  key: Found<KeyObject> | undefined
}

function ourOwn(found: FoundKeys, known: Known): Choice {
  const pairs = pairsOf(found, known)
  const [pair, another] = pairs
  if (another) return { values: {}, problems: [ambiguousPairs(pairs)] }
  const { certificate, key } = pair ?? { certificate: undefined, key: undefined }
  const merchant = certificate && merchantOf(certificate.value)
  return {
    values: {
      ...(certificate && { WXPAY_SERIAL: valueOf(certificate.value.serialNumber, certificate) }),
      ...(certificate && merchant && { WXPAY_MCHID: valueOf(merchant, certificate) }),
      ...(key && { WXPAY_PRIVATE_KEY: valueOf(derOf(key.value, 'pkcs8'), key) }),
    },
    problems: [
      ...(key
        ? []
        : [...found.plain.filter(isMeantPrivate).map((file) => refused(file, readPrivateKey)), ...shut(found)]),
      ...(found.certificates.length > 0 ? [] : found.plain.flatMap(noCertificate)),
    ],
  }
}

/** What belongs together, before what stands alone; what is valid and of this merchant, before what is not. */
function pairsOf({ certificates, privateKeys }: FoundKeys, { mchid, nowMs }: Known): Pair[] {
  const fitting = certificates.flatMap((certificate): Pair[] => {
    const key = privateKeys.find(({ value }) => certificate.value.checkPrivateKey(value))
    return key ? [{ certificate, key }] : []
  })
  const apart = (): Pair[] =>
    privateKeys.length > 1 || certificates.length > 1
      ? [
          ...certificates.map((certificate) => ({ certificate, key: undefined })),
          ...privateKeys.map((key) => ({ certificate: undefined, key })),
        ]
      : [{ certificate: certificates[0], key: privateKeys[0] }]
  const candidates = fitting.length > 0 ? fitting : apart()
  const ofMerchant = preferred(candidates, ({ certificate }) => certificate && merchantOf(certificate.value) === mchid)
  return preferred(ofMerchant, ({ certificate }) => certificate && !lapseOf(validityOf(certificate.value), nowMs))
}

/** Where none is preferred all are left, so that what is wrong with them is told. */
function preferred<T>(all: T[], is: (one: T) => boolean | undefined): T[] {
  const best = all.filter(is)
  return best.length > 0 ? best : all
}

// ---- WeChat Pay's: public key, or platform certificates ------------------------------------------------------------

function theirs(found: FoundKeys, { ownHalf, nowMs }: Known): Choice {
  const own = [ownHalf, ...found.privateKeys.map(({ value }) => half(value))]
  const isOwn = ({ value }: Found<KeyObject>) => own.includes(half(value))
  const keys = found.publicKeys.filter((key) => !isOwn(key))
  const [key, another] = keys
  if (another)
    return {
      values: {},
      problems: [
        ambiguous(
          'WXPAY_PUBLIC_KEY',
          keys.map(({ from }) => from),
        ),
      ],
    }
  if (key) {
    const id = /PUB_KEY_ID_[0-9A-Za-z]+/.exec(key.from.told)?.[0]
    return {
      values: {
        WXPAY_PUBLIC_KEY: valueOf(derOf(key.value, 'spki'), key),
        ...(id !== undefined && { WXPAY_PUBLIC_KEY_ID: valueOf(id, key) }),
      },
      problems: [],
    }
  }
  return {
    values: platformCertificates(found.platformCertificates, nowMs),
    problems: [
      ...found.plain.filter(isMeantPublic).flatMap(ownForTheirs),
      ...found.publicKeys.map(({ from }) => ({ name: from.told, problem: MIX_UPS.publicKey })),
      ...found.plain
        .filter(isMeantPublic)
        .map((file) => refused(file, (source) => readPublicKey(source, 'WXPAY_PLATFORM_CERTS'))),
    ],
  }
}

/** Where there is no public key, those that are valid now. */
function platformCertificates(all: readonly Found<X509Certificate>[], nowMs: number): Choice['values'] {
  const valid = all.filter(({ value }) => !lapseOf(validityOf(value), nowMs))
  if (valid.length === 0) return {}
  const map = Object.fromEntries(valid.map(({ value }) => [value.serialNumber, value.raw.toString('base64')]))
  return { WXPAY_PLATFORM_CERTS: { text: JSON.stringify(map), from: valid.map(({ from }) => from.told).join(', ') } }
}

// ---- Words ---------------------------------------------------------------------------------------------------------

const valueOf = (text: string, { from }: Found<unknown>) => ({ text, from: from.told })

const derOf = (key: KeyObject, type: 'pkcs8' | 'spki'): string =>
  key.export({ type: type as 'spki', format: 'der' }).toString('base64')

const filesOf = ({ certificate, key }: Pair): FoundFile[] =>
  [certificate?.from, key?.from].filter((file) => file !== undefined)

const ambiguous = (name: string, files: readonly FoundFile[]): SettingProblem => ({
  name,
  problem: `could be any of ${[...new Set(files.map(({ told }) => told))].join(', ')}; name the folder that holds the right one alone with --from`,
})

/** Of several merchants a number tells which; of one merchant only a person can. */
function ambiguousPairs(pairs: readonly Pair[]): SettingProblem {
  const numbers = new Set(pairs.flatMap(({ certificate }) => (certificate ? [merchantOf(certificate.value)] : [])))
  const one = ambiguous('WXPAY_PRIVATE_KEY', pairs.flatMap(filesOf))
  return numbers.size < 2 ? one : { ...one, problem: one.problem.replace(/; name .*/, OF_SEVERAL) }
}

const OF_SEVERAL =
  ', of several merchants; say whose they are with --set WXPAY_MCHID=NUMBER, or name the folder of the right ones with --from'

const SHUT =
  'cannot be opened: it is damaged, or its password is not the merchant number (WXPAY_MCHID); mend the number, or give apiclient_cert.pem and apiclient_key.pem in its place'

const shut = ({ closed, isNumberKnown }: FoundKeys): SettingProblem[] =>
  isNumberKnown ? closed.map(({ told: name }) => ({ name, problem: SHUT })) : []

/** Platform certificates have names of their own. */
function noCertificate({ file, told: name, source }: FoundFile): SettingProblem[] {
  const isMeant = /cert[^/\\]*$/i.test(name) && !/wechatpay|platform/i.test(name)
  const problem = isMeant ? merchantCertificateProblem(source) : undefined
  return file.kind === 'certificate' || problem === undefined ? [] : [{ name, problem }]
}

const ownForTheirs = ({ file, told: name }: FoundFile): SettingProblem[] =>
  file.kind === 'certificate' && merchantOf(file.certificate) !== undefined ? [{ name, problem: OWN_FOR_THEIRS }] : []

const OWN_FOR_THEIRS =
  "is your own certificate (apiclient_cert.pem); expected WeChat Pay's public key, pub_key.pem of the merchant platform"

/** By what is left of it, or by its name, where it holds something else. */
const isMeantPrivate = (found: FoundFile): boolean =>
  found.file.kind !== 'private key' && (found.file.kind === 'locked private key' || isMeant(found, 'private key'))

const isMeantPublic = (found: FoundFile): boolean => found.file.kind !== 'public key' && isMeant(found, 'public key')

function isMeant({ file, told }: FoundFile, kind: 'private key' | 'public key'): boolean {
  if ('was' in file && file.was !== 'DER') return file.was === kind
  const isPublic = /pub[^/\\]*$/i.test(told)
  return kind === 'public key' ? isPublic : !isPublic && /key[^/\\]*$/i.test(told)
}

function refused(file: FoundFile, read: typeof readPrivateKey): SettingProblem {
  const result = read(file.source)
  return { name: file.told, problem: result.ok ? '' : result.problem }
}
