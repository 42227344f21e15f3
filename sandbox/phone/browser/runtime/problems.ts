// FRAME: nothing goes wrong in silence. Every error and warning is shown on the page around the phone.
import * as glassEasel from 'glass-easel'
import type { ToShell } from '../protocol'

type Tell = (message: ToShell) => void

export class Problems {
  constructor(private readonly tell: Tell) {}

  error(error: unknown, where?: string): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : describe(error)
    this.tell({ kind: 'problem', level: 'error', text: where === undefined ? text : `${text} (${where})` })
    console.error(error)
  }

  warn(text: string): void {
    this.tell({ kind: 'problem', level: 'warning', text })
    console.warn(text)
  }

  /** Listens wherever the engine and the browser tell of mistakes. */
  watch(): void {
    glassEasel.addGlobalErrorListener((error, method) => {
      this.error(error, method)
      return false
    })
    glassEasel.addGlobalWarningListener((message, component) => {
      const name = typeof component === 'string' ? component : component.is
      this.warn(`${message}${name === '' ? '' : ` (in ${name})`}`)
      return false
    })
    window.addEventListener('error', ({ error, message }) => this.error(error ?? message))
    window.addEventListener('unhandledrejection', ({ reason }) => this.error(reason, 'a promise nobody caught'))
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value
  const { errMsg } = (value ?? {}) as { errMsg?: unknown }
  return typeof errMsg === 'string' ? errMsg : JSON.stringify(value)
}

/** The console of a mini-program: to the browser's own, and to the page around the phone. */
export function phoneConsole(tell: Tell): Console {
  const to = (level: 'error' | 'warn' | 'info') => {
    return (...parts: unknown[]): void => {
      console[level](...parts)
      tell({ kind: 'console', level, text: parts.map(describeAny).join(' ') })
    }
  }
  return { ...console, error: to('error'), warn: to('warn'), info: to('info'), log: to('info') }
}

const describeAny = (value: unknown): string => (value instanceof Error ? value.message : describe(value))
