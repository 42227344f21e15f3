// A whole request over loopback, signed and verified: the client against other code that does the same.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { KeyObject } from 'node:crypto'
import { createWechatPay } from '../../../cloudfunctions/_shared/wechatpay/client'
import { makeKeys, MCHID, PRE_SIGN_BODY, PUBLIC_KEY_ID, SERIAL } from './party'
import { createPlugin } from './plugin'
import { compare } from './sampling'
import type { Pair } from './sampling'
import { createShortest } from './shortest'

const PATH = 'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'

type Post = (path: string, body: object) => Promise<unknown>
type Create = (url: string, privateKey: KeyObject, publicKey: KeyObject) => Post

/** Against the shortest correct code, on the same axios. */
export const request = (): Promise<Pair> => against(createShortest)

/** Against wechatpay-axios-plugin, from the folder it was installed into. */
export const plugin = (): Promise<Pair> => against(createPlugin(process.env['PLUGIN'] ?? ''))

async function against(create: Create): Promise<Pair> {
  const merchant = makeKeys()
  const wechatPay = makeKeys()
  const pem = wechatPay.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const peer = fork(process.argv[1] ?? '', ['peer'], { env: { PEER_KEY: String(pem) } })
  const [port] = (await once(peer, 'message')) as [number]
  const url = `http://127.0.0.1:${port}`
  const post = create(url, merchant.privateKey, wechatPay.publicKey)
  const wxpay = createWechatPay({
    mchid: MCHID,
    serial: SERIAL,
    privateKey: merchant.privateKey,
    publicKey: { id: PUBLIC_KEY_ID, key: wechatPay.publicKey },
    hosts: [url],
  })
  try {
    return await compare(
      () => post(`/${PATH}`, PRE_SIGN_BODY),
      () => wxpay[PATH].post(PRE_SIGN_BODY),
      { samples: 1500, calls: 1 },
    )
  } finally {
    peer.disconnect()
  }
}
