// What `npm run deploy` prints: the plan, what is done as it is done, and how it ended. Never a value of a variable.
import { FINDINGS, type Finding } from '../doctor/findings'
import { detailOf } from '../doctor/report'
import type { Language } from '../language'
import { padRight } from '../textTable'
import type { Failed } from './apply'
import type { Change, Item } from './item'
import type { Outcome, Progress } from './place'
import type { Smoke } from './smoke'
import { CONSOLE, fill, IS, KIND, SMOKE, STATUS, STEPS, tellTrouble, TEXTS } from './texts'

export function reporter(language: Language) {
  const say = (name: keyof typeof TEXTS, detail = ''): string => fill(TEXTS[name][language], detail)

  const colon = language === 'zh' ? '：' : ': '

  const nameOf = ({ kind, name }: Item): string => [KIND[kind][language], name].filter((one) => one !== '').join(' ')
  const tellChange = (change: Change): string =>
    'is' in change ? `${change.field} ${IS[change.is][language]}` : `${change.field} ${change.from} -> ${change.to}`
  const line = (item: Item): string => {
    const changes = item.changes.map(tellChange).join(', ')
    return `  ${padRight(STATUS[item.status][language], 8)}  ${nameOf(item)}${changes === '' ? '' : colon + changes}`
  }

  function tellPlan({ envId, isBlind, plan }: Outcome): string {
    const others = plan.filter(({ status }) => status !== 'same')
    const same = plan.length - others.length
    return [
      say('plan', envId),
      ...(isBlind ? [say('blind')] : []),
      ...others.map(line),
      ...(others.length === 0 ? [say('nothing')] : same > 0 ? [`  ${say('same', String(same))}`] : []),
    ].join('\n')
  }

  const tellSmoke = ({ url, trouble, status }: Smoke): string =>
    trouble === undefined
      ? `  ${url}${colon}${say('answers')}`
      : `  ${url}${colon}${SMOKE[trouble][language]}${status === undefined ? '' : ` (HTTP ${status})`}`

  const tellFailed = ({ item, status, said, trouble }: Failed): string[] => {
    const isActive = status === 'Active'
    const state = status === undefined ? say('absent') : say('is', status)
    const what = item.kind === 'function' && !isActive ? state : item.changes.map(tellChange).join(', ')
    return [
      `  ${nameOf(item)}${what === '' ? '' : colon + what}`,
      ...(trouble ? [`    ${tellTrouble(trouble, language)}`] : []),
      ...(said === '' || trouble ? [] : [`    ${say('said')}${said.replaceAll('\n', '\n    ')}`]),
    ]
  }

  /** Of one kind together, with their one cure. */
  const tellRefusals = (findings: readonly Finding[]): string[] =>
    [...new Set(findings.map(({ id }) => id))].flatMap((id) => {
      const { what, cure } = FINDINGS[id]
      const lines = findings.filter((one) => one.id === id).map((one) => detailOf(one, language))
      return [
        ...lines.map((detail) => `  ${what[language]}${detail === undefined ? '' : colon + detail}`),
        `    ${say('cure')}${cure[language]}`,
      ]
    })

  function tellSteps({ plan, byHand, envId, policyFile }: Outcome): string[] {
    const steps = [...plan, ...byHand].flatMap(({ step, name }) => (step === undefined ? [] : [{ step, name }]))
    if (steps.length === 0) return []
    const console = fill(CONSOLE, envId)
    return [
      say('steps'),
      ...steps.map(({ step, name }, index) => {
        const text = fill(STEPS[step][language], name)
        return `  ${index + 1}. ${text.replaceAll('{console}', console).replaceAll('{file}', policyFile ?? 'database/opa/entrust.rego')}`
      }),
    ]
  }

  /** All but what was told on the way. */
  function tellEnd(outcome: Outcome): string {
    const { exitCode, envId, refused, done, failed, trouble, isDryRun, isBlind } = outcome
    if (refused.length > 0) return [say('refused'), ...tellRefusals(refused)].join('\n')
    return [
      ...(failed.length > 0 ? [say('failed'), ...failed.flatMap(tellFailed)] : []),
      ...(trouble ? [tellTrouble(trouble, language)] : []),
      ...((trouble || failed.length > 0) && done.length > 0
        ? [say('done'), ...done.map((item) => `  ${nameOf(item)}`)]
        : []),
      ...tellSteps(outcome),
      ...(exitCode === 4 && trouble === undefined ? [say('again')] : []),
      ...(isDryRun && !trouble ? [say(isBlind ? 'dryRunBlind' : 'dryRun')] : []),
      ...(exitCode === 0 && !isDryRun ? [say('finished', envId), say('next')] : []),
    ].join('\n')
  }

  return {
    tellEnd,
    question: (name: 'goOn' | 'replace', detail: string): string => say(name, detail),
    progress: (progress: Progress): string => {
      switch (progress.kind) {
        case 'plan':
          return tellPlan(progress.outcome)
        case 'begins':
          return say('begins')
        case 'done':
          return `  ${nameOf(progress.item)}`
        case 'smoke':
          return tellSmoke(progress.smoke)
      }
    },
  }
}

export const reportJson = ({ refused, failed, ...outcome }: Outcome, language: Language): string =>
  JSON.stringify(
    {
      ok: outcome.exitCode === 0,
      ...outcome,
      refused: refused.map(({ id, detail }) => ({
        id,
        ...(detail !== undefined && { detail }),
        cure: FINDINGS[id].cure[language],
      })),
      failed,
      ...(outcome.trouble && {
        trouble: { ...outcome.trouble, told: tellTrouble(outcome.trouble, language) },
      }),
    },
    null,
    2,
  )
