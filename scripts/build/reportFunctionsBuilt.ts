import type { Language } from '../language'
import { problemLines } from '../setup/problemLines'
import { textTable } from '../textTable'
import { ENVIRONMENT, type DeployedFunction } from '../settings/planDeployment'
import type { FunctionsBuilt } from './functionsBuilt'
import { nearlyFull, TEXTS } from './texts'

/** What lies in functions-built/, and what has to be set online; or why it is empty. */
export function reportFunctionsBuilt(built: FunctionsBuilt, language: Language): string {
  const say = (name: keyof typeof TEXTS): string => TEXTS[name][language]
  switch (built.kind) {
    case 'noDotEnv':
      return say('noDotEnv')
    case 'wrong':
      return [
        say(built.problems.every(({ name }) => name.endsWith('.ts')) ? 'termsWrong' : 'dotEnvWrong'),
        ...built.problems.flatMap((problem) => problemLines(problem, language)),
      ].join('\n')
    case 'filled':
      return [
        tableOf(built.functions, say),
        ...built.functions
          .filter(({ bytes }) => bytes > ENVIRONMENT.warnBytes)
          .map(({ onlineName, bytes }) => nearlyFull(onlineName, bytes)[language]),
        say('next'),
      ].join('\n')
  }
}

const tableOf = (functions: readonly DeployedFunction[], say: (name: 'bytes' | 'variables') => string): string =>
  textTable(
    [{ title: 'functions-built/' }, { title: say('bytes'), align: 'right' }, { title: say('variables') }],
    functions.map(({ onlineName, bytes, environment }) => [
      onlineName,
      String(bytes),
      Object.keys(environment).join(' '),
    ]),
  )
