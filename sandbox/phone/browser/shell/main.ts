// SHELL: the page around the phone.
import type { ContractView, Greeting, LiveMessage, NewEntry } from '../../wire'
import { Controls } from './controls'
import { Dialogs, showToast } from './dialog'
import { byId } from './dom'
import { LivePanel } from './livePanel'
import { PhoneShell } from './phone'
import { PhoneView } from './phoneView'
import * as server from './server'
import { forgetMiniPrograms, SettingsStore } from './settings'

const store = new SettingsStore()
const panel = new LivePanel()
const contracts = new Map<string, ContractView>()
const tell = (entry: NewEntry): void => server.tellHappened(entry)

const phone: PhoneShell = new PhoneShell({
  store,
  dialogs: new Dialogs(),
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
  onError: (error) =>
    tell({ tone: 'warn', text: 'That did not work', detail: error instanceof Error ? error.message : String(error) }),
})
store.listen(({ account }, before) => {
  if (account !== before.account) showContract()
})
byId('happened-clear').onclick = () => void server.clearHappened()
view.draw()
panel.showContract(undefined)
server.followLive(take, (isLost) => (byId('lost').hidden = !isLost))

let isStarted = false

function take(message: LiveMessage): void {
  switch (message.kind) {
    case 'hello':
      greet(message.greeting)
      if (!isStarted) phone.start(message.greeting.appids)
      isStarted = true
      return
    case 'reset':
      forgetMiniPrograms()
      store.reset()
      greet(message.greeting)
      phone.start(message.greeting.appids)
      return
    case 'entry':
      panel.show(message.entry)
      return
    case 'cleared':
      panel.clearLines()
      return
    case 'contract':
      contracts.set(message.contract.openid, message.contract)
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
  for (const contract of known) contracts.set(contract.openid, contract)
  for (const entry of entries) panel.show(entry)
  panel.showProblems(problems)
  showContract()
}

function showContract(): void {
  panel.showContract(contracts.get(store.get().account))
}
