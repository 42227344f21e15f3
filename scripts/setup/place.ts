import type { Connection } from '../cloud/connect'
import type { Prompter } from './interview'

/** Where it happens, and who is there to ask. */
export interface Place {
  /** The project's folder, with `.env`. */
  root: string
  now: Date
  /** Undefined where nobody is there to ask. */
  prompter: Prompter | undefined
  /** The way to the cloud, which knows the address of an environment; undefined where it is not to be asked. */
  connection?: Connection | undefined
}
