// The file an app copies out of the package and fills with its own: the terms and the agreement, as this repository has them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { agreement } from '../../miniprogram/entrust/merchant/agreement'
import { terms } from '../../miniprogram/entrust/merchant/terms'

export const EXAMPLE_FILE = 'entrustTexts.js'

const HEAD = `// YOURS, once it is copied into your mini-program: put your own in place of every value (请改成你自己的内容).
// Users see it before they sign. What each field is: index.d.ts of the package, PerUseTerms and AgreementText. Places such as
// {payee} in the agreement are filled from the terms. After a change put the text on file for your cloud functions first:
//   npm run consents -- --from <this file>        (in wechatpay-entrust-kit)
`

export function writeExample(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const values = Object.entries({ terms, agreement }).map(([name, value]) => `const ${name} = ${literal(value)}\n\n`)
  writeFileSync(join(folder, EXAMPLE_FILE), `${HEAD}${values.join('')}module.exports = { terms, agreement }\n`)
}

/** As a person writes it: keys without quotes, a line for each. */
const literal = (value: object): string => inspect(value, { depth: null, breakLength: 0, maxStringLength: null })
