// A terminal with somebody before it.
import { isCancel, log, password, select, text } from '@clack/prompts'
import type { Language } from '../language'
import { Cancelled, type Choices, type Prompter } from './interview'

const LATER = { en: 'Enter alone leaves it for later.', zh: '直接回车可留待以后填写。' } as const

export function terminal(language: Language): Prompter {
  log.info(LATER[language])
  return {
    ask: async ({ message, isSecret, placeholder, initial, judge }) => {
      const validate = (answer: string | undefined) => judge(answer ?? '')
      return given(
        isSecret
          ? await password({ message: `${message}\n${placeholder}`, validate })
          : await text({ message, placeholder, validate, ...(initial !== undefined && { initialValue: initial }) }),
      )
    },
    choose: async <T extends string>({ message, choices }: Choices<T>) =>
      given<T>(
        (await select<string>({ message, options: [...choices], showInstructions: language === 'en' })) as T | symbol,
      ),
  }
}

/** Nothing typed at all is undefined. */
function given<T extends string>(answer: T | symbol | undefined): T {
  if (isCancel(answer)) throw new Cancelled()
  return (answer ?? '') as T
}
