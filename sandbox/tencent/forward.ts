// A host that is another program on this machine: what it is asked goes there as it is.
import { request as send, type IncomingMessage, type ServerResponse } from 'node:http'

/** @param base such as `http://127.0.0.1:8080` */
export function forward(base: string, request: IncomingMessage, response: ServerResponse): void {
  const { method = 'GET', headers } = request
  const onward = send(new URL(request.url ?? '/', base), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}
