// DETAIL: a recorded request as a line for the terminal. Pure.

interface Sent {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: string
}

/** Curl says these by itself. */
const BY_CURL = /^(host|connection|content-length|accept-encoding|transfer-encoding)$/i

export function curlOf({ method, url, headers, body }: Sent): string {
  const said = Object.entries(headers).filter(([name]) => !BY_CURL.test(name))
  const parts = [
    `curl -i -X ${method} ${quoted(url)}`,
    ...said.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === '' ? [] : [`--data-binary ${quoted(body)}`]),
  ]
  return parts.join(' \\\n  ')
}

/** As one word of a POSIX shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
