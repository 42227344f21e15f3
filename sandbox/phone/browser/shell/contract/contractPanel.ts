// SHELL: the contract of this user in this scene, whole: what the database has of it, and what was told.
import type { ContractsOnRecord, Scene } from '../../../wire'
import { copyButton } from '../copyButton'
import { byId, make } from '../dom'
import { texts } from '../language'
import { Rereading } from '../rereading'
import type { SettingsStore } from '../settings'
import { TAB_NAMES, drawTab, tabCounts, type TabName } from './panelTabs'
import { drawRail } from './rail'
import { Tabs } from './tabs'

interface ContractPanelDeps {
  store: SettingsStore
  read: (user: string, scene: Scene) => Promise<ContractsOnRecord>
}

export class ContractPanel {
  readonly #tabs: Tabs<TabName>
  readonly #copy = copyButton(byId('contract-copy'), () => this.#shown?.contract?.code ?? '')
  readonly #record: Rereading<ContractsOnRecord>
  #chosen: TabName = 'overview'
  /** What the tab was drawn from: what is open in it stays open while nothing changes. */
  #drawn = ''
  #isWhole = false

  constructor(private readonly deps: ContractPanelDeps) {
    this.#record = new Rereading({ ...deps, onRead: () => this.draw() })
    this.#tabs = new Tabs(byId('contract-tabs'), byId('contract-box'), TAB_NAMES, (name) => this.#choose(name))
    byId('contract-more').onclick = () => {
      this.#isWhole = !this.#isWhole
      this.draw()
    }
  }

  /** Something may have changed. */
  lookAgain(): void {
    this.#record.again()
  }

  draw(): void {
    const { user, contract } = this.#shown ?? { user: this.deps.store.get().account }
    const { contract: words, accounts, scenes, tabs } = texts()
    byId('contract-code').textContent = contract?.code ?? ''
    byId('contract-copy').hidden = !contract
    this.#copy.draw()
    const known: Readonly<Record<string, string>> = accounts
    const scene = this.deps.store.get().scene
    byId('contract-of').replaceChildren(
      named(known[user], user),
      ' · ',
      named(scenes[scene], scene),
      ...(contract ? [' · ', make('code', { textContent: contract.template })] : []),
      ...(contract?.isClosing ? [' · ', make('b', { textContent: words.closing })] : []),
    )
    byId('rail').replaceChildren(...drawRail(contract?.state))
    this.#drawSize()
    const counts = tabCounts(this.#shown)
    this.#tabs.draw(
      TAB_NAMES.map((name) => ({ name, label: tabs[name], count: counts[name] })),
      this.#chosen,
    )
    this.#drawTab()
  }

  #choose(name: TabName): void {
    this.#chosen = name
    byId('contract-box').scrollTop = 0
    this.draw()
  }

  #drawSize(): void {
    const more = byId('contract-more')
    more.textContent = this.#isWhole ? texts().page.less : texts().page.more
    more.setAttribute('aria-expanded', String(this.#isWhole))
    byId('contract').classList.toggle('is-whole', this.#isWhole)
  }

  #drawTab(): void {
    const from = JSON.stringify([document.documentElement.lang, this.#chosen, this.#shown])
    if (from === this.#drawn) return
    this.#drawn = from
    byId('contract-box').replaceChildren(...drawTab(this.#chosen, this.#shown))
  }

  /** Another user or another scene: what was shown is not theirs. */
  forget(): void {
    this.#record.forget()
    this.lookAgain()
  }

  get #shown(): ContractsOnRecord | undefined {
    return this.#record.found
  }
}

/** In words, with the id in grey. */
function named(words: string | undefined, id: string): Node {
  const code = make('code', { textContent: id })
  return words === undefined ? code : make('span', {}, `${words} `, code)
}
