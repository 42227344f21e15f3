// FRAME: one mini-program in one frame. Loaded before its program, which calls `startMiniProgram`.
import type * as glassEasel from 'glass-easel'
import type { ProgramParts } from '../../compile/program'
import type { Launch, PhoneSettings, ToFrame } from '../protocol'
import { bootProgram, type RunningProgram } from './boot'
import { Problems } from './problems'
import { ShellLink } from './shellLink'

type Parts = Omit<ProgramParts, 'templates'>
type Templates = Record<string, glassEasel.template.ProcGenGroup>

let program: { parts: Parts; templates: Templates } | undefined
let launch: Launch | undefined
let running: RunningProgram | undefined

const link = new ShellLink(take)
const problems = new Problems((message) => link.tell(message))
problems.watch()

Object.assign(globalThis, {
  startMiniProgram: (parts: Parts, templates: Templates) => {
    program = { parts, templates }
    startWhenReady()
  },
})
link.tell({ kind: 'hello' })

function take(message: Exclude<ToFrame, { kind: 'answer' }>): void {
  switch (message.kind) {
    case 'launch':
      launch = message.launch
      startWhenReady()
      return
    case 'show':
      running?.show(message.enter, message.cause)
      return
    case 'hide':
      running?.hide()
      return
    case 'settings':
      changeSettings(message.settings)
      return
    case 'back':
      running?.back()
      return
  }
}

function changeSettings(settings: PhoneSettings): void {
  if (launch) launch = { ...launch, settings }
  running?.changeSettings(settings)
}

function startWhenReady(): void {
  if (!program || !launch || running) return
  try {
    running = bootProgram({ ...program, launch, link, problems })
  } catch (error) {
    problems.error(error, 'starting the mini-program')
  }
}
