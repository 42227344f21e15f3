// The tool of CloudBase, as a program of its own. What it prints is read; its exit code says nothing.
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { Told } from './troubles'

export type RunTool = (args: readonly string[], place: ToolPlace) => Promise<string>

interface ToolPlace {
  folder: string
  home: string
  signal: AbortSignal
}

type Env = Readonly<Record<string, string | undefined>>

/** Of ours it sees no more than it needs to be run and to find its way out. */
const HANDED = ['PATH', 'SystemRoot', 'ComSpec', 'TEMP', 'TMP', 'TMPDIR', 'LANG', 'NODE_EXTRA_CA_CERTS', 'no_proxy']

export const proxyOf = (env: Env): string | undefined =>
  [env['https_proxy'], env['HTTPS_PROXY'], env['http_proxy'], env['HTTP_PROXY']].find(
    (one) => one !== undefined && one !== '',
  )

/**
 * @param tcb path of the tool; a file of JavaScript is run by this Node
 * @returns a run that resolves to all it printed, once it has ended; it rejects where it cannot be begun
 */
export const toolAt =
  (tcb: string, env: Env): RunTool =>
  (args, { folder, home, signal }) => {
    const [command, first] = /\.[cm]?js$|[\\/]bin[\\/]tcb$/.test(tcb) ? [process.execPath, [tcb]] : [tcb, []]
    const child = spawn(command, [...first, ...args], {
      cwd: folder,
      env: { ...handed(env), HOME: home, USERPROFILE: home, APPDATA: home, XDG_CONFIG_HOME: `${home}/.config` },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => void (printed += text))
    }
    return new Promise((resolve, reject) => {
      child.on('error', (error) => {
        if (!signal.aborted) reject(new Told('tool', error.message))
      })
      // Also after it was ended: until then it may still write.
      child.on('close', () => resolve(stripVTControlCharacters(printed)))
    })
  }

/** It reads `http_proxy` alone, whatever it calls. */
function handed(env: Env): Record<string, string> {
  const all = { ...Object.fromEntries(HANDED.map((name) => [name, env[name]])), http_proxy: proxyOf(env) }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
