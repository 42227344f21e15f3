// `npm start` while it stays up: what is saved in the source of the functions runs in the local WeChat, and on the phone, a moment
// later. `npm run dev` keeps functions-built/ current besides.
import { join } from 'node:path'
import type { Stage } from '../../sandbox/phone/stage'
import type { Phone } from '../../sandbox/phone/startPhone'
import { termsProblems } from '../build/termsProblems'
import { fillFunctionsBuilt } from '../build/functionsBuilt'
import { kitPlan, ROOT } from '../build/kitPlan'
import { discoverFunctions } from '../build/discoverFunctions'
import { reportFunctionsBuilt } from '../build/reportFunctionsBuilt'
import { terms } from '../../miniprogram/entrust/merchant/terms'
import type { Language } from '../language'
import { followSources, type Follower, type Rebuilt } from './followSources'
import type { Terminal } from './terminal'

const SOURCES = ['cloudfunctions', 'typings/contract'].map((path) => join(ROOT, path))
/** What functions-built/ is made of besides. */
const SETTINGS = join(ROOT, '.env')

interface Running {
  stage: Stage
  phone: Phone
  terminal: Terminal
  keepsBuilt: boolean
  language: Language
}

export function followFunctions({ stage, phone, terminal, keepsBuilt, language }: Running): Follower {
  return followSources({
    plan: kitPlan(['cloudfunctions']),
    sources: keepsBuilt ? [...SOURCES, SETTINGS] : SOURCES,
    use: async (changed) => {
      if (changed.length > 0) await stage.local.cloud.upload()
      if (keepsBuilt) await keepBuilt(terminal, language)
    },
    language,
    tell: (rebuilt) => {
      terminal.line(describeRebuilt(rebuilt, terminal))
      phone.tellBuild(rebuilt)
    },
  })
}

/** As `npm run build` fills it: whole, or not at all. */
export async function keepBuilt(terminal: Terminal, language: Language): Promise<void> {
  const { sourceDir, dist } = kitPlan([])
  const names = discoverFunctions(sourceDir).map(({ name }) => name)
  const builtDir = join(dist, 'cloudfunctions')
  const built = await fillFunctionsBuilt({ root: ROOT, builtDir, names, termsProblems: termsProblems(terms) })
  terminal.line(built.kind === 'filled' ? terminal.texts.terminal.builtCurrent : reportFunctionsBuilt(built, language))
}

export function describeRebuilt(
  rebuilt: Rebuilt,
  { paint, texts: { terminal } }: Pick<Terminal, 'paint' | 'texts'>,
): string {
  if (rebuilt.kind === 'failed') return `${paint('red', terminal.notBuilt)}\n${rebuilt.problem}`
  const { changed } = rebuilt
  return changed.length === 0 ? terminal.builtSame : `${paint('green', terminal.builtAnew)} ${changed.join(', ')}`
}
