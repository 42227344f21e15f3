// Entry of the cloud function `contractAdmin`: for servers that have the key, and for `npm run admin`. No page may call it.
import { ADMIN_ACTIONS } from '../_shared/admin/actions'
import { serverCallable } from '../_shared/platform/doors/serverCallable'
import { adminHost } from '../_shared/platform/hosts/adminHost'

export const main = serverCallable({ name: 'contractAdmin', actions: ADMIN_ACTIONS }, adminHost)
