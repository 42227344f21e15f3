// What `npm run build` says, in both languages.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { ENVIRONMENT } from '../settings/planDeployment'
import { translator } from '../translator'
import { PARTS } from './buildAll'

const USAGE = `npm run build [-- --only ${PARTS.join('|')}] [--lang zh|en]`

export const HELP: Words = {
  en: `${USAGE}

Builds each cloudfunctions/<name>/index.ts into dist/cloudfunctions/<name>/, for tests and the local WeChat, the WeChat Pay
client into dist/wechatpay/ (ESM, CommonJS, types), the signing card into dist/entrust-sign/ (a mini-program package), and what
signs calls of server-only functions into dist/call-kit/ (one file).
The text users agree to has to be on file (npm run consents).
What is already up to date is left untouched. If anything fails, dist/ stays as it was.

With a complete .env it also fills functions-built/: the same functions with their settings, to be deployed, with nothing to
install. Without one that folder is emptied; a wrong .env is told line by line. With --only that folder is left as it is.

  --only PART     one of these alone
  --lang zh|en    language; that of the machine unless told otherwise
  --help          this text

Exit code 0: built. 1: nothing was built, or functions-built/ was not filled: terms or .env are wrong. 2: wrong arguments.`,
  zh: `${USAGE}

将每个 cloudfunctions/<名称>/index.ts 构建到 dist/cloudfunctions/<名称>/，供测试与本地微信使用；将微信支付客户端构建到
dist/wechatpay/（ESM、CommonJS、类型），将签约卡片构建到 dist/entrust-sign/（小程序 npm 包），将为仅供服务端调用的云函数签名的
代码构建到 dist/call-kit/（一个文件）。
用户所同意的文本必须已登记（npm run consents）。
已是最新的保持不动。出错时 dist/ 保持原样。

.env 完整时，还会生成 functions-built/：同样的云函数连同其配置，可直接部署，无需安装依赖。没有 .env 时清空该目录；.env 有误时
逐行指出。给出 --only 时该目录保持不动。

  --only 部分     只构建其中一项
  --lang zh|en    语言；默认跟随系统
  --help          本说明

退出码 0：已构建。1：未构建任何内容，或因条款、.env 有误而未生成 functions-built/。2：参数有误。`,
}

export const NOTHING: Words = { en: 'Nothing was built.', zh: '未构建任何内容。' }

export const TEXTS = {
  size: { en: 'size', zh: '大小' },
  beside: { en: 'beside it', zh: '附带文件' },
  time: { en: 'time', zh: '用时' },
  unchanged: { en: 'unchanged', zh: '未变' },
  noDotEnv: {
    en: 'functions-built/ is empty: there is no .env. To deploy, run npm run setup and build again.',
    zh: 'functions-built/ 为空：没有 .env。如需部署，请运行 npm run setup 后重新构建。',
  },
  termsWrong: {
    en: 'functions-built/ is empty: the terms need attention.',
    zh: 'functions-built/ 为空：条款有误。',
  },
  dotEnvWrong: { en: 'functions-built/ is empty: .env needs attention.', zh: 'functions-built/ 为空：.env 有误。' },
  bytes: {
    en: `bytes online, of ${ENVIRONMENT.maxBytes}`,
    zh: `线上字节数（上限 ${ENVIRONMENT.maxBytes}）`,
  },
  variables: { en: 'variables to set online', zh: '需在线上设置的变量' },
  next: {
    en: 'Next: npm run doctor -- --offline, then npm run deploy. It sets the variables named here, which are secrets; whoever deploys by hand enters them in the console.',
    zh: '下一步：npm run doctor -- --offline，然后 npm run deploy，它会设置上面列出的变量（均为机密）；手工部署时请在控制台填写。',
  },
} as const satisfies Readonly<Record<string, Words>>

export const removed = (name: string): Words => ({
  en: `removed dist/cloudfunctions/${name}: its source is gone`,
  zh: `已移除 dist/cloudfunctions/${name}：其源码已不存在`,
})

export const nearlyFull = (name: string, bytes: number): Words => ({
  en: `${name}: ${bytes} bytes is close to the limit of ${ENVIRONMENT.maxBytes} for all variables of a function together`,
  zh: `${name}：${bytes} 字节，接近一个云函数全部环境变量合计的上限 ${ENVIRONMENT.maxBytes}`,
})

/** What is wrong with the sources, where it is not esbuild that says so. */
export const inChinese = translator(
  [
    [
      "{}: a function's name is a letter, then letters, digits, - and _, at most 60. Rename it.",
      '{}：云函数名应以字母开头，后接字母、数字、- 与 _，不超过 60 个字符。请改名。',
    ],
    [
      '{}: no index.ts. Add one that exports main, or start the name with _ if functions share it.',
      '{}：没有 index.ts。请添加并导出 main；若是云函数共用的代码，请让目录名以 _ 开头。',
    ],
    ['{}: not JSON ({}).', '{}：不是 JSON（{}）。'],
    ['{}: no type declarations came out of it.', '{}：没有生成类型声明。'],
  ],
  {},
)
