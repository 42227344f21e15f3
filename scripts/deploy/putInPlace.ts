// From an agreed plan to what is deployed: asked about, put in place, kept, tried.
import { applyAll, type Site } from './apply'
import type { DeployArguments } from './arguments'
import type { Item } from './item'
import { keepBuild } from './keptBuilds'
import type { Outcome, Place } from './place'
import { writePolicy } from './policy'
import { smoke } from './smoke'
import { Told } from './troubles'

/** Whoever agrees to a plan has not agreed to lose a function of their own: each is asked about by its name. */
export async function askToReplace(
  { replaced }: DeployArguments,
  place: Place,
  items: readonly Item[],
): Promise<string[]> {
  const agreed = [...replaced]
  for (const { name } of items.filter(({ status }) => status === 'ask')) {
    if (!(await ask(place, 'replace', name))) throw new Told('notOurs', name)
    agreed.push(name)
  }
  return agreed
}

/** Nobody is asked after Ctrl-C, and Ctrl-C is no answer. */
async function ask({ confirm, signal }: Place, ...question: Parameters<Place['confirm']>): Promise<boolean> {
  signal.throwIfAborted()
  const answer = await confirm(...question)
  signal.throwIfAborted()
  return answer
}

export async function putInPlace(args: DeployArguments, place: Place, site: Site, outcome: Outcome): Promise<void> {
  const isOpen = outcome.plan.some(({ status }) => status === 'create' || status === 'change')
  if (isOpen) {
    if (!args.isYes && !(await ask(place, 'goOn', outcome.envId))) throw new Told('notConfirmed')
    place.tell({ kind: 'begins' })
    await applyAll(site, outcome.plan, outcome, (item) => place.tell({ kind: 'done', item }))
  }
  if (outcome.done.some(({ kind }) => kind === 'function') && outcome.failed.length === 0)
    keepBuild(place.root, outcome.envId, site.wanted.functions)
  if (outcome.plan.some(({ step }) => step === 'policy'))
    outcome.policyFile = writePolicy(place.root, outcome.envId, site.wanted)
  if (outcome.failed.length === 0 && args.only.includes('routes')) await tryOut(place, site, outcome)
}

async function tryOut(place: Place, { wanted, signal }: Site, outcome: Outcome): Promise<void> {
  for (const { path } of wanted.routes) {
    signal.throwIfAborted()
    const url = new URL(path, wanted.notifyUrl).href
    const tried = await smoke(url, place.post, place.wait)
    outcome.smoke.push(tried)
    place.tell({ kind: 'smoke', smoke: tried })
  }
}
