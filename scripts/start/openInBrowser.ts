// Opens an address in the browser of whoever sits here.
import { spawn } from 'node:child_process'

/** Program and what comes before the address, by platform. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // `start` takes its first quoted word for a title.
  win32: ['cmd', '/c', 'start', ''],
}

/**
 * @param env where the system's own program for it is found
 * @returns why it could not be opened, or undefined
 */
export function openInBrowser(url: string, env = process.env): Promise<string | undefined> {
  const [program, ...before] = OPENERS[process.platform] ?? ['xdg-open']
  return new Promise((resolve) => {
    const opening = spawn(program, [...before, url], { env, stdio: 'ignore', detached: true })
    opening.once('error', ({ message }) => resolve(message))
    opening.once('spawn', () => {
      opening.unref()
      resolve(undefined)
    })
  })
}
