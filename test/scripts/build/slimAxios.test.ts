import { build } from 'esbuild'
import { join } from 'node:path'
import { nodeOutput } from '../../../scripts/build/nodeOutput'
import { bundledPackages } from '../../../scripts/build/notices'
import { slimAxios } from '../../../scripts/build/slimAxios'
import type * as Client from '../../../cloudfunctions/_shared/wechatpay/client'
import type * as Axios from 'axios'
import { createProject, ROOT, type Project } from '../../support/project'
import { clientOptions, signBody, signReply } from '../../support/clients'
import { reply, startPeer, type Answer, type Peer } from '../../support/wechatPayPeer'

jest.setTimeout(120_000)

let project: Project
let peer: Peer | undefined
beforeAll(() => (project = createProject()))
afterAll(() => project.remove())
afterEach(async () => {
  await peer?.close()
  peer = undefined
})

const bundle = (contents: string, minify = false) =>
  build({
    ...nodeOutput(ROOT),
    minify,
    stdin: { contents, resolveDir: ROOT },
    plugins: [slimAxios()],
    outfile: join(project.root, `${Math.random()}.js`),
    metafile: true,
  })

/** Bundles, and loads what came out. */
async function load(contents: string): Promise<unknown> {
  const { metafile } = await bundle(contents)
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file did not exist when this one was loaded
  return require(join(ROOT, Object.keys(metafile.outputs)[0] ?? '')) as unknown
}

const CLIENT = `export * from './cloudfunctions/_shared/wechatpay/client'`
const PRE_SIGN = 'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'

describe('the client bundled with slimmed axios', () => {
  it('leaves out what a JSON client never uses, and stays under 68 kB when minified', async () => {
    const { metafile } = await bundle(CLIENT, true)
    const [output] = Object.values(metafile.outputs)
    expect(bundledPackages(metafile)).toEqual(['node_modules/axios'])
    expect(output?.bytes).toBeLessThanOrEqual(68_000)
  })

  async function client(answer: Answer) {
    const { createWechatPay } = (await load(CLIENT)) as typeof Client
    const started = await startPeer(answer)
    peer = started
    return { wxpay: createWechatPay(clientOptions([started.url])), received: started.received }
  }

  it('posts JSON and reads the signed answer', async () => {
    const { wxpay, received } = await client((_, response) => reply(response, 200, signReply))
    expect((await wxpay[PRE_SIGN].post(signBody())).data).toEqual(signReply)
    expect(JSON.parse(received[0]?.body ?? '')).toEqual(signBody())
  })

  it('gets, with path parameters and query', async () => {
    const { wxpay, received } = await client((_, response) => reply(response, 200, { data: [] }))
    const { data } = await wxpay.v3.certificates.get({ params: { algorithm_type: 'RSA' } })
    expect(data).toEqual({ data: [] })
    expect(received[0]?.url).toBe('/v3/certificates?algorithm_type=RSA')
  })

  it('does not follow a redirect', async () => {
    const { wxpay, received } = await client((_, response) => response.writeHead(302, { location: '/elsewhere' }).end())
    await expect(wxpay[PRE_SIGN].post(signBody())).rejects.toMatchObject({ name: 'WechatPayApiError', httpStatus: 302 })
    expect(received.map(({ url }) => url)).not.toContain('/elsewhere')
  })
})

describe('axios slimmed', () => {
  let axios: InstanceType<typeof Axios.Axios>
  beforeAll(async () => {
    const { Axios: Slim } = (await load(`export { Axios } from './scripts/build/axiosStubs/axiosCore'`)) as typeof Axios
    axios = new Slim({})
  })

  it.each([
    ['a request on its own adapter', (url: string) => axios.get(url), /adapter http is not available in the build/],
    ['the fetch adapter', (url: string) => axios.get(url, { adapter: 'fetch' }), /adapter fetch is not available/],
    ['the adapter of browsers', (url: string) => axios.get(url, { adapter: 'xhr' }), /adapter xhr is not available/],
  ])('says what is not there when %s is asked for', async (_, request, message) => {
    peer = await startPeer((_request, response) => response.end('ok'))
    await expect(request(peer.url)).rejects.toThrow(message)
    expect(peer.received).toEqual([])
  })

  it('says what is not there when it is to make a URL of parts', async () => {
    const adapter = () => Promise.reject(new Error('reached'))
    await expect(axios.get('/x', { adapter, params: { a: 1 } })).rejects.toThrow(/parameters are left out/)
    expect(() => axios.getUri({ url: '/x' })).toThrow(/URLs and parameters are left out/)
  })
})

it("leaves the older axios inside CloudBase's SDK whole", async () => {
  const { metafile } = await bundle(`export * from './node_modules/@cloudbase/node-sdk/node_modules/axios'`)
  expect(bundledPackages(metafile)).toEqual(
    expect.arrayContaining(['node_modules/form-data', 'node_modules/follow-redirects']),
  )
})
