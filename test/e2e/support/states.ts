// Every state the card can be in, and how a person gets there.
import {
  answer,
  CLOSING,
  CODE,
  NONE,
  OPEN,
  OTHERS,
  refusal,
  SESSION,
  SIGNED,
  TERMINATED,
  type CannedAnswers,
} from './cannedCloud'
import type { PhonePage, SwitchName } from './phonePage'

export interface StateCase {
  /** Of the picture: number in the list of states, and what the card calls it. */
  name: string
  state: string
  /** What the functions answer while the page opens. */
  at?: CannedAnswers
  /** Turned before the mini-program starts. */
  turned?: SwitchName
  reach?: (phone: PhonePage) => Promise<void>
}

const agree = async (phone: PhonePage): Promise<void> => {
  await phone.sees('unsigned')
  await answer(phone, { preEntrustSign: SESSION })
  await phone.agree()
}

const open = async (phone: PhonePage): Promise<void> => {
  await agree(phone)
  await phone.button('open').click()
}

/** To WeChat Pay and back by the arrow; from then on the functions answer so. */
const returnTo = (answers: CannedAnswers) => async (phone: PhonePage) => {
  await open(phone)
  await phone.allow()
  await phone.signing.locator('wx-button').first().waitFor()
  await answer(phone, answers)
  await phone.back()
}

const fails = async (phone: PhonePage): Promise<void> => {
  await open(phone)
  await phone.allow()
  await answer(phone, { queryContract: OPEN })
  await phone.signingButton('返回商户').click()
}

/** Ticks with these answers, and taps if the card still lets one. */
const opensInto = (answers: CannedAnswers) => async (phone: PhonePage) => {
  await phone.sees('unsigned')
  await answer(phone, answers)
  await phone.agree()
  if ((await phone.state()) === 'unsigned') await phone.button('open').click()
}

const waits = async (phone: PhonePage): Promise<void> => {
  await phone.sees('unsigned')
  await answer(phone, { preEntrustSign: 'never' })
  await phone.button('agree').click()
  await phone.button('open').click()
}

const closes = (answers: CannedAnswers) => async (phone: PhonePage) => {
  // The first question has its answer: else it would get one of these.
  await phone.sees('signed')
  await answer(phone, answers)
  await phone.button('manage').click()
  await phone.button('confirmClose').click()
}

/** A second session, asked for in another state than S1: its button has to be tapped once more. */
const retries = async (phone: PhonePage): Promise<void> => {
  await opensInto({ preEntrustSign: refusal('INTERNAL') })(phone)
  await phone.seesInTime('systemError')
  await answer(phone, { preEntrustSign: SESSION })
  await phone.button('retry').click()
}

/** As a row of the list leads there. */
const openOther = (phone: PhonePage): Promise<void> =>
  phone.openPage(`/pages/contract/other?out_contract_code=${CODE}&sub_mchid=1900000110`)

export const STATES: readonly StateCase[] = [
  { name: 'S00-loading', state: 'loading', at: { queryContract: 'never' } },
  { name: 'S01-unsigned', state: 'unsigned' },
  { name: 'S01-agreed', state: 'unsigned', reach: agree },
  { name: 'S01a-asks-to-agree', state: 'unsigned', reach: (phone) => phone.button('open').click() },
  { name: 'S01-reading', state: 'unsigned', reach: (phone) => phone.button('read').first().click() },
  { name: 'S02-preparing', state: 'preparing', reach: waits },
  { name: 'S03-leaving', state: 'leaving', reach: open },
  { name: 'S04-ready', state: 'ready', reach: retries },
  { name: 'S04-ready-after-a-lost-tap', state: 'ready', turned: 'Lose the tap gesture', reach: open },
  { name: 'S05-refused', state: 'refused', turned: 'Refuse the jump', reach: open },
  { name: 'S07-confirming', state: 'confirming', reach: returnTo({ queryContract: 'never' }) },
  { name: 'S08a-not-signed', state: 'notSigned', reach: returnTo({ queryContract: OPEN }) },
  { name: 'S08b-sign-failed', state: 'signFailed', reach: fails },
  { name: 'S08c-unsure', state: 'unsure', reach: returnTo({ queryContract: { ...OPEN, state: 'unknown' } }) },
  { name: 'S09-signed', state: 'signed', at: { queryContract: SIGNED } },
  {
    name: 'S09-signed-in-settings',
    state: 'signed',
    at: { queryContract: SIGNED },
    reach: (phone) => phone.openPage('/pages/contract/index'),
  },
  {
    name: 'S09-signed-and-others',
    state: 'signed',
    at: { queryContract: { ...SIGNED, ...OTHERS } },
    reach: (phone) => phone.openPage('/pages/contract/index'),
  },
  {
    name: 'S01-unsigned-and-others',
    state: 'unsigned',
    at: { queryContract: { ...NONE, ...OTHERS } },
    reach: (phone) => phone.openPage('/pages/contract/index'),
  },
  { name: 'S09-other', state: 'signed', at: { queryContract: SIGNED }, reach: openOther },
  {
    name: 'S12t-other-terminated',
    state: 'terminated',
    at: { queryContract: SIGNED },
    reach: async (phone) => {
      await openOther(phone)
      await closes({ terminateContract: TERMINATED })(phone)
    },
  },
  {
    name: 'S21-other-gone',
    state: 'gone',
    at: { queryContract: NONE },
    reach: openOther,
  },
  {
    name: 'S09a-already-signed',
    state: 'alreadySigned',
    reach: opensInto({
      preEntrustSign: { state: 'signed', out_contract_code: SIGNED.out_contract_code },
      queryContract: 'never',
    }),
  },
  {
    name: 'S10-ask-close',
    state: 'askClose',
    at: { queryContract: SIGNED },
    reach: (phone) => phone.button('manage').click(),
  },
  {
    name: 'S11-closing',
    state: 'closing',
    at: { queryContract: SIGNED },
    reach: closes({ terminateContract: 'never' }),
  },
  {
    name: 'S11a-close-unsure',
    state: 'closeUnsure',
    at: { queryContract: SIGNED },
    reach: closes({ terminateContract: CLOSING, queryContract: CLOSING }),
  },
  {
    name: 'S12t-terminated',
    state: 'terminated',
    at: { queryContract: SIGNED },
    reach: closes({ terminateContract: TERMINATED }),
  },
  { name: 'S12-expired', state: 'expired', reach: returnTo({ queryContract: NONE }) },
  {
    name: 'S12-other-signer',
    state: 'expired',
    reach: returnTo({ queryContract: { ...NONE, isOtherSigner: true } }),
  },
  {
    name: 'S13-busy',
    state: 'busy',
    reach: opensInto({ preEntrustSign: refusal('RATE_LIMITED', { retryAfterMs: 300_000 }) }),
  },
  { name: 'S14-unavailable', state: 'unavailable', reach: opensInto({ preEntrustSign: refusal('NOT_CONFIGURED') }) },
  { name: 'S14-single-page', state: 'unavailable', turned: 'Single page' },
  { name: 'S15-offline', state: 'offline', turned: 'Network off' },
  { name: 'S16-slow', state: 'slow', at: { queryContract: { errCode: -504003 } } },
  { name: 'S17-system-error', state: 'systemError', reach: opensInto({ preEntrustSign: refusal('INTERNAL') }) },
  { name: 'S19-old-client', state: 'oldClient', turned: 'Old WeChat' },
]
