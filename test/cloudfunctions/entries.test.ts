import { main as preEntrustSign } from '../../cloudfunctions/preEntrustSign/index'
import { main as closeOrder } from '../../cloudfunctions/closeOrder/index'
import { main as payRedirectSign } from '../../cloudfunctions/payRedirectSign/index'
import { main as payWithContract } from '../../cloudfunctions/payWithContract/index'
import { main as queryContract } from '../../cloudfunctions/queryContract/index'
import { main as queryOrder } from '../../cloudfunctions/queryOrder/index'
import { main as terminateContract } from '../../cloudfunctions/terminateContract/index'
import { OPENID, TEXT_HASH } from '../support/builders'

const before = { ...process.env }
let lines: string[]
beforeEach(() => {
  lines = []
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
})
afterEach(() => {
  process.env = { ...before }
  jest.restoreAllMocks()
})

describe.each([
  ['preEntrustSign', preEntrustSign, { consent: { textHash: TEXT_HASH } }],
  ['queryContract', queryContract, {}],
  ['terminateContract', terminateContract, { out_contract_code: 'code' }],
  ['payRedirectSign', payRedirectSign, { out_trade_no: 'ORDER-1' }],
  ['payWithContract', payWithContract, { out_trade_no: 'ORDER-1' }],
  ['queryOrder', queryOrder, { out_trade_no: 'ORDER-1' }],
  ['closeOrder', closeOrder, { out_trade_no: 'ORDER-1' }],
])('%s in a bare environment', (_, main, event) => {
  it('knows nobody', async () => {
    expect(await main(event)).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } })
  })

  it('tells the caller of the real SDK that settings are missing, and the log which', async () => {
    Object.assign(process.env, { WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: OPENID })
    expect(await main(event)).toMatchObject({ ok: false, error: { code: 'NOT_CONFIGURED' } })
    expect(lines).toEqual([expect.stringContaining('"name":"WXPAY_PRIVATE_KEY"')])
    expect(lines[0]).not.toContain(OPENID)
  })
})
