// What the phone's server tells, asked without its page.
import type { Greeting, LiveMessage } from '../../sandbox/phone/wire'

/** What a page is told that opens now. @param phone address of the page */
export async function greetingOf(phone: string): Promise<Greeting> {
  const response = await fetch(`${phone}live`)
  const reader = response.body?.getReader()
  let text = ''
  while (reader && !text.includes('\n\n')) text += Buffer.from((await reader.read()).value ?? []).toString()
  await reader?.cancel()
  const message = JSON.parse(text.slice('data: '.length)) as LiveMessage
  if (message.kind !== 'hello') throw new Error(`greeted with ${message.kind}`)
  return message.greeting
}

/** Everything that is shown of every line. */
export async function detailsOf(phone: string, { entries }: Greeting): Promise<string[]> {
  const ask = async (hop: string): Promise<string> => {
    const response = await fetch(`${phone}hop/${encodeURIComponent(hop)}`)
    if (!response.ok) throw new Error(`${hop}: ${response.status}`)
    return response.text()
  }
  return Promise.all(entries.map(({ hop = '' }) => ask(hop)))
}
