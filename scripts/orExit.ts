// What a command was told, before anything is built or begun.
import { tellCommandError } from './commandErrors'
import type { Language } from './language'

/** Where `read` finds the arguments wrong, that is told, and the process ends with exit code 2. @param command such as `npm start` */
export function orExit<T>(read: () => T, command: string, language: Language): T {
  try {
    return read()
  } catch (error) {
    console.error(tellCommandError(error, command, language))
    process.exit(2)
  }
}
