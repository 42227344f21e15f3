// What a refused charge means: whether the user can pay otherwise, or the contract is over. The codes are the family's of V2 and of the
// endpoint's page; of this endpoint none but CONTRACT_NOT_EXIST is certain (docs/fidelity.md).

/** The user has no means to pay so, or WeChat Pay does not let them: money, limits, bank, account, risk control. */
const CASHIER_CODES = [
  'NOT_ENOUGH',
  'NOTENOUGH',
  'RULE_LIMIT',
  'RULELIMIT',
  'RISK_CONTROL',
  'BANK_ERROR',
  'BANKERROR',
  'ACCOUNT_ERROR',
  'ACCOUNTERROR',
  'USER_ACCOUNT_ABNORMAL',
]

/** @param ownCodes more of them, by the settings */
export const isForCashier = (apiCode: string, ownCodes: readonly string[]): boolean =>
  CASHIER_CODES.includes(apiCode) || ownCodes.includes(apiCode)

export const saysContractOver = (apiCode: string): boolean => apiCode === 'CONTRACT_NOT_EXIST'
