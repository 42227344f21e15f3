// What version 0.1.0 left in a database, as it wrote it: values, not made by any code of today, so that no change of a rule
// can change them unseen. One user, whose first attempt was begun at `BEGUN_MS`.
import type { Documents } from '../../cloudfunctions/_shared/records/documents'
import type { LegacySlotRecord } from '../../cloudfunctions/_shared/records/slots'

export const BEGUN_MS = 1795226400000
export const OPENID_010 = 'oAlice00000000000000000000'
/** `out_contract_code` of the first attempt, and the one 0.1.0 would have made next. */
export const CODE_010 = 'IlzeXgUfB9lR9mzJRLaz65j3XMqU'
export const NEXT_CODE_010 = '687jXUbMcUE27GaOpkabHpGHNmA2'
export const ORDER_010 = 'ORDER-20261121_001'

export const slot010 = (changes: Partial<LegacySlotRecord> = {}): LegacySlotRecord => ({
  _id: '75979d1eabaced775124ecadbe0bbd642f78c948afaacce68e5be4539399de61',
  currentCode: CODE_010,
  attemptNo: 1,
  leaseUntilMs: 0,
  revision: 2,
  ...changes,
})

const REQUESTED = {
  family: 'password-exempt',
  service_id: 12535,
  request: {
    appid: 'wxd678efh567hg6787',
    openid: OPENID_010,
    service_id: 12535,
    out_contract_code: CODE_010,
    notify_url: 'https://pay.example.com/contract-notify',
    contract_display_account: '微信用户0000',
  },
  _id: CODE_010,
  env: 'cb-test',
  mode: 'normal',
  mchid: '1900000109',
  appid: 'wxd678efh567hg6787',
  openid: OPENID_010,
  scene: 'mini-program',
  attemptNo: 1,
  createdAtMs: BEGUN_MS,
  state: 'REQUESTED',
  consent: { textHash: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', atMs: BEGUN_MS },
  nextQueryAtMs: BEGUN_MS,
  queryCount: 0,
  evidence: [],
} satisfies Documents['contracts']

const PRESIGNED = {
  ...REQUESTED,
  state: 'PRESIGNED',
  evidence: [{ source: 'preSign', atMs: BEGUN_MS, what: 'PRESIGNED' }],
  session: {
    expiresAtMs: BEGUN_MS + 7_200_000,
    pre_entrustweb_id: '5778aadY9nltAsZzXixCkFIGYnV2V',
    sign_mp_appid: 'wxbd687630cd02ce1d',
    sign_mp_path: 'pages/PwdExemptContract/index',
  },
} satisfies Documents['contracts']

const SIGNED = {
  ...PRESIGNED,
  state: 'SIGNED',
  nextQueryAtMs: BEGUN_MS + 60_000,
  queryCount: 1,
  evidence: [...PRESIGNED.evidence, { source: 'query', atMs: BEGUN_MS + 60_000, what: 'SIGNED' }],
  contract_id: '123124412412423431',
  signedAtMs: 1795226700000,
} satisfies Documents['contracts']

/** The first attempt in each state it may have been left in. */
export const CONTRACTS_010 = {
  REQUESTED,
  PRESIGNED,
  REJECTED: {
    ...REQUESTED,
    state: 'REJECTED',
    evidence: [{ source: 'preSign', atMs: BEGUN_MS, what: 'NO_AUTH' }],
  },
  EXPIRED: {
    ...PRESIGNED,
    state: 'EXPIRED',
    evidence: [...PRESIGNED.evidence, { source: 'query', atMs: BEGUN_MS + 7_200_000, what: 'NOT_SIGNED' }],
  },
  SIGNED,
  closing: { ...SIGNED, terminateRequestedAtMs: BEGUN_MS + 90_000 },
  TERMINATED: {
    ...SIGNED,
    state: 'TERMINATED',
    evidence: [...SIGNED.evidence, { source: 'query', atMs: BEGUN_MS + 99_000, what: 'TERMINATED' }],
    terminatedAtMs: BEGUN_MS + 99_000,
    contract_termination_mode: 'USER_TERMINATE',
  },
} satisfies Record<string, Documents['contracts']>

/** A row nobody was told of yet. */
export const ROW_010: Documents['contract_outbox'] = {
  _id: `${CODE_010}:SIGNED`,
  code: CODE_010,
  state: 'SIGNED',
  contract: {
    out_contract_code: CODE_010,
    family: 'password-exempt',
    mode: 'normal',
    mchid: '1900000109',
    appid: 'wxd678efh567hg6787',
    service_id: 12535,
    openid: OPENID_010,
    contract_id: '123124412412423431',
    signedAtMs: 1795226700000,
  },
  createdAtMs: BEGUN_MS + 60_000,
  tries: 0,
}

/** Set aside: its event type was not mapped then. */
export const NOTIFICATION_010: Documents['contract_notifications'] = {
  _id: 'EV-1',
  event_type: 'PASSWORD_EXEMPT.SIGN',
  bodyHash: 'a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa',
  code: CODE_010,
  outcome: 'setAside',
  receivedAtMs: BEGUN_MS + 60_000,
  body: '{}',
  reason: 'EVENT_TYPE_UNMAPPED',
}

export const PAYMENT_010: Documents['payments'] = {
  _id: ORDER_010,
  env: 'cb-test',
  mode: 'normal',
  request: {
    appid: 'wxd678efh567hg6787',
    mchid: '1900000109',
    description: '单车骑行 28 分钟',
    out_trade_no: ORDER_010,
    notify_url: 'https://pay.example.com/contract-notify',
    amount: { total: 350, currency: 'CNY' },
    payer: { openid: OPENID_010 },
  },
  state: 'PLACED',
  createdAtMs: BEGUN_MS,
  nextQueryAtMs: BEGUN_MS,
  queryCount: 0,
  evidence: [],
  prepay_id: 'wx201410272009395522657a690389285100',
  prepayUntilMs: BEGUN_MS + 7_200_000,
}
