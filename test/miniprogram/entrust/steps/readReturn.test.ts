import { readReturn } from '../../../../miniprogram/entrust/steps/readReturn'
import { ATTEMPT, SESSION } from '../../support/journeys'

const SIGN_APPIDS = [SESSION.sign_mp_appid]
const from = (referrerInfo: unknown, scene: unknown = 1038) => ({ scene, referrerInfo })
const read = (options: object, attempt: typeof ATTEMPT | undefined = ATTEMPT) =>
  readReturn(options, attempt, SIGN_APPIDS)
const appId = SESSION.sign_mp_appid

describe('readReturn', () => {
  it.each([
    ['SUCCESS', { return_code: 'SUCCESS', return_msg: 'ok', contract_id: '1' }, 'success'],
    ['FAIL', { return_code: 'FAIL', return_msg: 'x' }, 'fail'],
    ['the back arrow, which brings no data', undefined, 'none'],
    ['data of another kind', { code: 0 }, 'none'],
    ['data that is no object', 'SUCCESS', 'none'],
    ['a code in other letters', { return_code: 'success' }, 'none'],
  ])('reads %s', (_, extraData, hint) => {
    expect(read(from({ appId, extraData }))).toBe(hint)
  })

  it('believes no return without an attempt', () => {
    expect(readReturn(from({ appId }), undefined, SIGN_APPIDS)).toBeUndefined()
  })

  it('believes a return once: Android brings old ones again', () => {
    expect(read(from({ appId }), { ...ATTEMPT, hasReturned: true })).toBeUndefined()
  })

  it.each([1001, 1037, '1038', undefined])('believes no return in scene %p', (scene) => {
    expect(readReturn({ scene, referrerInfo: { appId } }, ATTEMPT, SIGN_APPIDS)).toBeUndefined()
  })

  it.each([
    ['another mini-program', { appId: 'wx0000000000000666', extraData: { return_code: 'SUCCESS' } }],
    ['nobody', {}],
    ['undefined, as some versions say', undefined],
    ['null', null],
    ['something that is no object', 'wx'],
  ])('believes no return from %s', (_, referrerInfo) => {
    expect(read(from(referrerInfo))).toBeUndefined()
  })
})
