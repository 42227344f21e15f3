// The local WeChat as a whole: where it is, and what is left of it.
import { portsOf, startLocalWechat } from '../../sandbox/localWechat'
import { openLocalStore } from '../../sandbox/localStore'
import { anyPorts, freeOf } from '../../sandbox/ports'
import { FUNCTIONS_ROOT } from '../support/functionsRoot'

jest.mock('../../sandbox/localStore')
const { openLocalStore: open } = jest.requireActual<{ openLocalStore: typeof openLocalStore }>(
  '../../sandbox/localStore',
)

beforeEach(() => void jest.mocked(openLocalStore).mockImplementation(open))

it('the next one takes the ports of the one before, and what came to nothing leaves none of them taken', async () => {
  const first = await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT })
  const ports = portsOf(first)
  await first.close()
  // When everything else is up already.
  jest.mocked(openLocalStore).mockImplementationOnce(async (...choice) => ({
    ...(await open(...choice)),
    records: () => Promise.reject(new Error('no records')),
  }))
  await expect(startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, ports })).rejects.toThrow('no records')
  expect(await freeOf(ports)).toEqual(ports)
  const second = await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, ports })
  expect(portsOf(second)).toEqual(ports)
  expect(await freeOf(ports)).toEqual(anyPorts)
  await second.close()
})
