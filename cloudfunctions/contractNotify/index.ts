// Entry of the cloud function `contractNotify`: WeChat Pay posts to it through HTTP access. Nothing here loads the SDK
// before a notification has proved authentic.
import { notifyDoor } from '../_shared/platform/doors/notifyDoor'
import { notifyHost } from '../_shared/platform/hosts/notifyHost'

export const main = notifyDoor('contractNotify', notifyHost)
