// TEXTS of `npm start` in the terminal, in Chinese. The same keys in the other language: en.ts.
import { zh as page } from '../../phone/texts/zh'
import type { JourneyTexts } from './shape'

export const zh: JourneyTexts = {
  units: page.units,
  actors: {
    phone: '手机',
    function: '云函数',
    wechatPay: '微信支付',
    user: '用户',
    database: '数据库',
    merchant: '商户',
    clock: '时钟',
  },
  narration: {
    request: '已签名 {method} {path}：{outcome}，{ms} 毫秒',
    noAnswer: '无应答',
    session: '签约会话 {id} 已开，{minutes} 分钟内有效',
    clockMoves: '拨快 {span}',
    clockMoved: '比本机快 {span}',
    signs: '同意签约，签约号 {id}',
    pays: '支付 ¥{amount}',
    paysUnasked: '支付 ¥{amount}，免密',
    ended: '签约结束，{mode}',
    notification: '通知 {type}，第 {attempt} 次：{outcome}，{ms} 毫秒',
    clientCalls: '调用 callFunction {name}',
    serverCalls: '服务器调用 {name}',
    state: '签约 {before} -> {after}',
    orderState: '订单 {before} -> {after}',
    noState: '（无）',
    timer: '定时器：{what}',
    nothingToDo: '没有要做的事',
    upkeepFailed: '未能完成，加上 --logs 可看原因',
    told: '被告知 {state}：{outcome}',
    toldInVain: '被告知 {state}，{problem}：{outcome}',
    answers: '{name} 应答 {answer}，{ms} 毫秒',
  },
  figures: {
    contractsAsked: '查询签约 {count} 笔',
    contractsRechecked: '复查签约 {count} 笔',
    contractsFound: '发现变更 {count} 项',
    contractsClosed: '解约 {count} 笔',
    ordersAsked: '查询订单 {count} 笔',
    refundsAsked: '查询退款 {count} 笔',
    notificationsUnderstood: '读懂通知 {count} 条',
    changesTold: '告知变更 {count} 项',
    changesNotTaken: '未被接收 {count} 项',
    forgotten: '清除记录 {count} 条',
  },
  and: '，',
  hops: {
    opensSession: 'preEntrustSign 开启签约会话',
    userSigns: '用户签约',
    signingNotified: '签约通知得到应答',
    heard: '记录为 SIGNED，或等待查询微信支付',
    saysSigned: 'queryContract 返回已签约',
    recordSigned: '记录为 SIGNED',
    closes: 'terminateContract 解约',
    closingNotified: '解约通知得到应答',
    recordTerminated: '记录为 TERMINATED',
    told: '定时器按顺序把两次变更告知商户服务器',
  },
  journey: {
    expected: '应为 {expected}，实为 {got}',
    noNotification: '{seconds} 秒内应有 2xx 应答，目前：{seen}',
    noAttempt: '还没有发送',
  },
  ends: {
    untrusted: '伪造的应答被拒绝（{code}）',
    unreachable: '没有可用的应答，结果保持未定（{code}）',
    later: '页面被告知稍后再试（{code}）',
  },
  terminal: {
    building: '正在构建云函数 …',
    begins: '一位用户，从发起签约到关闭：',
    done: '完成：',
    doneWords: '已签约、已确认、已关闭，沿途每个签名都已验证。',
    asItShould: '如预期：',
    failedAt: '失败于：',
    phoneAt: '手机在',
    openIt: '用浏览器打开：勾选、点击、签约、返回。',
    isUp: '本地微信已启动，仅限本机访问：',
    backup: '备用',
    callIt: 'callFunction：POST /call/<名称>   定时器每分钟一次，立即运行：POST /timer/upkeep',
    control: '控制',
    everyCommand: 'GET 列出全部命令',
    database: '数据库',
    playOn: '它会一直运行。可以亲自扮演各方，这里会显示发生的每一步：',
    codeFromAbove: '<上面的协议号>',
    ctrlC: '按 Ctrl-C 结束。',
    reset: '手机上点了重置。',
    openByHand: '--open：{problem}，请手动打开 {url}',
    portTaken: '--port {port}：已被其他程序占用',
    thenStart: '{problem}，然后 npm start',
    builtCurrent: 'functions-built/ 已是最新。',
    builtSame: '已构建：运行的内容没有变化。',
    builtAnew: '已重新构建并运行：',
    notBuilt: '云函数保持原样；保存的内容无法构建：',
  },
  databases: {
    document: '模拟的文档型数据库',
    postgres: 'PostgreSQL，只为这次运行：psql {url}',
    pglite: 'PGlite，因为没有找到 PostgreSQL（可由 {variable} 指定）：psql {url}',
  },
  help: `npm start [-- 选项]

在本机启动一个本地微信，密钥现场生成，让一位用户经由将要部署的云函数，从“发起签约”走到“已关闭”。
不需要账号，也不需要网络。

  --once             走完就退出：先 SIGNED、关闭后 TERMINATED，退出码为 0，否则为 1；参数有误时为 2
  --port <端口>      手机的端口，默认 {port}，被占用时换一个空闲端口；后面的服务依次使用其后的端口，空闲即用
  --open             在浏览器里打开手机
  --lang <zh|en>     终端的语言，默认跟随系统
  --family <名称>    {families}
  --mode <名称>      {modes}；combine-papay 只有 {combineModes}
  --store <名称>     {stores}：数据库；后两个使用本机的 PostgreSQL（没有时用 PGlite），
                     分别经由驱动，或像 CloudBase 网关那样经由 HTTP
  --fault <故障>     破坏微信支付对第一次调用的应答，看看结果如何：wrongSignature、signtest、serverError、
                     tooManyRequests、reset、drop、truncatedBody、htmlBody 等（全部：GET <控制地址>）。
                     与 --once 同用时，按预期被拒绝则退出码为 0
  --no-event-map     不告诉云函数通知的事件类型是什么意思，如同商户收到第一条通知之前：
                     免密支付的签约此时只靠查询确认
  --keep-built       同时让 functions-built/ 保持最新，供微信开发者工具使用，与 npm run build 生成的相同：npm run dev
  --logs             同时显示云函数的日志
  --help             本说明`,
}
