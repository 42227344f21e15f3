// What exactly a doctor found, in Chinese, where it is a sentence. Names, codes and what others said stay as they are.
import { translator } from '../translator'

const translate = translator(
  [
    ['{}: {} s, needs {} s', '{}：{} 秒，应为 {} 秒'],
    ['{}: {} MB, needs {} MB', '{}：{} MB，应为 {} MB'],
    ['{}: {}, expected {}', '{}：{}，应为 {}'],
    ['{}: has no main', '{}：没有导出 main'],
    ['{}: node ended while it was loaded', '{}：加载时 Node 退出'],
    ['{}: its answer has no Date', '{}：应答没有 Date'],
    ['{} s', '{} 秒'],
    ['{}, on {}', '{}，{} 到期'],
    ['{}, and {}', '{}，而 .env 为 {}'],
    // WeChat Pay.
    [
      'WeChat Pay was not reached ({}, limit {} ms); nothing was sent, so it may be sent again: check network, DNS and TLS',
      '无法连接微信支付（{}，限时 {} 毫秒），请求未发出',
    ],
    [
      'No usable answer from WeChat Pay ({}, limit {} ms); the request may have taken effect: repeat it unchanged, or query',
      '微信支付没有可用的应答（{}，限时 {} 毫秒）',
    ],
    ['WeChat Pay answered {} {}: {}; Request-ID {}', '微信支付应答 {} {}：{}；Request-ID {}'],
    [
      "An answer could not be verified as WeChat Pay's ({}); it says {}; {}",
      '应答无法确认来自微信支付（{}），其内容为 {}',
    ],
    ["An answer could not be verified as WeChat Pay's ({}); {}", '应答无法确认来自微信支付（{}）'],
    ['it echoed something else', '回显内容不一致'],
    // The cloud.
    ['{} is missing', '缺少 {}'],
    ['{}socket hang up', '{}连接被中断'],
    ['the account has no environment {}; it has {}', '账号下没有环境 {}；现有：{}'],
    ['{}: the answer is none of the API', '{}：应答不是该接口的格式'],
    ['{}: the answer is not understood at {}', '{}：无法理解应答中的 {}'],
    [
      'the security rules of functions are no JSON object: mend them in the console',
      '云函数安全规则不是 JSON 对象：请在控制台修改',
    ],
    ['scf Invoke {}: it ended without an answer (InvokeResult {})', '调用 {} 没有得到应答（InvokeResult {}）'],
    // The notify address.
    ['HTTP {} to {}', 'HTTP {}，跳转到 {}'],
    ['HTTP {}, {}', 'HTTP {}，{}'],
    ['the proxy answers {}', '代理应答 {}'],
    ['no answer', '没有应答'],
    // From inside.
    ['more than {} s off: at {} s every call is refused', '误差超过 {} 秒：达到 {} 秒时所有调用都会被拒绝'],
    ['not there yet: look again with echo={}', '尚未收到：可用 echo={} 再查一次'],
    ['what was written is not there to be read', '写入的内容读不到'],
    ['what was deleted is still there', '删除的内容仍然存在'],
  ],
  { none: '无', 'not ready': '未就绪', 'not given': '未给出' },
)

/** Several of one kind are told together: each by itself, where each has its Chinese. */
export function detailInChinese(detail: string): string {
  const each = detail.split('; ').map(translate)
  return each.every((one) => one !== undefined) ? each.join('；') : (translate(detail) ?? detail)
}
