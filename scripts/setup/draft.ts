// Values on their way into `.env`.
import type { Values } from './values'

export const ORIGINS = { set: '--set', answer: 'answer', dotEnv: '.env', made: 'made' } as const

/** Each value with where it is from. */
export class Draft {
  readonly values: Record<string, string>
  readonly origins: Record<string, string>
  constructor(kept: Values) {
    this.values = { ...kept }
    this.origins = Object.fromEntries(Object.keys(kept).map((name) => [name, ORIGINS.dotEnv]))
  }
  has(name: string): boolean {
    return (this.values[name] ?? '') !== ''
  }
  add(name: string, value: string, origin: string): void {
    this.values[name] = value
    this.origins[name] = origin
  }
  remove(name: string): void {
    Reflect.deleteProperty(this.values, name)
    Reflect.deleteProperty(this.origins, name)
  }
  addAll(values: Values, origin: string): void {
    for (const [name, value] of Object.entries(values)) this.add(name, value, origin)
  }
}
