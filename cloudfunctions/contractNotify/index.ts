// Entry of the cloud function `contractNotify`: WeChat Pay posts to it through HTTP access. Nothing here loads the SDK
// before a notification has proved authentic.
import { toRawRequest, type HttpReply } from '../_shared/platform/doors/http'
import { notifyDeps } from '../_shared/platform/hosts/notifyHost'
import { receive } from '../_shared/notify/receive'

export const main = async (event: unknown): Promise<HttpReply> => receive(toRawRequest(event), notifyDeps())
