// A PostgreSQL of its own: a fresh cluster in a temporary folder, on a free port of 127.0.0.1, gone when it is closed.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { findPostgres } from './findPostgres'

export interface PostgresServer {
  pid: number
  /** Of its owner, on the database `postgres`. */
  url: string
  close(): Promise<void>
}

const READY_MS = 30_000
const LOCALE = { LC_ALL: 'C', LANG: 'C' }

/** @throws {Error} there is no PostgreSQL on this machine, or it does not start */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres()
  if (bin === undefined) throw new Error('no PostgreSQL was found: run "npm test", which sets one up')
  const folder = mkdtempSync(path.join(tmpdir(), 'entrust-postgres-'))
  const password = randomBytes(16).toString('hex')
  try {
    const owner = makeCluster(bin, folder, password)
    const port = await freePort()
    const server = run(bin, folder, port, owner)
    const url = `postgresql://owner:${password}@127.0.0.1:${port}/postgres`
    await ready(url, server)
    return { pid: server.process.pid ?? 0, url, close: async () => stop(server, folder) }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

interface Owner {
  uid?: number
  gid?: number
}

/** PostgreSQL refuses to run as root: then it runs as the user its package made. */
function ownerOf(folder: string): Owner {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  const [uid, gid] = [id('-u'), id('-g')]
  if (!(uid > 0 && gid > 0)) throw new Error('PostgreSQL does not run as root, and there is no user postgres')
  chownSync(folder, uid, gid)
  return { uid, gid }
}

function makeCluster(bin: string, folder: string, password: string): Owner {
  const owner = ownerOf(folder)
  const passwordFile = path.join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(passwordFile, owner.uid, owner.gid)
  const args = ['-D', path.join(folder, 'data'), '-U', 'owner', '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8', '-N'] // prettier-ignore
  const { status, stderr } = spawnSync(path.join(bin, 'initdb'), args, {
    ...owner,
    cwd: folder,
    env: { ...process.env, ...LOCALE },
    encoding: 'utf8',
  })
  rmSync(passwordFile)
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`)
  return owner
}

interface Running {
  process: ChildProcess
  /** What it said, for when it does not start. */
  said: string[]
}

function run(bin: string, folder: string, port: number, owner: Owner): Running {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // Nothing of this outlives the process.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '60',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(path.join(bin, 'postgres'), ['-D', path.join(folder, 'data'), '-p', String(port), ...flags], {
    ...owner,
    cwd: folder,
    env: { ...process.env, ...LOCALE },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.length < 200 && said.push(chunk.toString('utf8')))
  return { process: child, said }
}

async function ready(url: string, { process: child, said }: Running): Promise<void> {
  const lastMs = Date.now() + READY_MS
  for (;;) {
    const client = new Client({ connectionString: url })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (child.exitCode !== null || Date.now() > lastMs) {
        throw new Error(`PostgreSQL did not start: ${said.join('')}`, { cause: error })
      }
    }
    await wait(50)
  }
}

/** At once, whoever is connected: nothing is to be kept. */
async function stop({ process: child }: Running, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit')
    child.kill('SIGQUIT')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
