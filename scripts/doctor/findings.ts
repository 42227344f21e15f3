// Every finding: what it is, why it matters, what cures it, and where more is told. Checks only say which, and of what.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import type { FindingTexts } from './findingText'
import { ONLINE_FINDINGS } from './online/findings'

const SETUP: Words = { en: 'Run npm run setup.', zh: '运行 npm run setup。' }
const BUILD: Words = { en: 'Run npm run build.', zh: '运行 npm run build。' }
const NOT_CONFIGURED: Words = {
  en: 'Every call would answer NOT_CONFIGURED, and notifications 500.',
  zh: '所有调用都会返回 NOT_CONFIGURED，回调通知会返回 500。',
}
const NOBODY_SIGNS: Words = { en: 'Nobody could sign.', zh: '用户将无法签约。' }

export const OFFLINE_FINDINGS = {
  'dotenv-missing': {
    level: 'error',
    what: { en: 'There is no .env', zh: '没有 .env' },
    why: { en: 'Without settings nothing is built for deployment.', zh: '没有配置就不会生成待部署的云函数。' },
    cure: {
      en: 'Run npm run setup -- --from DIR, with the folder of your key files.',
      zh: '运行 npm run setup -- --from 密钥文件所在目录。',
    },
    link: 'docs/deploying.md',
  },
  'setting-missing': {
    level: 'error',
    what: { en: 'A setting is missing', zh: '缺少配置项' },
    why: NOT_CONFIGURED,
    cure: SETUP,
    link: 'docs/settings.md',
  },
  'setting-wrong': {
    level: 'error',
    what: { en: 'A setting is wrong', zh: '配置项有误' },
    why: NOT_CONFIGURED,
    cure: {
      en: 'Mend it as said, in .env or by npm run setup -- --set NAME=VALUE.',
      zh: '按提示修改 .env，或运行 npm run setup -- --set 名称=值。',
    },
    link: 'docs/settings.md',
  },
  'dotenv-open': {
    level: 'warning',
    what: { en: '.env can be read by other users of this machine', zh: '本机其他用户可以读取 .env' },
    why: {
      en: 'Whoever has the private key can sign requests in your name.',
      zh: '得到私钥的人可以冒用你的名义发起请求。',
    },
    cure: { en: 'Run npm run setup, or chmod 600 .env.', zh: '运行 npm run setup，或 chmod 600 .env。' },
    link: 'docs/deploying.md',
  },
  'key-tracked': {
    level: 'error',
    what: { en: 'A key is in git', zh: '密钥已被 git 跟踪' },
    why: {
      en: 'Whoever has the repository has the key, and its history keeps it.',
      zh: '拿到仓库的人就拿到了密钥，且历史记录会一直保留。',
    },
    cure: {
      en: 'Take it out of git, and apply for a new certificate or key.',
      zh: '将其移出 git，并重新申请证书或更换密钥。',
    },
    link: 'docs/deploying.md#changing-keys',
  },
  'keys-unproved': {
    level: 'warning',
    what: {
      en: 'Key, serial and merchant number were not compared with a certificate',
      zh: '私钥、序列号与商户号尚未与证书核对',
    },
    why: {
      en: 'If they do not belong together, WeChat Pay answers every call with 401.',
      zh: '若不匹配，微信支付会对每次调用返回 401。',
    },
    cure: {
      en: 'Name the folder of apiclient_cert.pem: npm run doctor -- --offline --from DIR.',
      zh: '指定 apiclient_cert.pem 所在目录：npm run doctor -- --offline --from 目录。',
    },
    link: 'docs/deploying.md',
  },
  'certificate-expires': {
    level: 'warning',
    what: { en: 'A certificate expires in less than 30 days', zh: '证书将在 30 天内到期' },
    why: {
      en: 'After that every call is refused, or no answer can be verified.',
      zh: '到期后所有调用将被拒绝，或无法验证应答。',
    },
    cure: { en: 'Get the next one, and change it as the documents say.', zh: '申请新证书，并按文档更换。' },
    link: 'docs/deploying.md#changing-keys',
  },
  'environment-near-full': {
    level: 'warning',
    what: { en: 'The variables of a function are close to 4,096 bytes', zh: '云函数环境变量已接近 4096 字节' },
    why: {
      en: 'All of them together may take no more; one longer key, and the deployment is refused.',
      zh: '合计不得超过该上限；再换更长的密钥，部署就会被拒绝。',
    },
    cure: {
      en: 'Use shorter keys, or an address for WXPAY_CHANGE_URL that needs no query.',
      zh: '使用更短的密钥，或让 WXPAY_CHANGE_URL 不带参数。',
    },
    link: 'docs/deploying.md#which-function-needs-what',
  },
  'sign-appid-unlisted': {
    level: 'error',
    what: { en: 'app.json does not list a mini-program users are sent to', zh: 'app.json 未列出要跳转的签约小程序' },
    why: { en: 'WeChat refuses the jump to the signing page.', zh: '微信会拒绝跳转到签约页。' },
    cure: {
      en: 'Add it to navigateToMiniProgramAppIdList in miniprogram/app.json.',
      zh: '将其加入 miniprogram/app.json 的 navigateToMiniProgramAppIdList。',
    },
    link: 'docs/recipes/mini-program.md#terms-and-settings',
  },
  'sign-appid-unknown-to-card': {
    level: 'error',
    what: {
      en: 'The card does not know a signing mini-program the functions allow',
      zh: '签约卡片不认识云函数允许的签约小程序',
    },
    why: { en: 'It opens none but its own list has.', zh: '卡片只会打开自己名单中的小程序。' },
    cure: {
      en: 'Add it to signAppids in miniprogram/entrust/merchant/settings.ts.',
      zh: '将其加入 miniprogram/entrust/merchant/settings.ts 的 signAppids。',
    },
    link: 'docs/recipes/mini-program.md#terms-and-settings',
  },
  'cloud-env-other': {
    level: 'error',
    what: {
      en: 'The mini-program calls another environment than the one deployed to',
      zh: '小程序调用的环境与部署的环境不一致',
    },
    why: {
      en: 'Its calls reach functions that are not these, or none.',
      zh: '调用会落到其他云函数，或根本没有云函数。',
    },
    cure: {
      en: 'Make cloudEnv in miniprogram/entrust/merchant/settings.ts and ENV_ID in .env the same.',
      zh: '使 miniprogram/entrust/merchant/settings.ts 的 cloudEnv 与 .env 的 ENV_ID 一致。',
    },
    link: 'docs/recipes/mini-program.md#terms-and-settings',
  },
  'function-prefix-other': {
    level: 'error',
    what: {
      en: 'The mini-program calls functions by other names than they are deployed under; settings.ts should have',
      zh: '小程序调用的云函数名称与部署的名称不一致，settings.ts 中应为',
    },
    why: {
      en: 'Its calls reach functions that are not these, or none.',
      zh: '调用会落到其他云函数，或根本没有云函数。',
    },
    cure: {
      en: 'Make functionPrefix in miniprogram/entrust/merchant/settings.ts and WXPAY_FUNCTION_PREFIX in .env the same.',
      zh: '使 miniprogram/entrust/merchant/settings.ts 的 functionPrefix 与 .env 的 WXPAY_FUNCTION_PREFIX 一致。',
    },
    link: 'docs/settings.md#wxpay_function_prefix',
  },
  'appid-tourist': {
    level: 'error',
    what: { en: 'project.config.json still has touristappid', zh: 'project.config.json 仍是 touristappid' },
    why: {
      en: 'With it the cloud cannot be used, and nothing can be uploaded.',
      zh: '使用它无法调用云开发，也无法上传。',
    },
    cure: { en: 'Put the appid of your mini-program there.', zh: '改为你的小程序 appid。' },
    link: 'docs/recipes/mini-program.md',
  },
  'appid-other': {
    level: 'error',
    what: { en: 'project.config.json has another appid than .env', zh: 'project.config.json 的 appid 与 .env 不一致' },
    why: {
      en: 'Users of it are strangers to the merchant number: WeChat Pay refuses their openid.',
      zh: '该小程序的用户与商户号无关，微信支付会拒绝其 openid。',
    },
    cure: {
      en: 'Make it WXPAY_APPID, or WXPAY_SUB_APPID of a sub-merchant.',
      zh: '改为 WXPAY_APPID，或子商户的 WXPAY_SUB_APPID。',
    },
    link: 'docs/settings.md#wxpay_appid',
  },
  'terms-sample': {
    level: 'error',
    what: { en: 'The terms are still the samples', zh: '条款仍是示例' },
    why: {
      en: 'Users would agree to the terms of a shop that does not exist.',
      zh: '用户同意的将是一家不存在的商店的条款。',
    },
    cure: {
      en: 'Put your own into miniprogram/entrust/merchant/terms.ts, then npm run consents.',
      zh: '在 miniprogram/entrust/merchant/terms.ts 中填写自己的条款，再运行 npm run consents。',
    },
    link: 'docs/recipes/mini-program.md#terms-and-settings',
  },
  'terms-recurring': {
    level: 'error',
    what: { en: 'The terms promise periodic charges', zh: '条款承诺了周期扣款' },
    why: {
      en: 'Neither password-exempt nor combine-papay is for charges by the calendar, unless your template was approved for them.',
      zh: '免密支付与合单代扣均不用于按周期扣款，除非你的模板已获批准。',
    },
    cure: {
      en: "Make businessType 'perUse', or set approvedRecurring: true once WeChat Pay has approved the template.",
      zh: "将 businessType 改为 'perUse'；若微信支付已批准模板，则设 approvedRecurring: true。",
    },
    link: 'docs/choosing.md#5-per-use-or-recurring',
  },
  'consent-unknown': {
    level: 'error',
    what: { en: 'The functions do not know the text users agree to', zh: '云函数不认识用户同意的文本' },
    why: NOBODY_SIGNS,
    cure: {
      en: 'Run npm run consents, and commit what it appended.',
      zh: '运行 npm run consents，并提交其追加的内容。',
    },
    link: 'docs/recipes/mini-program.md#changing-the-text',
  },
  'runtime-old': {
    level: 'error',
    what: { en: 'cloudbaserc.json asks for a runtime that is too old', zh: 'cloudbaserc.json 指定的运行环境过旧' },
    why: {
      en: 'Functions run on Node 18.15 or newer, and a runtime cannot be changed later.',
      zh: '云函数需要 Node 18.15 或更新版本，且运行环境之后无法更改。',
    },
    cure: { en: 'Make it Nodejs20.19.', zh: '改为 Nodejs20.19。' },
    link: 'docs/deploying.md#an-old-node',
  },
  'function-unlisted': {
    level: 'error',
    what: { en: 'cloudbaserc.json lacks a function', zh: 'cloudbaserc.json 缺少云函数' },
    why: {
      en: 'It would be deployed with 3 s and an old Node, or not at all.',
      zh: '它会以 3 秒超时和旧版 Node 部署，或根本不会部署。',
    },
    cure: { en: 'Add it there with its limits.', zh: '将其连同限制加入该文件。' },
    link: 'docs/deploying.md',
  },
  'build-missing': {
    level: 'error',
    what: { en: 'A function was not built', zh: '云函数尚未构建' },
    why: { en: 'There is nothing to deploy.', zh: '没有可部署的内容。' },
    cure: BUILD,
    link: 'docs/deploying.md',
  },
  'build-stale': {
    level: 'error',
    what: {
      en: 'A built function is not of the settings and sources as they are now',
      zh: '已构建的云函数与当前的 .env 或源码不一致',
    },
    why: { en: 'What is deployed would not be what they say.', zh: '部署的内容将与它们不符。' },
    cure: BUILD,
    link: 'docs/deploying.md',
  },
  'build-broken': {
    level: 'error',
    what: { en: 'A built function does not load', zh: '已构建的云函数无法加载' },
    why: { en: 'Every call of it would fail.', zh: '对它的每次调用都会失败。' },
    cure: BUILD,
    link: 'docs/deploying.md',
  },
  'secret-in-file': {
    level: 'error',
    what: { en: 'A secret is in a file that is deployed or shared', zh: '机密出现在会被部署或共享的文件中' },
    why: {
      en: 'Whoever can read the code of a function, or the repository, can act in your name.',
      zh: '能读到云函数代码或仓库的人都能冒用你的名义。',
    },
    cure: { en: 'Take it out, build again, and change the key.', zh: '将其移除，重新构建，并更换密钥。' },
    link: 'docs/deploying.md#changing-keys',
  },
} as const satisfies FindingTexts

export const FINDINGS = { ...OFFLINE_FINDINGS, ...ONLINE_FINDINGS } as const

export type FindingId = keyof typeof FINDINGS

export interface Finding {
  id: FindingId
  /** What exactly; never a value that may be a secret. */
  detail?: string
  /** The same in Chinese, where it is a sentence. */
  detailZh?: string
  /** Where that is told of, where it is not in docs/troubleshooting.md. */
  link?: string
}
