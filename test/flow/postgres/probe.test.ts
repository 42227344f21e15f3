// `contractAdmin probe` on PostgreSQL, by its driver and over HTTP.
import { startLocalWechat, type LocalWechat } from '../../../sandbox/localWechat'
import { signCall } from '../../../scripts/callKit/signCall'
import { FUNCTIONS_ROOT } from '../../support/functionsRoot'
import { serverUrl } from '../../support/postgresFile'

let local: LocalWechat
afterEach(async () => local.close())

it.each(['postgres', 'postgrest'] as const)(
  'on %s the whole way is proved, and the probe leaves nothing',
  async (store) => {
    local = await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, store, postgresUrl: serverUrl() })
    const key = local.settings['WXPAY_ADMIN_KEY'] ?? ''
    const call = signCall({ key, functionName: 'contractAdmin', action: 'probe', input: {} })
    const { result } = await local.cloud.invoke('contractAdmin', call)
    const parts = ['database', 'collections', 'wechatPay', 'clock', 'notification'] as const
    expect(result).toMatchObject({ ok: true, parts: parts.map((part) => ({ part, result: 'fine' })) })
    const { echo } = result as { echo: string }
    expect(await local.records.all('contract_notifications')).toMatchObject([{ code: `echo:${echo}` }])
    // Of the call itself.
    expect(await local.records.all('call_nonces')).toHaveLength(1)
  },
)
