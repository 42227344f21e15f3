// The ways to a function from outside: the tool of CloudBase, or the front of the local WeChat.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import * as v from 'valibot'
import { LOCAL_FILE } from '../start/localFile'
import { failed } from './adminError'

/** What every function answers. */
export type FunctionAnswer = { ok: boolean } & Record<string, unknown>

const answerSchema = v.looseObject({ ok: v.boolean() })

/** @throws {AdminError} nobody is there, or the function has no answer */
export async function invokeLocally(frontUrl: string, functionName: string, event: object): Promise<FunctionAnswer> {
  const response = await post(`${frontUrl}/invoke/${functionName}`, event)
  const told = (await response.json()) as { result?: unknown; errMsg?: string }
  const parsed = v.safeParse(answerSchema, told.result)
  if (parsed.success) return parsed.output
  throw failed(
    `${functionName} in the local WeChat: ${told.errMsg ?? 'gave no answer'}`,
    `本地微信中的 ${functionName}：${told.errMsg ?? '没有应答'}`,
  )
}

/** Milliseconds since 1970 in the local WeChat, whose clock may have been moved. @throws {AdminError} nobody is there */
export async function timeLocally(controlUrl: string): Promise<number> {
  const response = await post(`${controlUrl}now`, {})
  return v.parse(timeSchema, await response.json()).nowMs
}

const timeSchema = v.object({ nowMs: v.number() })

async function post(url: string, event: object): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    })
  } catch {
    throw failed(
      `nobody answers at ${url}: the local WeChat that wrote ${LOCAL_FILE} is gone; run npm start anew`,
      `${url} 无人应答：写入 ${LOCAL_FILE} 的本地微信已结束；请重新运行 npm start`,
    )
  }
}

/**
 * Its exit code is 0 whatever happens, so what it printed is read.
 * @throws {AdminError} with that, where no answer of the function is in it
 */
export async function invokeByTcb(
  tcb: string,
  envId: string,
  functionName: string,
  event: object,
): Promise<FunctionAnswer> {
  const args = ['fn', 'invoke', functionName, '-e', envId, '--params', JSON.stringify(event)]
  const printed = stripVTControlCharacters(await runTool(tcb, args))
  const answer = printed
    .split('\n')
    .map(answerIn)
    .find((found) => found !== undefined)
  if (answer) return answer
  const said = printed.trim()
  throw failed(
    `${tcb} gave no answer of ${functionName}. It printed:\n\n${said || '(nothing)'}`,
    `${tcb} 没有给出 ${functionName} 的应答。它的输出：\n\n${said || '（无）'}`,
  )
}

/** After a label in one language or another. The function's own log lines are JSON too, and say nothing of `ok`. */
function answerIn(line: string): FunctionAnswer | undefined {
  const [json = ''] = /\{.*\}/.exec(line) ?? []
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), json)
  return parsed.success ? parsed.output : undefined
}

/** Without a shell: what is signed is handed over as it is. @returns all it printed */
function runTool(tcb: string, args: readonly string[]): Promise<string> {
  const [command, first] = /\.[cm]?js$/.test(tcb) ? [process.execPath, [tcb]] : [tcb, []]
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => void (printed += text))
    }
    child.on('error', (error) =>
      reject(failed(`${tcb}: ${error.message}. ${GET_IT.en}`, `${tcb}：${error.message}。${GET_IT.zh}`)),
    )
    child.on('close', () => resolve(printed))
  })
}

const GET_IT: Words = {
  en: 'It is the tool of CloudBase: npm install -g @cloudbase/cli, then tcb login; or name it with --tcb. With --print none is needed',
  zh: '这是云开发命令行工具：npm install -g @cloudbase/cli，然后 tcb login；或用 --tcb 指定。用 --print 则不需要它',
}
