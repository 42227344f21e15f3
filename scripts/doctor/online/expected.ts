// What an environment should hold, by `.env` and the files of the project.
import { KeyObject } from 'node:crypto'
import {
  FUNCTION_ROLES,
  ROWS,
  type Given,
  type SettingName,
} from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import { hashOf } from '../../cloud/readFunctions'
import type { DeployedFunction } from '../../settings/planDeployment'
import { collectionsOf, functionLimits } from '../../settings/projectFiles'
import { routesTo } from '../../settings/routes'
import type { Expected, ExpectedFunction } from './world'

const UPKEEP = 'upkeep'

/** @param given settings that were checked @param planned functions that are deployed of them */
export function expectedOf(root: string, given: Given, planned: readonly DeployedFunction[]): Expected {
  const limits = functionLimits(root)
  return {
    functions: planned.flatMap((one): ExpectedFunction[] => {
      const found = limits.find(({ name }) => name === one.name)
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
    collections: isDocument(given) ? collectionsOf(root) : [],
    routes: Object.fromEntries(routesTo(planned, given).map(({ path, functionName }) => [path, functionName])),
  }
}

const isDocument = ({ WXPAY_STORE: store = 'document' }: Given): boolean => store === 'document'

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
