// The log of a running function: one line each to where the platform collects them.
import type { Log } from '../../kernel/ports'
import { createLog, writeLine } from '../log'
import { nowMs } from '../runtime'
import { SETTING } from '../settings/names'

export const hostLog = (functionName: string, requestId: string): Log =>
  createLog({ functionName, requestId, write: writeLine, nowMs, settingNames: SETTING })
