// The control over HTTP: the same commands, and clear words for whoever mistypes one.
import { request } from 'node:http'
import { newCode, NORMAL, normalBody, preSigned, startFixture, type Fixture } from './fixture'

let fixture: Fixture
beforeAll(async () => (fixture = await startFixture()))
afterAll(() => fixture.close())

async function run(
  command: string,
  body?: unknown,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
) {
  const init = {
    method: 'POST',
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
  const response = await fetch(`${fixture.controlUrl}${command}`, init)
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}

test('GET lists every command with its fields', async () => {
  const response = await fetch(fixture.controlUrl)
  const { commands } = (await response.json()) as {
    commands: Record<string, { help: string; fields: Record<string, string> }>
  }
  expect(Object.keys(commands).sort()).toEqual(Object.keys(fixture.control).sort())
  for (const { help, fields } of Object.values(commands)) {
    expect(help.length).toBeGreaterThan(5)
    for (const field of Object.values(fields)) expect(field).toMatch(/^(required|optional) .+: .+/)
  }
  expect(commands['sign']?.fields['out_contract_code']).toBe('optional string: the contract, by its out_contract_code')
  expect(commands['advanceClock']?.fields['ms']).toBe('required number: milliseconds')
})

test('signs over HTTP what was pre-signed', async () => {
  const { code } = await preSigned(fixture)
  expect(await run('sign', { out_contract_code: code })).toMatchObject({
    status: 200,
    json: { contract_state: 'SIGNED' },
  })
  expect(await run('contract', { out_contract_code: code })).toMatchObject({ json: { contract_state: 'SIGNED' } })
})

test('a command that needs nothing takes no body', async () => {
  expect(await run('now', undefined, {})).toMatchObject({ status: 200, json: { nowMs: expect.any(Number) as number } })
})

describe('refusals', () => {
  test.each([
    ['an unknown command', 'sing', {}, 404, 'no command "sing"'],
    ['a name every object has', 'constructor', {}, 404, 'no command'],
    ['an unknown field', 'sign', { code: 'a' }, 400, 'code is not a field of this command'],
    ['a missing field', 'advanceClock', {}, 400, 'ms'],
    ['a wrong type', 'advanceClock', { ms: '1' }, 400, 'ms'],
    ['an unknown fault', 'armFault', { fault: { kind: 'earthquake' } }, 400, 'fault.kind'],
    ['an unknown field of a fault', 'armFault', { fault: { kind: 'delay', ms: 1, s: 2 } }, 400, 'fault.s'],
    ['something that cannot happen', 'sign', { out_contract_code: 'never' }, 409, 'nothing was pre-signed'],
    ['a notification that is not there', 'duplicateNotification', { id: 'EV-0' }, 409, 'no notification EV-0'],
    ['no JSON', 'sign', '{', 400, 'must be JSON'],
    ['an array', 'sign', [], 400, 'Object'],
  ])('%s', async (_what, command, body, status, message) => {
    const refused = await run(command, body)
    expect(refused.status).toBe(status)
    expect(refused.json['error']).toContain(message)
  })

  test('a form of another site', async () => {
    const refused = await run('stop', '{}', { 'Content-Type': 'text/plain' })
    expect(refused).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining('application/json') as string },
    })
  })

  test('a page of another site, and a name that only resolves to this machine', async () => {
    expect((await statusWith({ Origin: 'https://evil.example' })).status).toBe(400)
    expect((await statusWith({ Host: 'evil.example' })).status).toBe(400)
    expect((await statusWith({ Origin: 'http://localhost:3000' })).status).toBe(200)
  })

  test('GET of a command, and a path outside', async () => {
    expect((await fetch(`${fixture.controlUrl}stop`)).status).toBe(400)
    expect((await fetch(new URL('/v3/certificates', fixture.controlUrl))).status).toBe(404)
  })

  function statusWith(headers: Record<string, string>): Promise<{ status: number | undefined }> {
    return new Promise((resolve, reject) => {
      const outgoing = request(fixture.controlUrl, { headers }, (incoming) => {
        incoming.resume().on('end', () => resolve({ status: incoming.statusCode }))
      })
      outgoing.on('error', reject)
      outgoing.end()
    })
  }
})

test('the in-process control refuses the same way', async () => {
  await expect(fixture.control.advanceClock({ ms: -1 })).rejects.toThrow('ms')
})

test('the API does not serve the control, and the control survives a stop', async () => {
  expect((await fixture.call({ path: '/_control/stop', method: 'POST', body: {} })).status).toBe(404)
  expect(await run('stop')).toMatchObject({ json: { isUp: false } })
  expect(await run('start')).toMatchObject({ json: { isUp: true } })
  expect((await fixture.call({ path: '/v3/certificates' })).status).toBe(200)
})

test('the request log keeps what was sent, and no Authorization', async () => {
  const body = normalBody(fixture, { openid: `o${newCode()}` })
  await fixture.call({ path: NORMAL, body })
  const last = (await fixture.control.requests({ last: 1 }))[0]
  expect(last).toMatchObject({
    method: 'POST',
    path: NORMAL,
    status: 200,
    host: 'main',
    body: JSON.stringify(body),
    faults: [],
  })
  expect(last?.headers).toHaveProperty('user-agent')
  expect(JSON.stringify(await fixture.control.requests())).not.toContain('WECHATPAY2-SHA256')
})

test('sessions lists only what can be signed now', async () => {
  const { code } = await preSigned(fixture)
  const open = async () => (await fixture.control.sessions()).map(({ out_contract_code }) => out_contract_code)
  expect(await open()).toContain(code)
  await fixture.control.lapse({ out_contract_code: code })
  expect(await open()).not.toContain(code)
})
