import { combinePapayBody, passwordExemptBody } from '../../../cloudfunctions/_shared/entrust/requestBody'
import { COMBINE, OPENID, SETTINGS } from '../../support/builders'

const attempt = { out_contract_code: 'code1', openid: OPENID, contract_display_account: '微信用户8F3A' }

it('builds the six fields of a password-exempt pre-sign, and no others', () => {
  expect(passwordExemptBody({ ...attempt, settings: SETTINGS })).toEqual({
    appid: 'wxd678efh567hg6787',
    service_id: 12535,
    out_contract_code: 'code1',
    notify_url: 'https://pay.example.com/contract-notify',
    contract_display_account: '微信用户8F3A',
    openid: OPENID,
  })
})

it('builds the five fields of a combine-papay pre-sign, without an openid', () => {
  expect(combinePapayBody({ ...attempt, settings: COMBINE })).toEqual({
    appid: 'wxd678efh567hg6787',
    plan_id: 12535,
    out_contract_code: 'code1',
    contract_display_account: '微信用户8F3A',
    notify_url: 'https://pay.example.com/contract-notify',
  })
})
