// wechatpay-axios-plugin as its readme has it, on a socket that is kept open as ours is.
import type { KeyObject } from 'node:crypto'
import { Agent } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { MCHID, PUBLIC_KEY_ID, SERIAL } from './party'

interface PluginModule {
  Wechatpay: new (config: object) => Record<string, { post: (body: object) => Promise<{ data: unknown }> }>
}

/** @param folder with the plugin in its `node_modules` */
export function createPlugin(folder: string) {
  return (baseURL: string, privateKey: KeyObject, publicKey: KeyObject) => {
    const { Wechatpay } = createRequire(join(folder, 'index.js'))('wechatpay-axios-plugin') as PluginModule
    const wxpay = new Wechatpay({
      mchid: MCHID,
      serial: SERIAL,
      privateKey,
      certs: { [PUBLIC_KEY_ID]: publicKey },
      baseURL,
      httpAgent: new Agent({ keepAlive: true }),
    })
    return async (path: string, body: object): Promise<unknown> => {
      const reply = await wxpay[path.slice(1)]?.post(body)
      if (reply === undefined) throw new Error('wechatpay-axios-plugin has no such path')
      return reply.data
    }
  }
}
