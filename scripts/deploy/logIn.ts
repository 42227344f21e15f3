// Who asks the cloud: the login of the environment's variables, or of the tool.
import { findLogin } from '../cloud/login'
import type { Login } from '../cloud/tc3Client'
import type { DeployArguments } from './arguments'
import type { Place } from './place'
import { Told } from './troubles'

/** @returns undefined for a dry run without a login */
export async function logIn({ isDryRun }: DeployArguments, place: Place): Promise<Login | undefined> {
  const look = () => findLogin(place.env, place.home, place.now.getTime())
  let found = look()
  if (found.kind === 'expired') {
    // The tool renews its own login; with ours it would be spent.
    await place.tool(['env', 'list'], { folder: place.root, home: place.home, signal: place.signal })
    found = look()
  }
  switch (found.kind) {
    case 'login':
      return found.login
    case 'none':
      if (isDryRun) return undefined
      throw new Told('not-logged-in')
    case 'incomplete':
      throw new Told('not-logged-in', `${found.missing} is missing`)
    case 'expired':
      throw new Told('login-expired')
  }
}
