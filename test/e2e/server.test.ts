// The phone's server, asked by others than its page. Without a browser, and with everything else real.
import { request } from 'node:http'
import { World } from './support/world'

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterAll(() => world.close())

interface Asked {
  path: string
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** Not `fetch`, which tidies paths and refuses to forge headers. */
function ask({ path, method = 'GET', headers = {}, body }: Asked): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(world.phone.url)
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path, method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

it.each([
  ['a page of another site', { Origin: 'https://example.com' }],
  ['another page of this machine', { Origin: 'http://127.0.0.1:1' }],
  ['a name that leads here', { Host: 'evil.example.com' }],
])('%s gets nothing', async (_, headers) => {
  expect(await ask({ path: '/', headers })).toMatchObject({ status: 403 })
  expect(await ask({ path: '/act/reset', method: 'POST', headers, body: '{"setup":"normal"}' })).toMatchObject({
    status: 403,
  })
})

it.each([
  '/mp/merchant/../../package.json',
  '/mp/merchant/%2e%2e/%2e%2e/package.json',
  '/mp/merchant/app.ts',
  '/assets/../wire.ts',
])('%s is not handed out', async (path) => {
  expect((await ask({ path })).status).toBe(404)
})

it.each([
  [{ path: '/nothing' }, 404],
  [{ path: '/mp/other/' }, 404],
  [{ path: '/nothing', method: 'DELETE' }, 404],
  [{ path: '/switches', method: 'POST', body: '{' }, 400],
  [{ path: '/switches', method: 'POST', body: '{"database":"gone"}' }, 400],
  [{ path: '/tell', method: 'POST', body: JSON.stringify({ tone: 'loud', text: 'x' }) }, 400],
  [{ path: '/tell', method: 'POST', body: JSON.stringify({ tone: 'good', text: 'x'.repeat(300_000) }) }, 400],
  [{ path: '/call/queryContract', method: 'POST', body: '{}' }, 400],
  [{ path: '/act/lapse', method: 'POST', body: '{"openid":"oNobody"}' }, 409],
  [{ path: '/signing/sign', method: 'POST', body: '{"openid":"oNobody","pre_entrustweb_id":"none"}' }, 409],
  [{ path: '/tell', method: 'POST', body: JSON.stringify({ tone: 'good', text: 'x', hop: 'call:1' }) }, 400],
  [{ path: '/hop/call:none' }, 404],
  [{ path: '/hop/nothing' }, 404],
  [{ path: '/hop/%E0' }, 400],
  [{ path: '/hop/resend', method: 'POST', body: '{}' }, 400],
  [{ path: '/hop/resend', method: 'POST', body: '{"id":"EV-none"}' }, 409],
  [{ path: '/hop/redeliver', method: 'POST', body: '{"id":"none:SIGNED"}' }, 409],
  [{ path: '/app/else' }, 404],
  [{ path: '/app/login', method: 'POST', body: '{}' }, 400],
  [{ path: '/app/login', method: 'POST', body: '{"openid":"oNobody"}' }, 409],
  [{ path: '/app/ask', method: 'POST', body: '{"name":"appQueryContract","token":"t","body":"x"}' }, 400],
  [{ path: '/checkout/order', method: 'POST', body: '{}' }, 400],
  [{ path: '/cashier/open', method: 'POST', body: '{}' }, 400],
  [{ path: '/cashier/pay', method: 'POST', body: '{"openid":"oNobody","prepay_id":"none"}' }, 409],
  [{ path: '/cashier/sign', method: 'POST', body: '{"openid":"oNobody","out_contract_code":"none"}' }, 409],
])('%j: answered in JSON', async (asked, status) => {
  const answer = await ask(asked)
  expect(answer.status).toBe(status)
  expect(JSON.parse(answer.text)).toHaveProperty('error')
})

it.each(['shell', 'runtime', 'app'])('%s.js names its source map, which developer tools fetch', async (name) => {
  const script = await ask({ path: `/assets/${name}.js` })
  expect(script.text.trimEnd().split('\n').at(-1)).toBe(`//# sourceMappingURL=${name}.js.map`)
  const map = await ask({ path: `/assets/${name}.js.map` })
  expect(JSON.parse(map.text)).toHaveProperty('sources', expect.arrayContaining([`browser/${name}/main.ts`]))
})

it('a call reaches the function with the identity of the phone, whatever its data says', async () => {
  const headers = { 'x-phone-openid': 'oCaller', 'content-type': 'application/json' }
  const answer = await ask({ path: '/call/queryContract', method: 'POST', headers, body: '{}' })
  expect(JSON.parse(answer.text)).toMatchObject({ result: { ok: true, state: 'none' } })
})
