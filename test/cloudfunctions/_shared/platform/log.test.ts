import { createLog, describeBug } from '../../../../cloudfunctions/_shared/platform/log'
import { SETTING } from '../../../../cloudfunctions/_shared/platform/settings/names'
import { NOW } from '../../../support/builders'

function setUp() {
  const lines: string[] = []
  const write = (line: string) => lines.push(line)
  const log = createLog({ functionName: 'f', requestId: 'r', write, nowMs: () => NOW, settingNames: SETTING })
  return { log, lines }
}

it('writes one JSON line with function, request and time', () => {
  const { log, lines } = setUp()
  log.alert('something', { reason: 'line\nbreak' })
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain('\n')
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'alert',
    event: 'something',
    function: 'f',
    requestId: 'r',
    supportId: 'r',
    at: '2026-11-21T02:00:00.000Z',
    reason: 'line\nbreak',
  })
})

it('lets nothing out that is not in its list, whatever it is handed', () => {
  const { log, lines } = setUp()
  const sneaky = { reason: 'x', openid: 'oAlice', body: '{}', Authorization: 'WECHATPAY2', sign_mp_path: 'p' }
  log.info('something', sneaky)
  expect(Object.keys(JSON.parse(lines[0] ?? '') as object)).toEqual([
    'level',
    'event',
    'function',
    'requestId',
    'supportId',
    'at',
    'reason',
  ])
})

it('names a setting as the catalogue does, not as the flows do', () => {
  const { log, lines } = setUp()
  log.alert('something', { setting: 'signAppids' })
  log.alert('something', { setting: 'WXPAY_HOSTS' })
  const settings = lines.map((line) => (JSON.parse(line) as { setting: string }).setting)
  expect(settings).toEqual(['WXPAY_SIGN_APPIDS', 'WXPAY_HOSTS'])
})

it('cuts texts that have no end', () => {
  const { log, lines } = setUp()
  log.info('something', { explanation: 'a'.repeat(10_000) })
  expect(lines[0]?.length).toBeLessThan(700)
})

describe('describeBug', () => {
  it('keeps class and places, and the message only of errors whose words are the engine’s own', () => {
    const parse = describeBug(new SyntaxError('Unexpected token in "secret"'))
    expect(parse).toMatchObject({
      errorName: 'SyntaxError',
      stack: expect.arrayContaining([expect.stringMatching(/^at /)]) as string[],
    })
    expect(JSON.stringify(parse)).not.toContain('secret')
    expect(describeBug(new TypeError("Cannot read properties of undefined (reading 'x')"))).toMatchObject({
      explanation: "Cannot read properties of undefined (reading 'x')",
    })
    expect(describeBug(new TypeError("Cannot use 'in' operator to search for 'x' in oAlice"))).not.toHaveProperty(
      'explanation',
    )
  })

  it.each<[what: string, fields: PropertyDescriptorMap]>([
    ['a stack that is a list', { stack: { value: ['at oAlice'] } }],
    ['a message that is no text', { message: { value: Symbol('oAlice') } }],
    [
      'a name that throws when it is read',
      {
        name: {
          get: () => {
            throw new Error('oAlice')
          },
        },
      },
    ],
  ])('throws nothing of an error with %s', (_, fields) => {
    expect(describeBug(Object.defineProperties(new Error('x'), fields))).toEqual({ errorName: 'unreadable' })
  })
})
