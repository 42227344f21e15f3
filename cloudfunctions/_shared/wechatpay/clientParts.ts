// What a client is made of, for those who use it and stand outside of it: whoever downloads no bill does not carry how. Not on the client,
// so that nobody prints it.
import type { Signer } from './authorization'
import type { Execute } from './engine'
import type { Runtime } from './options'
import type { CheckReply } from './readReply'

export interface ClientParts {
  execute: Execute
  signer: Signer
  hosts: readonly string[]
  headers: Readonly<Record<string, string>>
  check: CheckReply
  runtime: Runtime
}

/** Client -> its parts. */
export const PARTS = new WeakMap<object, ClientParts>()
