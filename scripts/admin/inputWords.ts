// What is wrong with the input of an action. The function says it in English, here and in the cloud; here it has its Chinese.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { translator, type Nouns } from '../translator'

export const inputWords = (message: string): Words => ({ en: message, zh: inChinese(message) ?? message })

const EXPECTED: Nouns = {
  'expected text': '应为文本',
  'expected true': '应为 true',
  'expected what `next` was': '应为上次应答中的 next',
  'expected 1 to 32 letters and digits, as preEntrustSign gave it': '应为 preEntrustSign 给出的 1 到 32 个字母和数字',
  'expected 6 to 32 digits, letters, _, - or *': '应为 6 到 32 个数字、字母、_、- 或 *',
  'expected 1 to 32 digits, letters, _, -, |, * or @': '应为 1 到 32 个数字、字母、_、-、|、* 或 @',
  'expected 1 to 64 digits, letters, _, -, |, * or @': '应为 1 到 64 个数字、字母、_、-、|、* 或 @',
  'expected 1 to 256 characters without blanks': '应为 1 到 256 个字符，不含空白',
  'expected an out_contract_code, an out_trade_no, combine_out_trade_no or out_refund_no, or the 6 characters of a 客服编号':
    '应为协议号、订单号、combine_out_trade_no、out_refund_no 或 6 个字符的客服编号',
  'expected the openid of the row code:SIGNED': '应为 code:SIGNED 那一行的 openid',
  'expected the id of a change, such as code:SIGNED': '应为变更的 id，例如 code:SIGNED',
  'expected the id of a notification': '应为通知的 id',
  'expected the `echo` an earlier probe told': '应为上次 probe 给出的 echo',
  'expected a day that exists, as yyyy-MM-dd; its bill is there from about 10 o’clock of the next':
    '应为存在的日期，写作 yyyy-MM-dd；账单在次日上午 10 点左右可以下载',
  'is missing': '缺少',
  'is of the wrong form': '格式有误',
  'is not known to this function; remove it': '没有这个参数，请删除',
}

const inChinese = translator(
  [
    ['{}: expected one of {} and {}', '{}：应给出其中一项：{}、{}'],
    ['{}: expected after with all only', '{}：after 只能与 all 一起使用'],
    ['{}: {}, and not __proto__', '{}：{}，且不能是 __proto__'],
    ...Object.entries(EXPECTED).map(([en, zh]) => [`{}: ${en}`, `{}：${zh}`] as const),
  ],
  EXPECTED,
)
