// Every finding from the laptop.
import type { Words } from '../../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { CLOUD_FAILURE_TEXTS } from '../../cloud/failures'
import type { FindingTexts } from '../findingText'

const NOBODY_SIGNS: Words = {
  en: 'Nobody could sign, and no state could be asked for.',
  zh: '用户无法签约，也无法查询签约状态。',
}
const NO_NOTIFICATION: Words = {
  en: 'No notification of WeChat Pay would arrive; contracts would be known only when somebody asks.',
  zh: '收不到微信支付的任何通知，只有查询时才知道签约结果。',
}
const DEPLOY: Words = { en: 'Run npm run deploy.', zh: '运行 npm run deploy。' }

const DEPLOYING = 'docs/deploying.md'

const WECHAT_PAY = {
  'clock-off': {
    level: 'error',
    what: {
      en: 'The clock of this machine is ahead of WeChat Pay, or behind it',
      zh: '本机时钟与微信支付不一致（正数为快）',
    },
    why: {
      en: 'WeChat Pay and Tencent Cloud refuse what was signed more than 5 minutes away from their time.',
      zh: '签名时间与微信支付或腾讯云相差超过 5 分钟的请求会被拒绝。',
    },
    cure: { en: 'Have the system set its clock by the network.', zh: '在系统设置中开启自动校时。' },
    link: DEPLOYING,
  },
  'wechatpay-unreachable': {
    level: 'error',
    what: { en: 'WeChat Pay is not reached from this machine', zh: '本机无法连接微信支付' },
    why: {
      en: 'Keys and settings could not be tried. Deployed functions have a network of their own.',
      zh: '无法实测密钥与配置。已部署的云函数使用自己的网络。',
    },
    cure: {
      en: 'Check network, DNS, firewall and proxy, then try again: https://api.mch.weixin.qq.com has to be reached directly.',
      zh: '检查网络、DNS、防火墙与代理后重试：需能直接访问 https://api.mch.weixin.qq.com。',
    },
    link: DEPLOYING,
  },
  'wechatpay-host-unreachable': {
    level: 'warning',
    what: { en: 'One of the hosts of WeChat Pay is not reached', zh: '微信支付的某个域名无法连接' },
    why: { en: 'Where the other one fails, nothing is left to turn to.', zh: '另一个域名出故障时将无处可用。' },
    cure: { en: 'Let both through the firewall.', zh: '在防火墙中放行两个域名。' },
    link: DEPLOYING,
  },
  'echo-refused': {
    level: 'error',
    what: { en: 'WeChat Pay refuses a request signed with these settings', zh: '微信支付拒绝了用当前配置签名的请求' },
    why: NOBODY_SIGNS,
    cure: {
      en: 'SIGN_ERROR: serial, private key and merchant number do not belong together, run npm run setup -- --check --from DIR with the folder of apiclient_cert.pem. NO_AUTH: have the product opened for this merchant number.',
      zh: 'SIGN_ERROR：序列号、私钥与商户号不匹配，运行 npm run setup -- --check --from 密钥目录（含 apiclient_cert.pem）核对。NO_AUTH：为该商户号开通产品权限。',
    },
    link: `${DEPLOYING}#changing-keys`,
  },
  'echo-untrusted': {
    level: 'error',
    what: {
      en: 'The answer of WeChat Pay cannot be verified with these settings',
      zh: '用当前配置无法验证微信支付的应答签名',
    },
    why: NOBODY_SIGNS,
    cure: {
      en: 'Take public key and its id from one line of the merchant platform (账户中心 > API安全); merchants without a public key use platform certificates.',
      zh: '微信支付公钥与公钥 ID 须取自商户平台（账户中心 > API安全）的同一行；没有公钥的商户使用平台证书。',
    },
    link: `${DEPLOYING}#changing-keys`,
  },
} as const satisfies FindingTexts

const CLOUD = {
  ...CLOUD_FAILURE_TEXTS,
  'function-missing': {
    level: 'error',
    what: { en: 'A function is not in the cloud', zh: '云端缺少云函数' },
    why: { en: 'Whoever calls it gets FUNCTION_NOT_FOUND.', zh: '调用会得到 FUNCTION_NOT_FOUND。' },
    cure: DEPLOY,
    link: DEPLOYING,
  },
  'function-inactive': {
    level: 'error',
    what: { en: 'A function is not ready', zh: '云函数未就绪' },
    why: { en: 'It answers nothing, or what it was before.', zh: '它无法应答，或仍是旧版本。' },
    cure: {
      en: 'Wait a minute; where it stays so, delete it in the console and run npm run deploy.',
      zh: '等待一分钟；若状态不变，在控制台删除该云函数后运行 npm run deploy。',
    },
    link: DEPLOYING,
  },
  'function-runtime-old': {
    level: 'error',
    what: { en: 'A function runs on a Node that is too old', zh: '云函数的 Node 版本过旧' },
    why: {
      en: 'Every call of it answers NOT_CONFIGURED, and a runtime cannot be changed.',
      zh: '对它的每次调用都返回 NOT_CONFIGURED，且运行环境无法更改。',
    },
    cure: {
      en: 'Delete the function in the console, then run npm run deploy.',
      zh: '在控制台删除该云函数，再运行 npm run deploy。',
    },
    link: `${DEPLOYING}#an-old-node`,
  },
  'function-limits': {
    level: 'error',
    what: { en: 'A function has less time or memory than it needs', zh: '云函数的超时时间或内存不足' },
    why: {
      en: 'It is ended in the middle of its work: with 3 s, whenever WeChat Pay is slow.',
      zh: '执行会被中途终止：超时为 3 秒时，微信支付稍慢就会失败。',
    },
    cure: DEPLOY,
    link: DEPLOYING,
  },
  'function-handler': {
    level: 'error',
    what: { en: 'A function is entered by another name', zh: '云函数的执行方法不对' },
    why: { en: 'Every call of it fails.', zh: '对它的每次调用都会失败。' },
    cure: { en: 'Make it index.main in the console.', zh: '在控制台将执行方法改为 index.main。' },
    link: DEPLOYING,
  },
  'variable-missing': {
    level: 'error',
    what: { en: 'A function lacks a secret in its environment', zh: '云函数缺少机密环境变量' },
    why: { en: 'It answers NOT_CONFIGURED.', zh: '它会返回 NOT_CONFIGURED。' },
    cure: {
      en: 'Run npm run deploy, or enter it in the console: 函数配置 > 环境变量.',
      zh: '运行 npm run deploy，或在控制台的“函数配置 > 环境变量”中填写。',
    },
    link: `${DEPLOYING}#which-function-needs-what`,
  },
  'variable-other': {
    level: 'warning',
    what: {
      en: 'A secret in the cloud is not the one of .env (compared by hash)',
      zh: '云端的机密与 .env 不同（按哈希比较）',
    },
    why: { en: 'What was tried here is not what runs there.', zh: '本机验证的内容与云端运行的并不一致。' },
    cure: {
      en: 'Run npm run deploy, if .env is right.',
      zh: '若 .env 正确，运行 npm run deploy。',
    },
    link: `${DEPLOYING}#changing-keys`,
  },
  'variable-extra': {
    level: 'warning',
    what: { en: 'A function has a variable that belongs elsewhere', zh: '云函数中有不该存在的环境变量' },
    why: {
      en: 'A variable wins over the setting built in, and a secret where it is not needed can leak.',
      zh: '环境变量会覆盖内置配置；机密放在用不到的地方还可能泄露。',
    },
    cure: { en: 'Take it away in the console.', zh: '在控制台将其删除。' },
    link: `${DEPLOYING}#variables-of-before-02`,
  },
  'store-other': {
    level: 'error',
    what: {
      en: 'The environment has no document database, and the settings name none other',
      zh: '该环境没有文档型数据库，而配置未指定其他数据库',
    },
    why: { en: 'Every call answers STORE_FAILED.', zh: '每次调用都会返回 STORE_FAILED。' },
    cure: {
      en: 'Set WXPAY_STORE to postgrest or postgres with its settings, and run database/migrations.',
      zh: '将 WXPAY_STORE 设为 postgrest 或 postgres 并填写相应配置，再执行 database/migrations。',
    },
    link: DEPLOYING,
  },
  'collection-missing': {
    level: 'error',
    what: { en: 'A collection is not in the database', zh: '数据库缺少集合' },
    why: { en: 'What needs it answers STORE_FAILED.', zh: '用到它的调用会返回 STORE_FAILED。' },
    cure: DEPLOY,
    link: DEPLOYING,
  },
  'collection-open': {
    level: 'error',
    what: { en: 'A collection is open to pages', zh: '集合对小程序端开放' },
    why: {
      en: 'Whoever opens the mini-program could read contracts, or write that one is signed.',
      zh: '打开小程序的人可能读取签约数据，甚至伪造签约记录。',
    },
    cure: {
      en: 'Run npm run deploy, or make it ADMINONLY (所有用户不可读写) in the console.',
      zh: '运行 npm run deploy，或在控制台将权限设为“所有用户不可读写”（ADMINONLY）。',
    },
    link: DEPLOYING,
  },
  'index-missing': {
    level: 'error',
    what: { en: 'An index is missing', zh: '缺少索引' },
    why: {
      en: 'With many contracts the lists of upkeep and of support get slow, and then fail.',
      zh: '签约数量多时，upkeep 与客服查询会变慢直至失败。',
    },
    cure: DEPLOY,
    link: DEPLOYING,
  },
  'index-other': {
    level: 'error',
    what: { en: 'An index has other fields than it should', zh: '索引字段不符' },
    why: { en: 'It is as good as missing, and its name is taken.', zh: '等同于缺失，且名称已被占用。' },
    cure: {
      en: 'Delete it in the console, then run npm run deploy.',
      zh: '在控制台删除该索引，再运行 npm run deploy。',
    },
    link: DEPLOYING,
  },
  'http-access-off': {
    level: 'error',
    what: { en: 'HTTP access of the environment is switched off', zh: '环境的 HTTP 访问服务未开启' },
    why: NO_NOTIFICATION,
    cure: { en: 'Switch it on in the console: 访问服务.', zh: '在控制台的“访问服务”中开启。' },
    link: DEPLOYING,
  },
  'route-missing': {
    level: 'error',
    what: { en: 'A route is missing', zh: '缺少 HTTP 路由' },
    why: NO_NOTIFICATION,
    cure: { en: 'Run npm run deploy, or add it in the console.', zh: '运行 npm run deploy，或在控制台添加。' },
    link: DEPLOYING,
  },
  'route-other': {
    level: 'error',
    what: { en: 'A route leads to another function than it should', zh: '路由指向了其他云函数' },
    why: NO_NOTIFICATION,
    cure: {
      en: 'Change it in the console, or make WXPAY_NOTIFY_URL another path.',
      zh: '在控制台修改路由，或为 WXPAY_NOTIFY_URL 换一个路径。',
    },
    link: DEPLOYING,
  },
  'route-auth': {
    level: 'error',
    what: { en: 'A route asks for a login of the platform', zh: '路由开启了身份认证' },
    why: NO_NOTIFICATION,
    cure: {
      en: 'Run npm run deploy, or switch authentication off for it: WeChat Pay proves itself by its signature.',
      zh: '运行 npm run deploy，或关闭该路由的身份认证：微信支付以签名证明身份。',
    },
    link: DEPLOYING,
  },
  'timer-missing': {
    level: 'error',
    what: { en: 'upkeep has no timer', zh: 'upkeep 没有定时触发器' },
    why: {
      en: 'What no notification told is never found out, and changes that were not taken are not told again.',
      zh: '未收到通知的结果将无人查询，未送达的变更也不会重发。',
    },
    cure: {
      en: 'Run npm run deploy, or add the timer 0 * * * * * *.',
      zh: '运行 npm run deploy，或添加定时器 0 * * * * * *。',
    },
    link: DEPLOYING,
  },
  'timer-off': {
    level: 'error',
    what: { en: 'The timer of upkeep is switched off', zh: 'upkeep 的定时触发器已停用' },
    why: { en: 'As if there were none.', zh: '等同于没有定时器。' },
    cure: { en: 'Switch it on in the console.', zh: '在控制台启用。' },
    link: DEPLOYING,
  },
  'timer-other': {
    level: 'warning',
    what: { en: 'The timer of upkeep does not run every minute', zh: 'upkeep 的定时触发器不是每分钟执行' },
    why: { en: 'What it finds out and tells comes later.', zh: '补查与重发都会推迟。' },
    cure: { en: 'Make it 0 * * * * * *.', zh: '改为 0 * * * * * *。' },
    link: DEPLOYING,
  },
  'function-open': {
    level: 'error',
    what: { en: 'A page may call a function that is for servers', zh: '小程序端可以调用仅供服务端的云函数' },
    why: {
      en: 'They refuse what is not signed, but nobody should get as far as that.',
      zh: '未签名的调用会被拒绝，但本不该放行到这一步。',
    },
    cure: {
      en: 'Run npm run deploy, or add {"invoke": false} for it to the security rules.',
      zh: '运行 npm run deploy，或在安全规则中为其添加 {"invoke": false}。',
    },
    link: DEPLOYING,
  },
  'function-closed': {
    level: 'error',
    what: {
      en: 'The rules close a function to pages that they have to call',
      zh: '安全规则禁止了小程序端必须调用的云函数',
    },
    why: { en: 'The card shows an error at every tap.', zh: '签约卡片的每次点击都会报错。' },
    cure: {
      en: 'Let users call it: {"*": {"invoke": "auth != null"}}.',
      zh: '允许用户调用：{"*": {"invoke": "auth != null"}}。',
    },
    link: DEPLOYING,
  },
} as const satisfies FindingTexts

const NOTIFY = {
  'notify-unreachable': {
    level: 'error',
    what: { en: 'Nobody answers at the notify address', zh: '回调地址无人应答' },
    why: NO_NOTIFICATION,
    cure: {
      en: 'Check WXPAY_NOTIFY_URL: the domain, its DNS record, and its certificate (ENOTFOUND: no such domain; CERT_...: https is broken).',
      zh: '检查 WXPAY_NOTIFY_URL 的域名、DNS 解析与证书（ENOTFOUND：域名不存在；CERT_...：https 证书有问题）。',
    },
    link: 'docs/settings.md#wxpay_notify_url',
  },
  'notify-not-ready': {
    level: 'error',
    what: { en: 'The notify address answers that it is not ready', zh: '回调地址应答“未就绪”' },
    why: NO_NOTIFICATION,
    cure: {
      en: 'Read the log of contractNotify: "settings need attention" names each setting and its cure; then npm run deploy.',
      zh: '查看 contractNotify 的日志："settings need attention" 一行列出每个配置项及处理办法；之后运行 npm run deploy。',
    },
    link: DEPLOYING,
  },
  'notify-denied': {
    level: 'error',
    what: { en: 'The platform lets nobody through to the notify address', zh: '平台拦截了对回调地址的访问' },
    why: NO_NOTIFICATION,
    cure: {
      en: 'Switch authentication of the route off; in an environment of PostgreSQL let the policy allow it (database/opa/entrust.rego).',
      zh: '关闭该路由的身份认证；PostgreSQL 类环境需在策略中放行（database/opa/entrust.rego）。',
    },
    link: DEPLOYING,
  },
  'notify-not-found': {
    level: 'error',
    what: { en: 'There is nothing at the notify address', zh: '回调地址不存在' },
    why: NO_NOTIFICATION,
    cure: {
      en: 'Add the route of that path to contractNotify (npm run deploy), or mend the path of WXPAY_NOTIFY_URL.',
      zh: '为该路径添加到 contractNotify 的路由（npm run deploy），或修正 WXPAY_NOTIFY_URL 的路径。',
    },
    link: DEPLOYING,
  },
  'notify-redirect': {
    level: 'error',
    what: { en: 'The notify address sends on to another', zh: '回调地址发生了跳转' },
    why: { en: 'WeChat Pay follows no redirect: notifications are lost.', zh: '微信支付不跟随跳转，通知会丢失。' },
    cure: {
      en: 'Give WXPAY_NOTIFY_URL the address it ends at, and take the redirect away.',
      zh: '将 WXPAY_NOTIFY_URL 改为最终地址，并取消跳转。',
    },
    link: 'docs/settings.md#wxpay_notify_url',
  },
  'notify-foreign': {
    level: 'error',
    what: { en: 'Somebody else answers at the notify address', zh: '回调地址的应答者不是 contractNotify' },
    why: NO_NOTIFICATION,
    cure: {
      en: 'Let the route lead to contractNotify, without a page, a static site or a gateway before it.',
      zh: '让路由直接指向 contractNotify，前面不要有网页、静态托管或其他网关。',
    },
    link: DEPLOYING,
  },
} as const satisfies FindingTexts

const INSIDE = {
  'probe-impossible': {
    level: 'warning',
    what: {
      en: 'Nothing could be tried from inside: contractAdmin is not deployed',
      zh: '无法从内部实测：未部署 contractAdmin',
    },
    why: {
      en: 'Whether the functions reach the database and WeChat Pay, and notifications the database, is not known.',
      zh: '无法确认云函数能否访问数据库与微信支付，以及通知能否入库。',
    },
    cure: {
      en: 'Run npm run setup, which makes WXPAY_ADMIN_KEY, then npm run deploy.',
      zh: '运行 npm run setup（会生成 WXPAY_ADMIN_KEY），再运行 npm run deploy。',
    },
    link: 'docs/admin.md#set-up',
  },
  'probe-unanswered': {
    level: 'error',
    what: { en: 'contractAdmin gives no answer to the probe', zh: 'contractAdmin 未应答实测' },
    why: { en: 'The other functions may fail in the same way.', zh: '其他云函数可能同样失败。' },
    cure: {
      en: 'Read its log in the console; where it does not know the action, run npm run deploy.',
      zh: '在控制台查看其日志；若不认识该操作，运行 npm run deploy。',
    },
    link: 'docs/admin.md#probe',
  },
  'function-not-configured': {
    level: 'error',
    what: { en: 'The deployed functions say that their settings need attention', zh: '已部署的云函数提示配置有误' },
    why: NOBODY_SIGNS,
    cure: {
      en: 'Read the log of contractAdmin: "settings need attention" names each one and its cure.',
      zh: '查看 contractAdmin 的日志："settings need attention" 一行列出每个配置项及处理办法。',
    },
    link: DEPLOYING,
  },
  'admin-key-other': {
    level: 'error',
    what: {
      en: 'contractAdmin does not take a call signed with WXPAY_ADMIN_KEY of .env',
      zh: 'contractAdmin 不接受用 .env 中 WXPAY_ADMIN_KEY 签名的调用',
    },
    why: { en: 'npm run admin does not work either.', zh: 'npm run admin 同样无法使用。' },
    cure: {
      en: 'Give both the same key (npm run deploy), and check the clock: a call is good for 5 minutes.',
      zh: '使两处密钥一致（npm run deploy），并检查时钟：签名 5 分钟内有效。',
    },
    link: 'docs/admin.md#who-gets-in',
  },
  'probe-database': {
    level: 'error',
    what: { en: 'The functions cannot work with the database', zh: '云函数无法使用数据库' },
    why: { en: 'Every call answers STORE_FAILED.', zh: '每次调用都会返回 STORE_FAILED。' },
    cure: {
      en: 'Do what the message says; npm run deploy makes what is missing.',
      zh: '按提示处理；npm run deploy 会补齐缺少的内容。',
    },
    link: 'docs/admin.md#probe',
  },
  'probe-collections': {
    level: 'error',
    what: { en: 'The functions cannot read a collection', zh: '云函数无法读取某个集合' },
    why: { en: 'What needs it answers STORE_FAILED.', zh: '用到它的调用会返回 STORE_FAILED。' },
    cure: {
      en: 'Run npm run deploy; on PostgreSQL run database/migrations.',
      zh: '运行 npm run deploy；使用 PostgreSQL 时执行 database/migrations。',
    },
    link: 'docs/admin.md#probe',
  },
  'probe-wechatpay': {
    level: 'error',
    what: { en: 'A deployed function is not served by WeChat Pay', zh: '已部署的云函数调用微信支付失败' },
    why: NOBODY_SIGNS,
    cure: {
      en: 'Where the echo from here is fine, the secrets in the cloud are others: npm run deploy. Else mend what is told above.',
      zh: '若本机回显正常，则云端机密不同：运行 npm run deploy；否则先处理上面的问题。',
    },
    link: 'docs/admin.md#probe',
  },
  'probe-clock': {
    level: 'error',
    what: { en: 'The clock of the functions is wrong', zh: '云函数的时钟不准' },
    why: { en: 'At 5 minutes every call is refused.', zh: '相差 5 分钟时所有调用都会被拒绝。' },
    cure: { en: 'Tell the support of Tencent Cloud.', zh: '联系腾讯云客服。' },
    link: 'docs/admin.md#probe',
  },
  'notification-not-arrived': {
    level: 'error',
    what: {
      en: 'WeChat Pay was asked to notify, and the notification is not in the database',
      zh: '已请微信支付发送通知，但数据库中没有收到',
    },
    why: NO_NOTIFICATION,
    cure: {
      en: 'Look at the log of contractNotify. Nothing there: route or domain. 401: public key or certificates. 500 APIV3_KEY_MISMATCH: WXPAY_API_V3_KEY. Then run npm run admin -- probe.',
      zh: '查看 contractNotify 的日志。没有记录：路由或域名不对；401：公钥或平台证书不对；500 APIV3_KEY_MISMATCH：WXPAY_API_V3_KEY 不对。处理后运行 npm run admin -- probe。',
    },
    link: 'docs/admin.md#probe',
  },
} as const satisfies FindingTexts

export const ONLINE_FINDINGS = { ...WECHAT_PAY, ...CLOUD, ...NOTIFY, ...INSIDE } as const
