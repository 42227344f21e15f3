// SHELL: the page around the phone.
import type { ContractView, Greeting, LiveMessage, NewEntry } from '../../wire'
import { askToPay } from './cashier'
import { Controls } from './controls'
import { showToast } from './dialog'
import { byId } from './dom'
import { Layers } from './layer'
import { LivePanel } from './livePanel'
import { PhoneShell } from './phone'
import { NOWHERE } from './entry'
import type { Beginning } from './phoneDeps'
import { PhoneView } from './phoneView'
import * as server from './server'
import { forgetMiniPrograms, possibleScene, SettingsStore } from './settings'

const store = new SettingsStore()
const panel = new LivePanel()
const contracts = new Map<string, ContractView>()
const tell = (entry: NewEntry): void => server.tellHappened(entry)

const layers = new Layers()
const onError = (error: unknown): void =>
  tell({ tone: 'warn', text: 'That did not work', detail: error instanceof Error ? error.message : String(error) })

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
  onChange: () => view.draw(),
  onToast: showToast,
  onProblem: (problem) => panel.addProblem(problem),
  onConsole: (role, level, text) => {
    if (level !== 'info')
      tell({ tone: level === 'error' ? 'bad' : 'warn', text: `Console of ${role}`, detail: text, pill: level })
  },
  tell,
})
const view: PhoneView = new PhoneView(phone, store)
const controls = new Controls({
  store,
  setSwitches: server.setSwitches,
  reset: server.reset,
  act: (name) => server.act(name, store.get().account),
  orderAgain: () => void phone.start(),
  onError,
})
store.listen(({ account }, before) => {
  if (account !== before.account) showContract()
})
byId('happened-clear').onclick = () => void server.clearHappened()
view.draw()
panel.showContract(undefined)
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
      panel.show(message.entry)
      return
    case 'cleared':
      panel.clearLines()
      return
    case 'contract':
      contracts.set(message.contract.user, message.contract)
      showContract()
      return
    case 'switches':
      controls.showSwitches(message.switches)
      return
    case 'compiled':
      panel.replaceProblems(message.role, message.problems)
      if (!message.problems.some(({ level }) => level === 'error')) phone.reload(message.role)
      return
  }
}

function greet({ setup, switches, entries, contracts: known, problems }: Greeting): void {
  controls.showSetup(setup)
  controls.showSwitches(switches)
  panel.clear()
  contracts.clear()
  for (const contract of known) contracts.set(contract.user, contract)
  for (const entry of entries) panel.show(entry)
  panel.showProblems(problems)
  showContract()
}

function showContract(): void {
  panel.showContract(contracts.get(store.get().account))
}
