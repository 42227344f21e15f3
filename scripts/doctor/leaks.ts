// Secrets of `.env` in files that leave this machine: the built functions, and whatever git tracks.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KeyObject } from 'node:crypto'
import { NAMES, ROWS, type Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { isSecret } from '../../cloudfunctions/_shared/platform/settings/sources'
import { toldPath } from '../toldPath'

/** Shorter pieces occur by chance. */
const MIN_CHARACTERS = 16

/** @returns paths from the project's folder */
export function findLeaks(root: string, given: Given): string[] {
  const secrets = NAMES.flatMap((name) => {
    const text = given[name]
    return text !== undefined && isSecret(name, text) ? dressesOf(text, ROWS[name].read(text)) : []
  }).filter((piece) => piece.length >= MIN_CHARACTERS)
  if (secrets.length === 0) return []
  return [...new Set([...inBuilt(root, secrets), ...inGit(root, secrets)])]
}

/** A key as PEM and as base64 of DER has lines in common with neither, so one line of each is looked for. */
function dressesOf(text: string, read: { ok: boolean; value?: unknown }): string[] {
  const key = read.ok && read.value instanceof KeyObject ? read.value : undefined
  if (key?.type !== 'private') return text.split(/\r?\n|\\n/).filter((line) => !IS_ARMOUR.test(line))
  const der = key.export({ type: 'pkcs8', format: 'der' }).toString('base64')
  const pems = (['pkcs8', 'pkcs1'] as const).map((type) => key.export({ type, format: 'pem' }).toString())
  return [der.slice(200, 260), ...pems.map((pem) => pem.split('\n')[6] ?? '')]
}

/** Half a key may be left with the line every key begins with. */
const IS_ARMOUR = /-----(BEGIN|END)/

function inBuilt(root: string, secrets: readonly string[]): string[] {
  const folder = join(root, 'functions-built')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const content = readFileSync(path, 'latin1')
      return secrets.some((secret) => content.includes(secret))
    })
    .map((path) => toldPath(root, path))
}

/** The secrets go in by a pipe, where no list of processes shows them. */
function inGit(root: string, secrets: readonly string[]): string[] {
  const { status, stdout } = spawnSync(
    'git',
    ['grep', '--files-with-matches', '--fixed-strings', '--text', '-f', '-'],
    {
      cwd: root,
      input: secrets.join('\n'),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
  return status === 0 ? stdout.trim().split('\n') : []
}
