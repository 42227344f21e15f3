/** README of the built package. */
export function libraryReadme(name: string): string {
  return `# ${name}

A typed WeChat Pay APIv3 client for password-free payment (免密支付) and entrusted deduction (委托代扣), with the face of axios.
Every request is signed over the bytes that are sent; every 2xx answer is verified over the bytes that came before it is
read. Node 18.15 or newer; type declarations also need \`@types/node\`.

\`\`\`ts
import { createWechatPay, createKeyRing, receiveNotification } from '${name}'

const wxpay = createWechatPay({
  mchid: '1900000109',
  serial: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', // of the merchant API certificate, 40 hex digits
  privateKey, // its key, apiclient_key.pem
  publicKey: { id: 'PUB_KEY_ID_...', key: wechatpayPublicKey }, // pub_key.pem
  apiV3Keys: [apiV3Key],
})

// Three ways to write the same call:
await wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.miniProgram.post(body)
await wxpay.chain('v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program').post(body)
await wxpay['v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'].post(body)

// A notification: headers (an object, Headers or a Map) and the bytes or the text, before anything parsed them.
const keys = createKeyRing({ publicKey })
const result = receiveNotification({ headers, body }, { keys, apiV3Keys: [apiV3Key] }, Date.now())
\`\`\`

Keys and certificates are taken in any of these forms; whatever else they turn out to be is said in the refusal.

| | as |
| --- | --- |
| \`privateKey\` | RSA of 2048 bits or more: PKCS#8 or PKCS#1, without a passphrase |
| \`publicKey.key\` | RSA of 2048 bits or more: SPKI or PKCS#1 |
| \`platformCertificates\` | \`{ [serial]: certificate }\`, X.509, each under its own serial |
| \`apiV3Keys\` | 32 ASCII characters: text, bytes, or a secret KeyObject |

The first three may be PEM (line ends as LF, CRLF, \`\\n\` spelled out, blanks or none; a byte order mark, quotes or other text
around it), base64 of such a PEM, DER as bytes or in base64, the bytes of a file with any of these, or what \`node:crypto\` made
of it: a KeyObject, an X509Certificate.

## How a call ends

It returns (accepted), it throws an error whose \`outcome\` is \`refused\`, or one whose \`outcome\` is \`unknown\`: then it may have
taken effect, so repeat it unchanged or query, and never start something new.

| error | when |
| --- | --- |
| \`ConfigError\` | options are absent, malformed or unknown; all of them at once |
| \`InputError\` | this call's input is wrong, or is nothing that JSON or a URL holds as it is; nothing was sent |
| \`WechatPayApiError\` | WeChat Pay answered with something other than 2xx; \`apiMessage\` and \`detail\` are its reason, without what you sent |
| \`WechatPayTransportError\` | no usable answer; with \`isSent\` false nothing was written: the name, the connection or TLS failed |
| \`WechatPayVerifyError\` | the answer is not provably WeChat Pay's; \`unverified\` is what it says, for a person |

A call takes 8 s at most, each of its two tries 5 s (\`totalTimeoutMs\`, \`tryTimeoutMs\`). For one call, \`timeout\` is the limit of the
whole, tries and waits included, and \`tryTimeout\` that of a try; without one a try may take all that is left. \`signal\` ends it.
A charge that takes a minute is \`post(body, { timeout: 45_000 })\`.

The second try goes to the other host when the first was not sent, whatever the request; after 429; and, where the same request
twice does no harm (GET, pre-sign), after a broken connection or 5xx.

## Bills

\`\`\`ts
for await (const piece of downloadBill(wxpay, '2026-11-28', 'trade')) out.write(piece) // or 'fundFlow'
\`\`\`

asks for the address, fetches the file, and unpacks it as it comes, however large. The file has no signature: it is proved by the hash
in the signed answer, with its last piece. Use nothing of it before, and nothing where the loop throws.

## What it does not do

- Files but bills: they come without a signature.
- Forward proxies and agents of your own: requests go straight to WeChat Pay, and \`HTTPS_PROXY\` is not read.
- Forms and uploads: a body is JSON.

## Size

What it uses of axios is in it. Bundled by esbuild and minified it is 68 kB; \`axios\` (1.7 or newer) is a dependency for its types
alone, and may stay outside what you deploy. [API.md](API.md) lists all that is exported.

MIT licence; LICENSE has that of axios too.
`
}
