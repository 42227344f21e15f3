// README of the card's package, in both languages. The same code stands in both.
import { EXAMPLE_FILE } from './entrustSignExample'

type Language = 'en' | 'zh'

/** @param tokens names of the colours that can be set */
export const entrustSignReadme = (name: string, language: Language, tokens: readonly string[]): string =>
  language === 'en' ? english(name, tokens) : chinese(name, tokens)

const INSTALL = (name: string): string => `\`\`\`sh
npm install ${name}
\`\`\``

const CONFIGURE = (name: string): string => `\`\`\`js
// app.js
const { configure } = require('${name}')
const { terms, agreement } = require('./${EXAMPLE_FILE.replace('.js', '')}')

configure({ terms, agreement })

App({
  onLaunch() {
    wx.cloud.init()
  },
})
\`\`\``

const USE = (name: string): string => `\`\`\`json
{
  "renderer": "webview",
  "restartStrategy": "homePageAndLatestPage",
  "usingComponents": { "entrust-sign": "${name}/card/index" }
}
\`\`\`

\`\`\`html
<entrust-sign bind:signed="onSigned" bind:declined="onDeclined" bind:fail="onFail" bind:leave="onLeave" />
\`\`\``

const APP_JSON = `\`\`\`json
{ "navigateToMiniProgramAppIdList": ["wxbd687630cd02ce1d"] }
\`\`\``

const OWN_CALL = `\`\`\`js
configure({ terms, agreement, callFunction: ({ name, data }) => otherCloud.callFunction({ name, data }) })
\`\`\``

const COLOURS = `\`\`\`css
page {
  --entrust-brand: #1a56db;
  --entrust-on-brand: #ffffff;
}

@media (prefers-color-scheme: dark) {
  page {
    --entrust-brand: #8ab4ff;
    --entrust-on-brand: #0b1a33;
  }
}
\`\`\``

const listed = (tokens: readonly string[]): string => tokens.map((token) => `\`${token}\``).join(' ')

const english = (name: string, tokens: readonly string[]): string => `# ${name}

English | [简体中文](README.zh-CN.md)

The signing card of wechatpay-entrust-kit for WeChat mini-programs: password-free payment (免密支付) and entrusted deduction (委托代扣).
The user ticks the agreement, taps, signs in WeChat Pay's own mini-program and comes back; the card does all of it, with the cloud
functions of the kit. Not affiliated with Tencent.

## Put it in

1. In the folder of your \`package.json\`, and then in WeChat DevTools 工具 > 构建 npm:

${INSTALL(name)}

2. Copy \`node_modules/${name}/example/${EXAMPLE_FILE}\` beside your \`app.js\`, and put your own terms and agreement into it.

3. Say once whose card it is, before \`App\`:

${CONFIGURE(name)}

4. The page's JSON and WXML, and \`app.json\`:

${USE(name)}

${APP_JSON}

5. The functions have to know the text, or nobody can sign. In the kit: \`npm run consents -- --from <path of your ${EXAMPLE_FILE}>\`,
   \`npm run build\`, deploy the functions, and only then upload the mini-program.

## configure

| field | what |
| --- | --- |
| \`terms\` | what the law and WeChat Pay want shown before anyone signs. All but \`logo\` must say something |
| \`agreement\` | title and paragraphs; places such as \`{payee}\` are filled from the terms |
| \`texts\` | your words in place of the card's: \`{ 'buttons.decline': '以后再说' }\` |
| \`settings\` | \`cloudEnv\`: the CloudBase environment with the functions, where it is not the one your app begins with. \`functionPrefix\`, \`signAppids\`, \`extraDataFields\`, \`simulateInDevtools\`: see \`index.d.ts\` |
| \`callFunction\` | in place of \`wx.cloud.callFunction\`; takes \`{ name, data }\`, and promises \`{ result }\` |

${OWN_CALL}

Whatever is wrong or missing is told by the card itself, in one sentence each (配置未完成), and lets nobody sign. Nothing is thrown.

## The card

| property | what |
| --- | --- |
| \`purpose\` | \`sign\` (default), or \`manage\` for a page of settings: what is signed, until when, and closing it |
| \`out_contract_code\` | one of \`others\`, to be shown and closed by its code. Read once |
| \`terms\` | takes the place of those of \`configure\` where terms differ between users |
| \`displayAccount\` | shown on WeChat Pay's page; a neutral label without it. Never a nickname |

| event | \`detail\` | when |
| --- | --- | --- |
| \`signed\` | \`out_contract_code\`, \`signedAtMs\`, \`isNew\` | the server says so |
| \`terminated\` | \`out_contract_code\`, \`terminatedAtMs\` | the server says so, while the card is up |
| \`others\` | \`otherContracts\` | what else of this user is in force |
| \`declined\` | | 暂不开通 |
| \`fail\` | \`reason\`, \`requestId\`, \`hint\` | signing is not possible right now: let the user pay in the ordinary way |
| \`leave\` | | the user is through with the card |

An event tells your page what to show next. What a contract is worth follows from your server, never from the phone.

## Colours

Set any of these in \`app.wxss\`, or on an element around the card. Where you set one for the light theme, set it for the dark one too.

${COLOURS}

${listed(tokens)}

## Where it runs

WebView pages. In a Skyline app the page that holds the card needs \`"renderer": "webview"\`; without it the card says so. The code is
ES2015 and CommonJS, without dependencies, in JavaScript or TypeScript apps alike.

MIT licence.
`

const chinese = (name: string, tokens: readonly string[]): string => `# ${name}

[English](README.md) | 简体中文

wechatpay-entrust-kit 的签约卡片，用于微信小程序：免密支付、委托代扣。用户勾选协议、点按钮、到微信支付自己的小程序里签约、再回来，
整个过程都由这张卡片完成，后端是本项目的云函数。与腾讯公司无关。

## 接入

1. 在 \`package.json\` 所在的文件夹安装，然后在微信开发者工具里点“工具 > 构建 npm”：

${INSTALL(name)}

2. 把 \`node_modules/${name}/example/${EXAMPLE_FILE}\` 复制到 \`app.js\` 旁边，改成你自己的条款和协议。

3. 在 \`App\` 之前说明一次这是谁的卡片：

${CONFIGURE(name)}

4. 页面的 JSON 和 WXML，以及 \`app.json\`：

${USE(name)}

${APP_JSON}

5. 云函数必须认得这份文本，否则谁也签不了。在本项目里：\`npm run consents -- --from <path of your ${EXAMPLE_FILE}>\`，再 \`npm run build\`，
   先部署云函数，最后才上传小程序。

## configure

| 字段 | 说明 |
| --- | --- |
| \`terms\` | 法规和微信支付要求签约前展示的内容。除 \`logo\` 外都不能为空 |
| \`agreement\` | 标题和各段；\`{payee}\` 这样的占位由条款填入 |
| \`texts\` | 换掉卡片上的文案：\`{ 'buttons.decline': '以后再说' }\` |
| \`settings\` | \`cloudEnv\`：云函数所在的云开发环境，与小程序初始化的不同时填写。\`functionPrefix\`、\`signAppids\`、\`extraDataFields\`、\`simulateInDevtools\` 见 \`index.d.ts\` |
| \`callFunction\` | 代替 \`wx.cloud.callFunction\`；收到 \`{ name, data }\`，返回 \`{ result }\` 的 Promise |

${OWN_CALL}

写错或漏掉的，卡片会自己说出来（配置未完成），每处一句话，并且不让任何人签约。不会抛出异常。

## 卡片

| 属性 | 说明 |
| --- | --- |
| \`purpose\` | \`sign\`（默认）；设置页用 \`manage\`：看已签约的内容和有效期，并可关闭 |
| \`out_contract_code\` | \`others\` 里的一个，按商户侧协议号展示和关闭。只读取一次 |
| \`terms\` | 各用户条款不同时，代替 \`configure\` 里的 |
| \`displayAccount\` | 显示在微信支付的页面上；不填则是一个中性的名称。不要用昵称 |

| 事件 | \`detail\` | 何时 |
| --- | --- | --- |
| \`signed\` | \`out_contract_code\`、\`signedAtMs\`、\`isNew\` | 服务端确认已签约 |
| \`terminated\` | \`out_contract_code\`、\`terminatedAtMs\` | 卡片还在页面上时，服务端确认已关闭 |
| \`others\` | \`otherContracts\` | 该用户其他有效的协议 |
| \`declined\` | | 暂不开通 |
| \`fail\` | \`reason\`、\`requestId\`、\`hint\` | 现在无法签约：让用户用普通方式付款 |
| \`leave\` | | 用户用完了这张卡片 |

事件只决定页面接下来显示什么。协议能换来什么，由你的服务端决定，绝不由手机决定。

## 颜色

在 \`app.wxss\` 里，或在卡片外层的元素上设置以下任意一个。浅色设了，深色也要设。

${COLOURS}

${listed(tokens)}

## 运行环境

WebView 页面。Skyline 小程序里，放卡片的页面要写 \`"renderer": "webview"\`；没写的话卡片会提示。代码是 ES2015、CommonJS，没有依赖，
JavaScript 和 TypeScript 小程序都能用。

MIT 许可证。
`
