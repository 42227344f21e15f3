// Bills (账单): the address of a day's, and the file behind it.
import type { BillRequest } from '../bills'
import { mchid } from '../commonFields'
import { endpoint, type Endpoint } from '../endpoint'
import { checked, optional, text } from '../fields'
import type { Field } from '../fieldTable'
import type { World } from '../world'

const DATE = { expression: /^\d{4}-\d\d-\d\d$/, means: 'yyyy-MM-dd' }
const PACKED = { expression: /^GZIP$/, means: 'GZIP' }
const TYPES = { expression: /^(ALL|SUCCESS|REFUND)$/, means: 'ALL, SUCCESS or REFUND' }
const ACCOUNTS = { expression: /^(BASIC|OPERATION|FEES)$/, means: 'BASIC, OPERATION or FEES' }
const FILE = '/v3/billdownload/file'

const billDate = (): Field<string> =>
  checked(text(10, DATE), (value) => (isDay(value) ? undefined : 'is not a day that exists'))
const isDay = (value: string): boolean => {
  const ms = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value)
}

const COMMON = { bill_date: billDate(), sub_mchid: optional(mchid()), tar_type: optional(text(8, PACKED)) }

/** @param baseUrl in place of `https://api.mch.weixin.qq.com` */
export const billEndpoints =
  (baseUrl: () => string) =>
  (world: World): Endpoint[] => {
    const prepare = (request: BillRequest) => {
      world.permissions.checkMchid(world.keys.mchid, request.subMchid)
      const { token, sha1 } = world.bills.prepare(request)
      return { hash_type: 'SHA1', hash_value: sha1, download_url: `${baseUrl()}${FILE}?token=${token}` }
    }
    return [
      endpoint({
        method: 'GET',
        template: '/v3/bill/tradebill',
        path: {},
        query: { ...COMMON, bill_type: optional(text(16, TYPES)) },
        body: {},
        handle: ({ query }) => {
          const type = (query.bill_type ?? 'ALL') as BillRequest['type']
          return prepare({ kind: 'trade', type, ...asked(query) })
        },
      }),
      endpoint({
        method: 'GET',
        template: '/v3/bill/fundflowbill',
        path: {},
        query: { ...COMMON, account_type: optional(text(16, ACCOUNTS)) },
        body: {},
        handle: ({ query }) => prepare({ kind: 'fundFlow', type: 'ALL', ...asked(query) }),
      }),
      endpoint({
        method: 'GET',
        template: FILE,
        path: {},
        query: { token: text(256) },
        body: {},
        handle: ({ query }) => world.bills.file(query.token),
      }),
    ]
  }

const asked = (query: { bill_date: string; sub_mchid?: string | undefined; tar_type?: string | undefined }) => ({
  date: query.bill_date,
  subMchid: query.sub_mchid,
  isPacked: query.tar_type !== undefined,
})
