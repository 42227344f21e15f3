import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { ADMIN_ACTIONS } from '../../cloudfunctions/_shared/admin/actions'
import type { Language } from '../language'
import { DEFAULT_FUNCTION } from './arguments'

const HEAD: Words = {
  en: `npm run admin -- <action> [name=value ...] [options]

Signs one action of the cloud function ${DEFAULT_FUNCTION} and has it done: by the tool of CloudBase, in the local WeChat, or by you in
the console. Exit code 0: done; 1: refused or failed; 2: wrong arguments; 130: Ctrl-C. docs/admin.md tells more.`,
  zh: `npm run admin -- <操作> [名称=值 ...] [选项]

为云函数 ${DEFAULT_FUNCTION} 的一个操作签名并执行：通过云开发命令行工具，在本地微信中，或由你在控制台执行。
退出码 0：完成；1：被拒绝或失败；2：参数有误；130：Ctrl-C。详见 docs/zh-CN/admin.md。`,
}

/** As the function tells them in English; it carries no second language with it. */
const ACTIONS_ZH: Readonly<Record<keyof typeof ADMIN_ACTIONS, string>> = {
  show: '查看记录：out_contract_code=…、out_trade_no=…、combine_out_trade_no=… 或 out_refund_no=…；不做任何改动',
  find: '按用户念出的内容查找：id=… 为协议号，或订单、扣款、退款的单号，或页面上的客服编号；不做任何改动',
  confirmSigner:
    '确认在你的 App 中签约的人就是该用户：out_contract_code=… 及 code:SIGNED 那一行的 openid=…；可重复执行',
  list: '一个用户的全部签约和尝试：openid=… 或 userId=…；不做任何改动',
  mayCharge: '一份签约现在能不能扣款；微信支付的上一次答复已超过一天时重新查询：out_contract_code=…',
  reread: '重读被搁置的通知：id=… 或 all=true',
  matchBill: '一天的交易账单与记录对账：date=yyyy-MM-dd；列出差异，不做任何改动',
  export: '导出保存的某个人的全部数据，以便交给本人：openid=… 或 userId=…；不做任何改动',
  erase: '从保存的数据中抹去某个人：openid=… 或 userId=…；加 close=true 会先解约',
  exportAll: '导出全部文档，以便导入另一个数据库：--to 文件；不做任何改动',
  import: '导入另一个数据库导出的文档：--from 文件；可重复执行',
  probe: '实测已部署的内容：数据库、微信支付，以及从微信支付回到数据库的全程；echo=… 再查一次之前的回显',
  replay: '把已告知或已放弃的变更再告知一次：id=code:SIGNED',
  release: '放行一次谁都说不准结果的尝试，或一份微信支付不认得的签约：out_contract_code=…',
}

const OPTIONS: Words = {
  en: `  --local          in the local WeChat that npm start keeps up
  --env <id>       CloudBase environment; the one of .env unless told otherwise
  --tcb <path>     the tool of CloudBase (npm package @cloudbase/cli, logged in); tcb on the PATH unless told otherwise
  --json           the answer as JSON, for programs; without it as tables, for people
  --to <file>      of exportAll: a file that is not there yet. It holds personal data, and only you may read it
  --from <file>    of import: a file that exportAll made
  --print          print the signed event, to be pasted in the console: good for 5 minutes, once
  --function <n>   another function that takes signed calls
  --lang zh|en     language; that of the machine unless told otherwise. What the function answers stays as it is
  --help           this text`,
  zh: `  --local          在 npm start 正在运行的本地微信中执行
  --env <id>       云开发环境；默认取自 .env
  --tcb <路径>     云开发命令行工具（npm 包 @cloudbase/cli，须已登录）；默认为 PATH 中的 tcb
  --json           以 JSON 输出应答，供程序使用；不给时输出给人看的表格
  --to <文件>      用于 exportAll：尚不存在的文件。其中有个人信息，只有你能读
  --from <文件>    用于 import：exportAll 生成的文件
  --print          打印签好名的 event，供在控制台粘贴：5 分钟内有效，只能用一次
  --function <n>   另一个接受签名调用的云函数
  --lang zh|en     语言；默认跟随系统。云函数的应答保持原样
  --help           本说明`,
}

export function adminHelp(language: Language): string {
  const actions = Object.entries(ADMIN_ACTIONS).map(([name, { what }]) => {
    const told = language === 'zh' ? ACTIONS_ZH[name as keyof typeof ADMIN_ACTIONS] : what
    return `  ${name.padEnd(16)} ${told}`
  })
  return [HEAD[language], '', ...actions, '', OPTIONS[language]].join('\n')
}
