// SHELL: the page around the phone.
import { say } from '../../texts/texts'
import type { Greeting, LiveEntry, LiveMessage } from '../../wire'
import { askToPay } from './cashier'
import { ClockPanel } from './clockPanel'
import { ContractPanel } from './contract/contractPanel'
import { Controls } from './controls'
import { ControlsDrawer } from './controlsDrawer'
import { showToast } from './dialog'
import { byId } from './dom'
import { Drawer } from './drawer/drawer'
import { FaultPanel } from './faultPanel'
import { Fit } from './fit'
import { HappenedList } from './happened/happenedList'
import { Hints } from './hints/hints'
import { fillPage, onLanguage, texts } from './language'
import { Layers } from './layer'
import { LivePanel } from './livePanel'
import { PhoneShell } from './phone'
import { NOWHERE } from './entry'
import type { Beginning, PhoneDeps } from './phoneDeps'
import { PhoneView } from './phoneView'
import * as server from './server'
import { ACCOUNTS, forgetMiniPrograms, possibleScene, SettingsStore } from './settings'
import { ShopPanel } from './shop/shopPanel'

const store = new SettingsStore()
const panel = new LivePanel()
const contract = new ContractPanel({ store, read: server.readContracts })
const happened: HappenedList = new HappenedList({
  onOpen: (entry) => drawer.open(entry),
  onChange: (entry) => drawer.changed(entry),
})
const drawer: Drawer = new Drawer({
  readHop: server.readHop,
  resend: server.resend,
  redeliver: server.redeliver,
  find: (hop) => happened.find(hop),
  neighbour: (hop, by) => happened.neighbour(hop, by),
  onSelect: (hop) => happened.select(hop),
  onClose: () => happened.focus(),
})
const tell: PhoneDeps['tell'] = (entry) => server.tellHappened({ user: store.get().account, ...entry })

const layers = new Layers()
const onError = (error: unknown): void =>
  tell({ tone: 'warn', text: say('notDone'), detail: [error instanceof Error ? error.message : String(error)] })

const phone: PhoneShell = new PhoneShell({
  store,
  layers,
  begin,
  pay: (payment) =>
    askToPay(payment, {
      layers,
      open: server.openCashier,
      pay: (bill) => server.payBill(bill, store.get().account),
      answerOffer: (answer, offer) => server.answerOffer(answer, offer, store.get().account),
      tell,
    }),
  box: byId('frames'),
  movedMs: () => clock.movedMs,
  onChange: () => view.draw(),
  onToast: showToast,
  onProblem: (problem) => panel.addProblem(problem),
  onConsole: (role, level, text) => {
    if (level !== 'info')
      tell({ tone: level === 'error' ? 'bad' : 'warn', text: say('console', { role }), detail: [text], pill: level })
  },
  tell,
})
const view: PhoneView = new PhoneView(phone, store)
const clock: ClockPanel = new ClockPanel(async (ms) => server.moveClock(ms).then(() => undefined, onError))
const faults = new FaultPanel({
  store,
  setSwitches: (switches) => void server.setSwitches(switches).catch(onError),
})
const shop = new ShopPanel({ store, read: server.readShop, act: server.actAsServer, onError })
const controls = new Controls({
  store,
  reset: server.reset,
  act: (name) => server.act(name, store.get().account),
  orderAgain: () => void phone.start(),
  onError,
})
const hints = new Hints({ store, tryIt: loseNotifications })
new ControlsDrawer()
new Fit(store)
store.listen(({ account, scene }, before) => {
  if (account !== before.account || scene !== before.scene) {
    contract.forget()
    shop.forget()
  }
  if (scene !== before.scene) {
    showEmpty()
    hints.startOver()
  }
  faults.draw()
})
onLanguage(draw)
byId('happened-clear').onclick = () => void server.clearHappened()
view.draw()
draw()
server.followLive(take, (isLost) => (byId('lost').hidden = !isLost))

let isStarted = false

/** What the scene begins with. */
async function begin(): Promise<Beginning> {
  const { scene, account } = store.get()
  if (scene === 'app') return { what: 'app' }
  if (scene === 'mini-program') return { what: 'merchant', place: NOWHERE }
  try {
    const { path, out_trade_no } = await server.makeOrder(account)
    return { what: 'merchant', place: { path, query: { out_trade_no } } }
  } catch (error) {
    onError(error)
    return { what: 'merchant', place: NOWHERE }
  }
}

function take(message: LiveMessage): void {
  switch (message.kind) {
    case 'hello':
      greet(message.greeting)
      if (isStarted) return
      isStarted = true
      store.set({ scene: possibleScene(message.greeting.setup, store.get().scene) })
      void phone.start(message.greeting.appids)
      return
    case 'reset':
      forgetMiniPrograms()
      store.reset(message.greeting.setup)
      greet(message.greeting)
      void phone.start(message.greeting.appids)
      return
    case 'entry':
      show(message.entry)
      return
    case 'cleared':
      happened.clear()
      return
    case 'contract':
    case 'told':
      contract.lookAgain()
      return
    case 'clock':
      clock.show(message.movedMs)
      phone.clockMoved()
      shop.lookAgain()
      return
    case 'switches':
      faults.show(message.switches)
      return
    case 'compiled':
      panel.replaceProblems(message.role, message.problems)
      if (!message.problems.some(({ level }) => level === 'error')) phone.reload(message.role)
      return
  }
}

function greet(greeting: Greeting): void {
  controls.showSetup(greeting.setup)
  faults.showSetup(greeting.setup)
  shop.showSetup(greeting.setup)
  faults.show(greeting.switches)
  clock.show(greeting.movedMs)
  happened.clear()
  hints.startOver()
  for (const entry of greeting.entries) show(entry)
  panel.showProblems(greeting.problems)
  contract.forget()
  shop.forget()
}

function show(entry: LiveEntry): void {
  happened.show(entry)
  hints.saw(entry)
  // A notification that changes nothing is kept all the same.
  contract.lookAgain()
  shop.lookAgain()
}

/** What to try after the first run: WeChat Pay's word never comes, and whoever asks finds out. */
function loseNotifications(): void {
  faults.choose({ notification: 'never' })
  const next = ACCOUNTS.findIndex((name) => name === store.get().account) + 1
  store.set({ account: ACCOUNTS[next % ACCOUNTS.length] ?? ACCOUNTS[0] })
}

function showEmpty(): void {
  byId('happened-empty').textContent = texts().empty[store.get().scene]
}

/** Everything that speaks. */
function draw(): void {
  fillPage()
  controls.draw()
  faults.draw()
  shop.draw()
  clock.draw()
  happened.redraw()
  drawer.draw()
  contract.draw()
  hints.draw()
  showEmpty()
}
