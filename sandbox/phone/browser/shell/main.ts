// SHELL: the page around the phone.
import { say } from '../../texts/texts'
import type { ContractView, Greeting, LiveMessage, ToldView } from '../../wire'
import { askToPay } from './cashier'
import { ClockPanel } from './clockPanel'
import { Controls } from './controls'
import { showToast } from './dialog'
import { byId } from './dom'
import { Drawer } from './drawer/drawer'
import { FaultPanel } from './faultPanel'
import { HappenedList } from './happened/happenedList'
import { fillPage, onLanguage, texts } from './language'
import { Layers } from './layer'
import { LivePanel } from './livePanel'
import { PhoneShell } from './phone'
import { NOWHERE } from './entry'
import type { Beginning, PhoneDeps } from './phoneDeps'
import { PhoneView } from './phoneView'
import * as server from './server'
import { forgetMiniPrograms, possibleScene, SettingsStore } from './settings'
import { drawTold } from './toldPanel'

const store = new SettingsStore()
const panel = new LivePanel()
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
const contracts = new Map<string, ContractView>()
const told = new Map<string, ToldView>()
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
const controls = new Controls({
  store,
  reset: server.reset,
  act: (name) => server.act(name, store.get().account),
  orderAgain: () => void phone.start(),
  onError,
})
store.listen(({ account, scene }, before) => {
  if (account !== before.account) showOwn()
  if (scene !== before.scene) showEmpty()
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
      happened.show(message.entry)
      return
    case 'cleared':
      happened.clear()
      return
    case 'contract':
      contracts.set(message.contract.user, message.contract)
      showOwn()
      return
    case 'told':
      told.set(message.told.id, message.told)
      showOwn()
      return
    case 'clock':
      clock.show(message.movedMs)
      phone.clockMoved()
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
  faults.show(greeting.switches)
  clock.show(greeting.movedMs)
  happened.clear()
  contracts.clear()
  told.clear()
  for (const contract of greeting.contracts) contracts.set(contract.user, contract)
  for (const one of greeting.told) told.set(one.id, one)
  for (const entry of greeting.entries) happened.show(entry)
  panel.showProblems(greeting.problems)
  showOwn()
}

/** What is this user's. */
function showOwn(): void {
  const { account } = store.get()
  panel.showContract(contracts.get(account))
  drawTold([...told.values()].filter(({ user }) => user === account))
}

function showEmpty(): void {
  byId('happened-empty').textContent = texts().empty[store.get().scene]
}

/** Everything that speaks. */
function draw(): void {
  fillPage()
  controls.draw()
  faults.draw()
  clock.draw()
  happened.redraw()
  drawer.draw()
  showOwn()
  showEmpty()
}
