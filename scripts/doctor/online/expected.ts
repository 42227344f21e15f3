// What an environment should hold, by `.env` and the files of the project.
import { KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import {
  FUNCTION_ROLES,
  ROWS,
  type Given,
  type SettingName,
} from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import { hashOf } from '../../cloud/readFunctions'
import { onlineNameOf, type DeployedFunction } from '../../settings/planDeployment'
import type { Expected, ExpectedFunction } from './world'

const configurationSchema = v.object({
  functions: v.array(v.object({ name: v.string(), handler: v.string(), timeout: v.number(), memorySize: v.number() })),
})
const collectionsSchema = v.object({
  collections: v.array(
    v.object({
      name: v.string(),
      access: v.string(),
      indexes: v.array(
        v.object({
          name: v.string(),
          unique: v.boolean(),
          keys: v.array(v.object({ name: v.string(), direction: v.string() })),
        }),
      ),
    }),
  ),
})

/** Where your own app calls. */
const APP_ROUTES: Readonly<Record<string, string>> = {
  '/app/pre-entrust-sign': 'appPreEntrustSign',
  '/app/query-contract': 'appQueryContract',
  '/app/terminate-contract': 'appTerminateContract',
}

const NOTIFY = 'contractNotify'
const UPKEEP = 'upkeep'

/** @param given settings that were checked @param planned functions that are deployed of them */
export function expectedOf(root: string, given: Given, planned: readonly DeployedFunction[]): Expected {
  const { functions: configured } = read(root, 'cloudbaserc.json', configurationSchema)
  const isPlanned = (name: string) => planned.some((one) => one.name === name)
  const appRoutes = Object.entries(APP_ROUTES).filter(([, name]) => isPlanned(name))
  return {
    functions: planned.flatMap((one): ExpectedFunction[] => {
      const found = configured.find(({ name }) => name === one.name)
      return found
        ? [
            {
              name: one.onlineName,
              isUpkeep: one.name === UPKEEP,
              handler: found.handler,
              timeoutSec: found.timeout,
              memoryMb: found.memorySize,
              variableHashes: hashesOf(one.environment, given),
              isServerOnly: FUNCTION_ROLES[one.name] !== 'callables',
            },
          ]
        : []
    }),
    collections: isDocument(given) ? read(root, 'database/collections.json', collectionsSchema).collections : [],
    routes: Object.fromEntries(
      [[pathOf(given.WXPAY_NOTIFY_URL ?? ''), NOTIFY] as const, ...appRoutes].map(([path, name]) => [
        path,
        onlineNameOf(name, given),
      ]),
    ),
  }
}

const isDocument = ({ WXPAY_STORE: store = 'document' }: Given): boolean => store === 'document'

const pathOf = (address: string): string => (URL.canParse(address) ? new URL(address).pathname : '')

/** @throws {Error} the file is not there, or none of its kind */
function read<T>(root: string, path: string, schema: v.GenericSchema<unknown, T>): T {
  const file = join(root, path)
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), schema),
    existsSync(file) ? readFileSync(file, 'utf8') : '',
  )
  if (parsed.success) return parsed.output
  throw new Error(`${path}: ${v.summarize(parsed.issues)}`)
}

const hashesOf = (environment: Readonly<Record<string, string>>, given: Given): ExpectedFunction['variableHashes'] =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      [value, given[name as SettingName] ?? value, ...dressesOf(ROWS[name as SettingName].read(value))].map(hashOf),
    ]),
  )

/** The same key as the file has it, with its last line end and without. */
function dressesOf(read: { ok: boolean; value?: unknown }): string[] {
  if (!read.ok || !(read.value instanceof KeyObject) || read.value.type !== 'private') return []
  const pem = read.value.export({ type: 'pkcs8', format: 'pem' }).toString()
  return [pem, pem.trim()]
}
