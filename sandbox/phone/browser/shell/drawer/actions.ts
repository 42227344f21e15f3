// DRAWER: what can be done with a line once more.
import type { HopActions } from '../../../hop'
import { read } from '../../../texts/texts'
import { byId, make } from '../dom'
import { texts } from '../language'
import { copy } from './copy'

export interface ActionDeps {
  resend: (id: string) => Promise<unknown>
  redeliver: (id: string) => Promise<unknown>
}

export function actionButtons(
  { curl, curlNote, resend, redeliver }: HopActions,
  deps: ActionDeps,
): HTMLButtonElement[] {
  const words = texts().drawer
  const note = curlNote === undefined ? '' : read(curlNote, texts())
  const copied = async (text: string): Promise<string> => ((await copy(text)) ? words.copied : words.notCopied)
  return [
    curl !== undefined && action(words.curl, async () => copied(curl), note),
    resend !== undefined && action(words.resend, async () => deps.resend(resend).then(() => words.sent)),
    redeliver !== undefined && action(words.redeliver, async () => deps.redeliver(redeliver).then(() => words.told)),
  ].filter((button) => button !== false)
}

/** What came of it is said below the buttons. */
function action(name: string, run: () => Promise<string>, note = ''): HTMLButtonElement {
  const button = make('button', { type: 'button', className: 'chip', textContent: name, title: note })
  button.onclick = () => {
    void run()
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
      .then((said) => (byId('drawer-action').textContent = [said, note].filter(Boolean).join(' · ')))
  }
  return button
}
