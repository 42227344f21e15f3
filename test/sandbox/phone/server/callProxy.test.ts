// What the phone asks for by the name a function has online reaches the function of that kind.
import { createServer } from 'node:http'
import { EventEmitter } from 'node:events'
import { closeServer, listen } from '../../../../sandbox/cloud/httpServer'
import { forwardCall, type CallDeps } from '../../../../sandbox/phone/server/callProxy'
import { ALL_WELL } from '../../../../sandbox/phone/wire'

it.each([
  ['queryContract', '/call/queryContract'],
  ['entrust-queryContract', '/call/queryContract'],
  ['shop', '/call/shop'],
])('%s is asked for at %s', async (name, path) => {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url ?? '')
    response.end('{}')
  })
  const frontUrl = `http://127.0.0.1:${await listen(server)}`
  const calls = { find: () => undefined }
  const cloud = { frontUrl, functionNames: ['queryContract', 'upkeep'], events: new EventEmitter(), calls }
  const deps = {
    local: () => ({ cloud, miniProgramAppid: 'wx1' }),
    switches: () => ALL_WELL,
    view: { add: () => () => undefined },
    nowMs: () => 0,
    sleep: () => Promise.resolve(),
  } as unknown as CallDeps
  await forwardCall({ name, openid: 'o1', body: '{}' }, deps)
  await closeServer(server)
  expect(paths).toEqual([path])
})
