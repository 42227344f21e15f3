import { enterOptions, splitPath } from '../../../../sandbox/phone/browser/shell/entry'

const SIGNING = 'wxbd687630cd02ce1d'
const place = { path: 'pages/entrust/index', query: { a: 'b' } }
const context = { place, isSinglePage: false, repeatsReferrer: false, lastReferrer: undefined }
const old = { appId: SIGNING, extraData: { return_code: 'SUCCESS' } }

it('from the list: 1001, where it was, from nobody', () => {
  expect(enterOptions({ kind: 'list' }, context)).toEqual({
    ...place,
    apiCategory: 'default',
    scene: 1001,
    referrerInfo: {},
  })
})

it('from Moments: 1154, whatever was there before', () => {
  const single = { ...context, isSinglePage: true, repeatsReferrer: true, lastReferrer: old }
  expect(enterOptions({ kind: 'list' }, single)).toMatchObject({ scene: 1154, referrerInfo: {} })
})

it('opened by another: 1037, the page asked for, with what it brought', () => {
  const entry = { kind: 'opened', by: 'wx1', path: 'pages/sign?x=1', extraData: { id: '2' } } as const
  expect(enterOptions(entry, context)).toMatchObject({
    path: 'pages/sign',
    query: { x: '1' },
    scene: 1037,
    referrerInfo: { appId: 'wx1', extraData: { id: '2' } },
  })
})

it("opened by an app's OpenSDK: 1069, with the session beside the page or in its path", () => {
  const entry = { kind: 'fromApp', by: 'wxapp', path: 'pages/index/index?id=3', extraData: {} } as const
  expect(enterOptions(entry, context)).toMatchObject({
    query: { id: '3' },
    scene: 1069,
    referrerInfo: { appId: 'wxapp' },
  })
})

it("back by the page's own button: 1038 with data", () => {
  const entry = { kind: 'returned', from: SIGNING, extraData: { return_code: 'FAIL' } } as const
  expect(enterOptions(entry, context)).toMatchObject({
    scene: 1038,
    referrerInfo: { appId: SIGNING, extraData: { return_code: 'FAIL' } },
  })
})

it('back by the arrow: 1038 without the word extraData', () => {
  expect(enterOptions({ kind: 'returned', from: SIGNING, extraData: undefined }, context).referrerInfo).toEqual({
    appId: SIGNING,
  })
})

describe('on a phone that repeats the old referrerInfo', () => {
  const repeating = { ...context, repeatsReferrer: true, lastReferrer: old }

  it('a show from the list looks like a return', () => {
    expect(enterOptions({ kind: 'list' }, repeating)).toMatchObject({ scene: 1038, referrerInfo: old })
  })

  it('the arrow seems to bring data', () => {
    expect(enterOptions({ kind: 'returned', from: SIGNING, extraData: undefined }, repeating).referrerInfo).toEqual(old)
  })

  it('new data is not replaced by old', () => {
    const entry = { kind: 'returned', from: SIGNING, extraData: { return_code: 'FAIL' } } as const
    expect(enterOptions(entry, repeating).referrerInfo.extraData).toEqual({ return_code: 'FAIL' })
  })
})

it.each([
  ['pages/a?b=c&d=%26', { path: 'pages/a', query: { b: 'c', d: '&' } }],
  ['/pages/a', { path: 'pages/a', query: {} }],
  ['', { path: '', query: {} }],
])('splits %s', (url, expected) => {
  expect(splitPath(url)).toEqual(expected)
})
