// APP: a stand-in for the merchant's iOS or Android app: log in, agree, ask the merchant's cloud for a session, launch
// WeChat, and afterwards ask what is true; close it again. What WeChat hands back to an app is not looked at.
import { make } from '../shell/dom'
import type { OpenSdkRoute } from '../protocol'
import { Causes } from '../runtime/causes'
import { askCloud, logIn, type AppWish } from './cloud'
import { launchRequest, type Signing } from './launch'
import { OpenSdk } from './openSdk'

const ROUTES: readonly OpenSdkRoute[] = ['openBusinessWebview', 'launchMiniProgram']
const openid = new URLSearchParams(location.search).get('openid') ?? ''

let isLoggedIn = false
/** What the cloud said last. */
let standing: Signing | undefined
/** The session that can be launched. */
let signing: Signing | undefined
/** Asked with `return_app`: WeChat Pay was told, and what the tick says later changes nothing. */
let returnsToApp = false
/** The user wants to close, and is asked once. */
let isClosing = false

const sdk = new OpenSdk((message) => {
  if (message.kind === 'appLook') {
    document.documentElement.dataset['theme'] = message.theme
    document.documentElement.style.fontSize = `${16 * message.fontScale}px`
  } else if (isLoggedIn) void ask({ name: 'appQueryContract', body: {} })
})

const causes = new Causes((tap) => sdk.tellTap(tap))
document.addEventListener(
  'click',
  ({ target }) => {
    const place = target as Element
    // A tap on the words of a box is one on the box, which is told of next.
    if (!place.closest('label') || place.matches('input')) causes.tapped(place)
  },
  { capture: true },
)

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
  else if (standing?.state === 'signed') close(standing)
  else if (!box('agree').checked) say('请先阅读并勾选协议', 'bad')
  else {
    returnsToApp = box('return-app').checked
    void ask({ name: 'appPreEntrustSign', body: { ...(returnsToApp && { return_app: true }) } })
  }
}
byId('keep').onclick = () => {
  isClosing = false
  show()
}
for (const route of ROUTES) byId(`go-${route}`).onclick = () => void launch(route)

/** One neutral question, then it is done. */
function close({ out_contract_code = '' }: Signing): void {
  if (isClosing) void ask({ name: 'appTerminateContract', body: { out_contract_code } })
  isClosing = !isClosing
  show()
}

const REFUSALS: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: '登录已失效',
  RATE_LIMITED: '当前使用人数较多，请稍后再试',
}

async function ask(wish: AppWish): Promise<void> {
  button('open').disabled = true
  say('正在询问商户服务器…')
  const result = await askCloud(openid, wish, causes.headers)
  button('open').disabled = false
  if (!result.ok) {
    // What is behind it is told beside the phone.
    say(`${REFUSALS[result.code] ?? '没有成功'}（${result.status} ${result.code}）`, 'bad')
    return
  }
  standing = result.signing
  // Asking what is true gives no session; the one at hand may still be launched.
  if (wish.name === 'appPreEntrustSign' || standing.state !== 'inProgress') signing = standing
  show()
}

const STANDING: Readonly<Record<string, readonly [text: string, tone: 'plain' | 'good']>> = {
  none: ['尚未开通', 'plain'],
  inProgress: ['尚未开通：请尽快拉起微信签约', 'plain'],
  signed: ['已开通免密支付', 'good'],
  unconfirmed: ['已签约，待商户核实签约人', 'plain'],
  closing: ['正在关闭', 'plain'],
  terminated: ['免密支付已关闭', 'plain'],
  unknown: ['暂时无法确认，请稍后再看', 'plain'],
}

function show(): void {
  const isSigned = standing?.state === 'signed'
  const [text, tone] = STANDING[isSigned && standing?.signer ? standing.signer : (standing?.state ?? '')] ?? [
    '',
    'plain',
  ]
  say(isClosing ? '关闭免密支付？之后付款需输入密码' : text, isClosing ? 'plain' : tone)
  button('open').textContent = isClosing ? '确认关闭' : isSigned ? '关闭免密支付' : '开通免密支付'
  byId('keep').hidden = !isClosing
  showLaunch()
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
