import { textTable } from '../textTable'
import { ENVIRONMENT, type DeployedFunction } from '../settings/planDeployment'
import type { FunctionsBuilt } from './functionsBuilt'

/** What lies in functions-built/, and what has to be set online; or why it is empty. */
export function reportFunctionsBuilt(built: FunctionsBuilt): string {
  switch (built.kind) {
    case 'noDotEnv':
      return 'functions-built/ is empty: there is no .env. To deploy, run npm run setup and build again.'
    case 'wrong':
      return [
        `functions-built/ is empty: ${built.problems.every(({ name }) => name.endsWith('.ts')) ? 'the terms need' : '.env needs'} attention.`,
        ...built.problems.map(({ name, problem }) => `  ${name}: ${problem}`),
      ].join('\n')
    case 'filled':
      return [tableOf(built.functions), ...built.functions.flatMap(warningOf), ONLINE].join('\n')
  }
}

const ONLINE =
  'Next: npm run doctor -- --offline, then npm run deploy. It sets the variables named here, which are secrets; whoever deploys by hand enters them in the console.'

const tableOf = (functions: readonly DeployedFunction[]): string =>
  textTable(
    [
      { title: 'functions-built/' },
      { title: `bytes online, of ${ENVIRONMENT.maxBytes}`, align: 'right' },
      { title: 'variables to set online' },
    ],
    functions.map(({ onlineName, bytes, environment }) => [
      onlineName,
      String(bytes),
      Object.keys(environment).join(' '),
    ]),
  )

const warningOf = ({ onlineName: name, bytes }: DeployedFunction): string[] =>
  bytes > ENVIRONMENT.warnBytes
    ? [
        `${name}: ${bytes} bytes is close to the limit of ${ENVIRONMENT.maxBytes} for all variables of a function together`,
      ]
    : []
