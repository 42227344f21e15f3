// APP: a stand-in for the merchant's iOS or Android app: log in, agree, ask the merchant's cloud for a session, launch
// WeChat, and afterwards ask again what is true. What WeChat hands back to an app is not looked at.
import { make } from '../shell/dom'
import type { OpenSdkRoute } from '../protocol'
import { askToSign, logIn, type AppResult } from './cloud'
import { launchRequest, type Signing } from './launch'
import { OpenSdk } from './openSdk'

const ROUTES: readonly OpenSdkRoute[] = ['openBusinessWebview', 'launchMiniProgram']
const openid = new URLSearchParams(location.search).get('openid') ?? ''

let isLoggedIn = false
let signing: Signing | undefined
/** Asked with `return_app`: WeChat Pay was told, and what the tick says later changes nothing. */
let returnsToApp = false

const sdk = new OpenSdk((message) => {
  if (message.kind === 'appLook') {
    document.documentElement.dataset['theme'] = message.theme
    document.documentElement.style.fontSize = `${16 * message.fontScale}px`
  } else if (signing) void ask()
})

byId('login').onclick = () => {
  void logIn(openid).then(
    () => {
      isLoggedIn = true
      byId('who').textContent = `已登录：${openid}`
      byId('login').hidden = true
      say('')
    },
    (error: unknown) => say(String(error), 'bad'),
  )
}
byId('open').onclick = () => {
  if (!isLoggedIn) say('请先登录', 'bad')
  else if (!box('agree').checked) say('请先阅读并勾选协议', 'bad')
  else {
    returnsToApp = box('return-app').checked
    void ask()
  }
}
for (const route of ROUTES) byId(`go-${route}`).onclick = () => void launch(route)

async function ask(): Promise<void> {
  button('open').disabled = true
  say('正在询问商户服务器…')
  const result = await askToSign(openid, returnsToApp).catch((error: unknown): AppResult => ({
    ok: false,
    status: 0,
    code: '',
    message: String(error),
  }))
  button('open').disabled = false
  signing = result.ok ? result.signing : undefined
  showLaunch()
  button('open').textContent = signing?.state === 'signed' ? '查询签约结果' : '开通免密'
  if (!result.ok) say(`没有成功：${result.status} ${result.code} ${result.message}`, 'bad')
  else if (result.signing.state === 'signed') say('已开通免密支付', 'good')
  else if (result.signing.state === 'closing') say('正在关闭')
  else say('尚未开通：请尽快拉起微信签约')
}

async function launch(route: OpenSdkRoute): Promise<void> {
  const request = signing && launchRequest(route, signing, returnsToApp)
  if (!request) return
  const answer = await sdk.launch(request)
  if (!answer.ok) say(answer.reason, 'bad')
}

function showLaunch(): void {
  const parameters = signing?.launch
  byId('launch').hidden = parameters === undefined
  if (!signing || !parameters) return
  const before = new Date(signing.launchBeforeMs ?? 0).toLocaleTimeString('zh-CN', { hour12: false })
  const rows: [string, string][] = [
    ['请在此之前拉起', before],
    ['openBusinessWebview', JSON.stringify(parameters.openBusinessWebview)],
    [
      'launchMiniProgram',
      parameters.launchMiniProgram ? JSON.stringify(parameters.launchMiniProgram) : '此模板没有这条路',
    ],
  ]
  byId('launch-rows').replaceChildren(
    ...rows.flatMap(([name, value]) => [make('dt', { textContent: name }), make('dd', { textContent: value })]),
  )
  button('go-launchMiniProgram').disabled = parameters.launchMiniProgram === undefined
  byId('launch').scrollIntoView({ block: 'end' })
}

function say(text: string, tone: 'plain' | 'good' | 'bad' = 'plain'): void {
  const line = byId('state')
  line.textContent = text
  line.className = `state is-${tone}`
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`app.html has no #${id}`)
  return element
}
function box(id: string): HTMLInputElement {
  return byId(id) as HTMLInputElement
}
function button(id: string): HTMLButtonElement {
  return byId(id) as HTMLButtonElement
}
