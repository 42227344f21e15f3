// The door on the way to a database, in front of a server that answers every word in capitals.
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Gate } from '../../../sandbox/cloud/postgres/gate'

let server: Server
let gate: Gate
/** What has reached the server. */
let heard: string[]
let wordHeard: (() => void) | undefined
const clients: Socket[] = []

beforeEach(async () => {
  heard = []
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (word) => {
      heard.push(word.toString())
      wordHeard?.()
      socket.write(word.toString().toUpperCase())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  gate = new Gate((server.address() as AddressInfo).port)
  await gate.open()
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await gate.shut()
  await new Promise((resolve) => server.close(resolve))
})

async function join(): Promise<Socket> {
  const client = connect(gate.port, '127.0.0.1')
  client.on('error', () => undefined)
  clients.push(client)
  await once(client, 'connect')
  return client
}

async function ask(client: Socket, word: string): Promise<string> {
  client.write(word)
  const [answer] = (await once(client, 'data')) as [Buffer]
  return answer.toString()
}

const serverHears = (): Promise<void> => new Promise((resolve) => (wordHeard = resolve))

it('lets requests and answers by, and tells of each answer once', async () => {
  let exchanges = 0
  gate.events.on('exchange', () => (exchanges += 1))
  const client = await join()
  expect(await ask(client, 'one')).toBe('ONE')
  expect(await ask(client, 'two')).toBe('TWO')
  expect([heard, exchanges]).toEqual([['one', 'two'], 2])
})

it('holds one request before it reaches the server, and no other', async () => {
  const [held, other] = [await join(), await join()]
  const hold = gate.hold('before')
  const answer = ask(held, 'held')
  await hold.reached
  expect(await ask(other, 'other')).toBe('OTHER')
  expect(heard).toEqual(['other'])
  hold.release()
  expect(await answer).toBe('HELD')
})

it('holds one answer on its way back', async () => {
  const client = await join()
  const hold = gate.hold('after')
  let answered = false
  const answer = ask(client, 'word').finally(() => (answered = true))
  await hold.reached
  expect([heard, answered]).toEqual([['word'], false])
  hold.release()
  expect(await answer).toBe('WORD')
})

it('carries out what was held of a client that went away', async () => {
  const client = await join()
  const hold = gate.hold('before')
  client.write('orphan')
  await hold.reached
  client.destroy()
  await once(client, 'close')
  const hears = serverHears()
  hold.release()
  await hears
  expect(heard).toEqual(['orphan'])
})

it.each([
  ['before', []],
  ['after', ['word']],
] as const)('cuts a connection off %s the request reaches the server', async (when, reached) => {
  const client = await join()
  gate.cut(when)
  client.write('word')
  await once(client, 'close')
  expect(client.bytesRead).toBe(0)
  expect(heard).toEqual(reached)
  expect(await ask(await join(), 'next')).toBe('NEXT')
})

it('shut, it cuts off whoever is connected and lets nobody in, and opens at the same port', async () => {
  const client = await join()
  expect(await ask(client, 'word')).toBe('WORD')
  const { port } = gate
  const closed = once(client, 'close')
  await gate.shut()
  await closed
  const late = connect(port, '127.0.0.1')
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
  await gate.open()
  expect(gate.port).toBe(port)
  expect(await ask(await join(), 'again')).toBe('AGAIN')
})

it('cleared, it stops nothing more, and lets go of what it held', async () => {
  const client = await join()
  const hold = gate.hold('before')
  const answer = ask(client, 'held')
  await hold.reached
  gate.cut('before')
  gate.clear()
  expect(await answer).toBe('HELD')
  expect(await ask(client, 'next')).toBe('NEXT')
})
