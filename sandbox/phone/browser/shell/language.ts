// SHELL: which language the page speaks.
import { LANGUAGES, TEXTS, type Language, type Texts } from '../../texts/texts'

const KEY = 'phone:language'
let language: Language = firstLanguage()
const listeners: (() => void)[] = []

/** What the person chose, or else what the browser speaks. */
function firstLanguage(): Language {
  const chosen = LANGUAGES.find((one) => one === localStorage.getItem(KEY))
  return chosen ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en')
}

export const texts = (): Texts => TEXTS[language]

/** Called whenever the page comes to speak another one. */
export function onLanguage(listener: () => void): void {
  listeners.push(listener)
}

export function toggleLanguage(): void {
  language = language === 'zh' ? 'en' : 'zh'
  localStorage.setItem(KEY, language)
  for (const listener of listeners) listener()
}

/** Fills what phone.html leaves to the language: `data-text`, and `data-label` for whoever hears it. */
export function fillPage(): void {
  const { page, labels } = texts()
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = `${page.title} · wechatpay-entrust-kit`
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = page[element.dataset['text'] as keyof Texts['page']]
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', labels[element.dataset['label'] as keyof Texts['labels']])
  }
}
