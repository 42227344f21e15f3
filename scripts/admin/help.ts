import { ADMIN_ACTIONS } from '../../cloudfunctions/_shared/admin/actions'
import { DEFAULT_FUNCTION } from './arguments'

const HEAD = `npm run admin -- <action> [name=value ...] [options]

Signs one action of the cloud function ${DEFAULT_FUNCTION} and has it done: by the tool of CloudBase, in the local WeChat, or by you in
the console. Exit code 0: done; 1: refused or failed; 2: wrong arguments. docs/admin.md tells more.`

const OPTIONS = `  --local          in the local WeChat that npm start keeps up
  --env <id>       CloudBase environment; the one of .env unless told otherwise
  --tcb <path>     the tool of CloudBase (npm package @cloudbase/cli, logged in); tcb on the PATH unless told otherwise
  --json           the answer as JSON, for programs; without it as tables, for people
  --to <file>      of exportAll: a file that is not there yet. It holds personal data, and only you may read it
  --from <file>    of import: a file that exportAll made
  --print          print the signed event, to be pasted in the console: good for 5 minutes, once
  --function <n>   another function that takes signed calls
  --help           this text`

export function adminHelp(): string {
  const actions = Object.entries(ADMIN_ACTIONS).map(([name, { what }]) => `  ${name.padEnd(16)} ${what}`)
  return [HEAD, '', ...actions, '', OPTIONS].join('\n')
}
