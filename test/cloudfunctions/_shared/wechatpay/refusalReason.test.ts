import { readReason } from '../../../../cloudfunctions/_shared/wechatpay/refusalReason'

const NONE = { code: '', message: '', field: '', issue: '', location: '' }

describe("WeChat Pay's reason", () => {
  it.each<[string, object, object]>([
    [
      'in detail.field, as the documents have it',
      {
        code: 'PARAM_ERROR',
        message: '参数错误',
        detail: { field: '/amount/currency', value: 'XYZ', issue: 'Currency code is invalid', location: 'body' },
      },
      { field: '/amount/currency', issue: 'Currency code is invalid', location: 'body' },
    ],
    [
      'as a pointer in detail.value',
      { message: '参数错误', detail: { location: 'body', value: '/body/notify_url' } },
      { field: '/body/notify_url', location: 'body' },
    ],
    [
      'as a list of pointers in detail.value',
      { message: '请求中含有未在API文档中定义的参数', detail: { location: null, value: ['/body/payer/openid'] } },
      { field: '/body/payer/openid' },
    ],
    [
      'in the message alone',
      {
        message:
          '输入源“/body/receivers/0/account”映射到值字段“分账接收方帐号”字符串规则校验失败，字符数 0，小于最小值 1',
        detail: { location: 'body', value: 0 },
      },
      { field: '/body/receivers/0/account', location: 'body' },
    ],
    [
      'in the message, with no detail',
      { message: '无法将输入源“/query/mchid”映射到目标字段' },
      { field: '/query/mchid' },
    ],
    [
      'in detail.detail.issue, beside what was signed',
      {
        code: 'SIGN_ERROR',
        message: '错误的签名，验签失败',
        detail: {
          detail: { issue: 'sign not match' },
          field: 'signature',
          location: 'authorization',
          sign_information: { method: 'GET', truncated_sign_message: 'GET\n/v3/certificates\n' },
        },
      },
      { code: 'SIGN_ERROR', field: 'signature', issue: 'sign not match', location: 'authorization' },
    ],
    ['of NO_AUTH', { code: 'NO_AUTH', message: '商户号该产品权限未开通' }, { message: '商户号该产品权限未开通' }],
    [
      'of INVALID_REQUEST with an issue',
      { detail: { issue: 'user already signed' } },
      { issue: 'user already signed' },
    ],
    [
      'under another name',
      { detail: { field: '/payer/openid', reason: '不是有效的openid' } },
      { issue: '不是有效的openid' },
    ],
    ['in detail as a sentence', { detail: '合约不存在' }, { issue: '合约不存在' }],
    [
      'in detail as a list',
      { detail: [{ field: '', issue: 'a' }, { field: '/body/x' }] },
      { field: '/body/x', issue: 'a' },
    ],
    [
      'in a list in detail',
      { detail: { errors: [{ field: '/body/x', issue: 'a' }] } },
      { field: '/body/x', issue: 'a' },
    ],
    ['as a list of issues', { detail: { issue: ['a', 'b'] } }, { issue: 'a' }],
    ['as a message in detail', { detail: { message: '协议已解约' } }, { issue: '协议已解约' }],
    ['as a sentence in detail.detail', { detail: { detail: '协议已解约' } }, { issue: '协议已解约' }],
  ])('is found %s', (_, body, reason) => {
    expect(readReason(body)).toMatchObject(reason)
  })

  it.each([
    ['a value that was refused', { detail: { value: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' } }],
    ['a value that is a path of pages', { detail: { value: '/pages/sign/index' } }],
    ['an address in a message', { message: 'https://merchant.example/body/notify' }],
    ['a value with members', { detail: { value: { field: '/body/x', issue: 'a' } } }],
    ['an empty pointer', { detail: { value: '/body/' } }],
  ])('is not made of %s', (_, body) => {
    expect(readReason(body).field).toBe('')
  })

  it.each([
    [undefined],
    [null],
    ['text'],
    [5],
    [[]],
    [{ code: 5, message: {}, detail: 5 }],
    [{ detail: { detail: null } }],
  ])('is none in %j', (body) => {
    expect(readReason(body)).toEqual(NONE)
  })

  it('is not looked for without end', () => {
    const deep: Record<string, unknown> = {}
    deep['detail'] = deep
    expect(readReason(deep)).toEqual(NONE)
  })
})
