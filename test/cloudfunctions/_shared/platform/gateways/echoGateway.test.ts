import { createEchoGateway } from '../../../../../cloudfunctions/_shared/platform/gateways/echoGateway'
import { gatewayWorld } from '../../../../support/gatewayWorld'
import { reply, stranger, type Answer, type Peer } from '../../../../support/wechatPayPeer'

const URL = 'https://pay.example.com/contract-notify'

let peer: Peer
afterEach(() => peer.close())
async function setUp(answer: Answer) {
  const world = await gatewayWorld(answer, createEchoGateway)
  peer = world.peer
  return world
}

it('has the message echoed and posted to the address, and tells when the answer was signed', async () => {
  const { gateway, logged } = await setUp((_request, response) => reply(response, 200, { echo_message: 'id-1' }))
  const before = Math.floor(Date.now() / 1000) * 1000
  const echo = await gateway.send('id-1', URL)
  expect(echo).toMatchObject({ ok: true, message: 'id-1' })
  expect(echo.ok && echo.signedAtMs).toBeGreaterThanOrEqual(before)
  expect(peer.received).toMatchObject([{ method: 'POST', url: '/v3/security/echo' }])
  expect(JSON.parse(peer.received[0]?.body ?? '')).toEqual({ echo_message: 'id-1', notify_url: URL })
  expect(logged).toMatchObject([{ level: 'info', fields: { call: 'echo', outcome: 'accepted' } }])
})

it.each<[what: string, answer: Answer, explanation: RegExp]>([
  ['a refusal', (_, response) => reply(response, 401, { code: 'SIGN_ERROR', message: 'no' }), /^401 SIGN_ERROR no/],
  [
    'a stranger',
    (_, response) => reply(response, 200, { echo_message: 'id-1' }, { key: stranger.privateKey }),
    /SIGNATURE/,
  ],
  ['nobody', (_, response) => void response.destroy(), /connection/],
])('tells why it failed, and the log too: %s', async (_, answer, explanation) => {
  const { gateway, logged } = await setUp(answer)
  expect(await gateway.send('id-1', URL)).toEqual({
    ok: false,
    explanation: expect.stringMatching(explanation) as string,
  })
  expect(logged).toHaveLength(1)
})
