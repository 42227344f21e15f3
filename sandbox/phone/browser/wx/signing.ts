// WX: `wx.request` of the signing mini-program, which leads to the WeChat Pay stand-in and nowhere else.
import type { Causes } from '../runtime/causes'
import { ApiFailure, asyncApi } from './async'

interface RequestInput {
  url: string
  data?: object
}

const PREFIX = 'https://pay.stand-in.test/'

export function signingApis(openid: string, causes: Causes) {
  return {
    request: asyncApi<RequestInput>('request', async ({ url, data }) => {
      if (!url.startsWith(PREFIX)) throw new ApiFailure('url not in domain list')
      const response = await fetch(`/signing/${url.slice(PREFIX.length)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-phone-openid': openid, ...causes.headers },
        body: JSON.stringify({ openid, ...data }),
      })
      return { statusCode: response.status, data: (await response.json()) as unknown }
    }),
  }
}
