// What preEntrustSign runs on, beside what every callable has: the texts users may have agreed to.
import type { SignDeps } from '../../contracts/ports'
import knownTexts from '../../merchant/consents.json'
import { once } from '../once'
import type { CallableHost } from './ports'
import { systemHost } from './systemHost'

const hashes = once(() => new Set(knownTexts.map(({ hash }) => hash)))

export const signHost: CallableHost<SignDeps> = {
  ...systemHost,
  deps: (log, deadline) => ({ ...systemHost.deps(log, deadline), isKnownText: (textHash) => hashes().has(textHash) }),
}
