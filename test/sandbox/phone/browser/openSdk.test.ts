import { launchRequest } from '../../../../sandbox/phone/browser/app/launch'
import { launchProblem } from '../../../../sandbox/phone/browser/shell/launch'

const signing = {
  state: 'inProgress',
  out_contract_code: 'code',
  launchBeforeMs: 1_000,
  launch: {
    openBusinessWebview: { businessType: 12, queryInfo: { pre_entrustweb_id: 'id' } },
    launchMiniProgram: { userName: 'gh_1', path: 'pages/index/index?pre_entrustweb_id=id', miniprogramType: 0 },
  },
}

it('the old route carries the session beside the page, the new one in its path', () => {
  expect(launchRequest('openBusinessWebview', signing, true)).toEqual({
    route: 'openBusinessWebview',
    path: 'pages/index/index',
    extraData: { pre_entrustweb_id: 'id' },
    launchBeforeMs: 1_000,
    returnsToApp: true,
  })
  expect(launchRequest('launchMiniProgram', signing, false)).toMatchObject({
    path: 'pages/index/index?pre_entrustweb_id=id',
    extraData: {},
    returnsToApp: false,
  })
})

it('a route nobody named, or nothing to sign, is no launch', () => {
  const { openBusinessWebview } = signing.launch
  expect(launchRequest('launchMiniProgram', { ...signing, launch: { openBusinessWebview } }, true)).toBeUndefined()
  expect(launchRequest('openBusinessWebview', { state: 'signed', out_contract_code: 'c' }, true)).toBeUndefined()
})

it('WeChat takes a launch until its time, and not from then on', () => {
  const request = {
    route: 'launchMiniProgram',
    path: '',
    extraData: {},
    launchBeforeMs: 1_000,
    returnsToApp: true,
  } as const
  expect(launchProblem(request, 999)).toBeUndefined()
  expect(launchProblem(request, 1_000)).toContain('WeChat refuses')
})
