// A terminal with somebody before it.
import type { Language } from '../language'
import { Cancelled, type Choices, type Prompter } from './interview'

const LATER = { en: 'Enter alone leaves it for later.', zh: '直接回车可留待以后填写。' } as const

/** The package of questions is loaded only where somebody is asked. */
export async function terminal(language: Language): Promise<Prompter> {
  const { isCancel, log, password, select, text } = await import('@clack/prompts')
  /** Nothing typed at all is undefined. */
  const given = <T extends string>(answer: T | symbol | undefined): T => {
    if (isCancel(answer)) throw new Cancelled()
    return (answer ?? '') as T
  }
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
