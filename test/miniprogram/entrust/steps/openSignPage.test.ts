import { isAllowed, jumpFailure, jumpTarget } from '../../../../miniprogram/entrust/steps/openSignPage'
import { settings } from '../../../../miniprogram/entrust/merchant/settings'
import { SESSION } from '../../support/journeys'

describe('jumpTarget', () => {
  it('hands over what the server gave, and the id of the session', () => {
    expect(jumpTarget(SESSION, settings)).toEqual({
      appId: 'wxbd687630cd02ce1d',
      path: 'pages/PwdExemptContract/index?x=1',
      extraData: { pre_entrustweb_id: 'session-1' },
    })
  })

  it('hands over the fields the settings name, none where they name none', () => {
    expect(jumpTarget(SESSION, { extraDataFields: [] }).extraData).toEqual({})
    expect(jumpTarget(SESSION, { extraDataFields: ['pre_entrustweb_id', 'out_contract_code'] }).extraData).toEqual({
      pre_entrustweb_id: 'session-1',
      out_contract_code: 'Code1',
    })
  })
})

describe('isAllowed', () => {
  it('lets users go to the listed mini-programs only', () => {
    expect(isAllowed(SESSION, settings)).toBe(true)
    expect(isAllowed({ ...SESSION, sign_mp_appid: 'wx0000000000000666' }, settings)).toBe(false)
  })
})

describe('jumpFailure', () => {
  it.each([
    ['navigateToMiniProgram:fail cancel', 'refused'],
    ['navigateToMiniProgram:fail can only be invoked by user TAP gesture.', 'noTap'],
    ['navigateToMiniProgram:fail appId "wx" is not in navigateToMiniProgramAppIdList', 'notListed'],
    ['navigateToMiniProgram:fail not supported in embedded apiCategory', 'restricted'],
    ['navigateToMiniProgram:fail not supported in browseOnly apiCategory', 'restricted'],
    ['', 'failed'],
  ])('%s: %s', (errMsg, reason) => {
    expect(jumpFailure(errMsg)).toBe(reason)
  })
})
