// What `npm run deploy` says, in both languages. `{}` is where the detail goes.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { tellCloudFailure } from '../cloud/failures'
import type { Language } from '../language'
import type { Change, Item, Kind, StepId } from './item'
import type { SmokeTrouble } from './smoke'
import { isOfTheCloud, type OwnTroubleId, type Trouble } from './troubles'

export const STATUS: Readonly<Record<Item['status'], Words>> = {
  create: { en: 'create', zh: '新建' },
  change: { en: 'change', zh: '修改' },
  same: { en: 'same', zh: '一致' },
  cannot: { en: 'by hand', zh: '需手动' },
  ask: { en: 'not ours?', zh: '非本套件？' },
}

export const KIND: Readonly<Record<Kind, Words>> = {
  function: { en: 'function', zh: '云函数' },
  collection: { en: 'collection', zh: '集合' },
  index: { en: 'index', zh: '索引' },
  access: { en: 'access of', zh: '集合权限' },
  migrations: { en: 'migrations', zh: '数据库迁移' },
  timer: { en: 'timer of', zh: '定时触发器' },
  httpAccess: { en: 'HTTP access', zh: 'HTTP 访问服务' },
  route: { en: 'route', zh: '路由' },
  rules: { en: 'security rules of functions', zh: '云函数安全规则' },
  policy: { en: 'policy of the environment', zh: '环境的 OPA 策略' },
}

export const IS: Readonly<Record<Extract<Change, { is: string }>['is'], Words>> = {
  added: { en: 'added', zh: '新增' },
  changed: { en: 'changed', zh: '已变' },
  removed: { en: 'removed', zh: '移除' },
}

export const TEXTS = {
  plan: { en: 'Plan for {}', zh: '{} 的部署计划' },
  blind: {
    en: 'Not logged in: planned as if the environment were empty, and nothing was asked.',
    zh: '未登录：按空环境做出计划，未发出任何请求。',
  },
  same: { en: 'As it ought to be already: {} more.', zh: '另有 {} 项已一致。' },
  nothing: { en: 'Everything is as it ought to be.', zh: '全部已一致。' },
  dryRunBlind: {
    en: 'Dry run: nothing was done. Next: npx tcb login, then npm run deploy',
    zh: '试运行：未做任何改动。下一步：npx tcb login，然后 npm run deploy',
  },
  dryRun: { en: 'Dry run: nothing was done. Next: npm run deploy', zh: '试运行：未做任何改动。下一步：npm run deploy' },
  begins: { en: 'Deploying. Ctrl-C stops it and cleans up.', zh: '开始部署。按 Ctrl-C 可中止并清理。' },
  refused: { en: 'Nothing was deployed:', zh: '未部署任何内容：' },
  cure: { en: 'Cure: ', zh: '处理：' },
  done: { en: 'Done:', zh: '已完成：' },
  failed: { en: 'Not as it ought to be:', zh: '未成功：' },
  absent: { en: 'is not there', zh: '不存在' },
  is: { en: 'is {}', zh: '状态为 {}' },
  said: { en: 'The tool said: ', zh: '工具输出：' },
  again: {
    en: 'Mend what is said above, and run npm run deploy again: it goes on from what is there.',
    zh: '按上述提示处理后重新运行 npm run deploy，会从现状继续。',
  },
  steps: { en: 'Left for you:', zh: '需要你手动完成：' },
  answers: { en: 'answers as it ought to', zh: '应答正常' },
  finished: { en: 'Deployed to {}.', zh: '已部署到 {}。' },
  next: {
    en: 'Next: upload the mini-program from WeChat DevTools, once npm run doctor finds nothing. It looks now:',
    zh: '下一步：npm run doctor 无异常后，在微信开发者工具上传小程序。现在检查：',
  },
  goOn: { en: 'Deploy this to {}?', zh: '按此部署到 {}？' },
  replace: {
    en: 'A function {} is online already, and is not known to be of this kit. Replace it? What it does now is lost.',
    zh: '线上已有云函数 {}，且不能确认属于本套件。是否覆盖？其现有代码将丢失。',
  },
} as const satisfies Readonly<Record<string, Words>>

export const STEPS: Readonly<Record<StepId, Words>> = {
  runtime: {
    en: 'Delete the function {} in the console (a runtime cannot be changed), then run npm run deploy again: {console}#/scf',
    zh: '在控制台删除云函数 {}（运行环境不能修改），再运行 npm run deploy：{console}#/scf',
  },
  index: {
    en: 'Delete the index {} in the console, then run npm run deploy again: it has other keys there. {console}#/db/doc',
    zh: '在控制台删除索引 {}（其字段不同），再运行 npm run deploy：{console}#/db/doc',
  },
  migrations: {
    en: "Run these files of database/migrations in their order, in the SQL editor of the console's page PostgreSQL or with psql -f, as a user who may make tables: {}. Twice does no harm. {console}",
    zh: '按顺序执行 database/migrations 中的文件：{}（在控制台 PostgreSQL 页的 SQL 编辑器，或用 psql -f，以可建表的用户执行；重复执行无妨）。{console}',
  },
  timer: {
    en: 'The timer of {} was changed or switched off in the console, and was left so. Set it back on the page of the function if that was not meant: {console}#/scf',
    zh: '{} 的定时触发器在控制台被修改或停用，未作改动。若非有意，请在函数页面改回：{console}#/scf',
  },
  path: {
    en: 'The route {} leads to another function. Take it away in the console, or choose another path in WXPAY_NOTIFY_URL, then run npm run build and npm run deploy: {console}#/env/http-access',
    zh: '路由 {} 已指向其他云函数。请在控制台移除，或在 WXPAY_NOTIFY_URL 换一个路径，再运行 npm run build 和 npm run deploy：{console}#/env/http-access',
  },
  address: {
    en: 'WXPAY_NOTIFY_URL is of another environment: {}. Set the domain of this one (npm run setup -- --set WXPAY_NOTIFY_URL=...), build and deploy again.',
    zh: 'WXPAY_NOTIFY_URL 属于其他环境：{}。请改为本环境的域名（npm run setup -- --set WXPAY_NOTIFY_URL=…），重新构建并部署。',
  },
  policy: {
    en: 'Add {file} to the policy of the environment (authorisation by OPA in the console, or tcb policy set of CLI 3.5.7 or newer, which replaces the whole of it). It is not read back. {console}',
    zh: '将 {file} 合并到环境的 OPA 策略（控制台的网关鉴权，或 CLI 3.5.7 起的 tcb policy set，会整体替换）。部署不会回读。{console}',
  },
}

export const CONSOLE = 'https://tcb.cloud.tencent.com/dev?envId={}'

export const SMOKE: Readonly<Record<SmokeTrouble, Words>> = {
  notReady: {
    en: 'the function answers that it is not ready: its log names every setting that is wrong. Run npm run doctor',
    zh: '云函数应答“未就绪”：其日志列出了每个有误的配置。请运行 npm run doctor',
  },
  failed: {
    en: 'the function fails or takes too long: look into its log in the console',
    zh: '云函数出错或超时：请查看控制台日志',
  },
  denied: {
    en: 'the platform denies it (ACCESS_DENIED): the policy of the environment has to allow this route',
    zh: '被平台拒绝（ACCESS_DENIED）：环境策略需放行该路由',
  },
  authentication: {
    en: 'the platform asks for a login before the function is called: switch the authentication of this route off',
    zh: '调用云函数前平台要求鉴权：请关闭该路由的身份认证',
  },
  noRoute: {
    en: 'no route is there: run npm run deploy -- --only routes, and look whether the domain is that of this environment',
    zh: '没有此路由：运行 npm run deploy -- --only routes，并确认域名属于本环境',
  },
  html: {
    en: 'a web page answers: the domain leads elsewhere, or to a page of the platform before it. Bind a domain of your own',
    zh: '返回的是网页：域名指向别处，或经过了平台的提示页。请绑定自有域名',
  },
  redirect: {
    en: 'it leads on to another address: WeChat Pay follows none. Set the address it leads to',
    zh: '被重定向到其他地址，微信支付不会跟随。请填写最终地址',
  },
  stranger: {
    en: 'something else answers there: this address does not lead to contractNotify',
    zh: '应答者并非 contractNotify：该地址指向了别处',
  },
  unreachable: {
    en: 'nobody answers: is the domain right, has it a certificate, and does this machine reach the internet?',
    zh: '无人应答：请检查域名、证书与本机网络',
  },
}

export const TROUBLES: Readonly<Record<OwnTroubleId, Words>> = {
  otherDatabase: {
    en: 'The environment {} has no document database. If it has PostgreSQL, set WXPAY_STORE to postgrest or postgres (docs/deploying.md).',
    zh: '环境 {} 没有文档型数据库。若为 PostgreSQL，请将 WXPAY_STORE 设为 postgrest 或 postgres（见 docs/zh-CN/deploying.md）。',
  },
  notOurs: {
    en: 'A function {} is online already and is not known to be of this kit. Give ours other names with WXPAY_FUNCTION_PREFIX, or say --replace {} if it may be replaced.',
    zh: '线上已有云函数 {}，且不能确认属于本套件。请用 WXPAY_FUNCTION_PREFIX 为本套件改名；若可覆盖，请加 --replace {}。',
  },
  notConfirmed: {
    en: 'Nothing was done: nobody agreed to the plan. Where nobody is there to ask, say --yes.',
    zh: '未做任何改动：计划未获确认。无人值守时请加 --yes。',
  },
  nothingKept: {
    en: 'No build before the last one is kept on this machine ({}).',
    zh: '本机没有保留上一次之前的构建（{}）。',
  },
  tooManyBytes: {
    en: 'With the variables set online by others, those of {} take more than 4,096 bytes: take some away in the console.',
    zh: '加上线上已有的其他变量，{} 的环境变量超过 4096 字节：请在控制台移除一些。',
  },
  thisMachine: {
    en: 'This machine cannot read or write a file it needs: {}. Make room on the disk, or give yourself the right, then run this again.',
    zh: '本机无法读写所需的文件：{}。请腾出磁盘空间或授予权限后重试。',
  },
  tool: {
    en: 'The tool of CloudBase does not run: {}. Run npm install, or name it with --tcb.',
    zh: 'CloudBase 工具无法运行：{}。请运行 npm install，或用 --tcb 指定。',
  },
  unexpected: { en: 'It failed: {}', zh: '失败：{}' },
  stopped: {
    en: 'Stopped. Nothing secret was left behind. What was begun in the cloud may end by itself; run npm run deploy again, and it goes on from what is there.',
    zh: '已中止，未留下任何机密。云端已开始的操作可能自行完成；重新运行 npm run deploy 会从现状继续。',
  },
}

export const fill = (text: string, detail: string): string => text.replaceAll('{}', () => detail)

/** In one sentence, and what to do. */
export const tellTrouble = ({ id, detail }: Trouble, language: Language): string =>
  isOfTheCloud(id)
    ? tellCloudFailure({ id, ...(detail !== '' && { detail }) }, language)
    : fill(TROUBLES[id][language], detail)
