// Who signed, in the scene app: its request names no user of WeChat, so whoever's WeChat the session was opened in has signed it.
// Until somebody says that this is the user, the contract is another person's word under this user's account.
import type { ContractRecord, Scene } from '../../records/contracts'
import type { SlotRecord } from '../../records/slots'
import type { ContractSettings } from '../ports'

type KnownSigner = Pick<ContractRecord, 'confirmedSigner' | 'loginIsWechat'>

/** Follows from the record alone, so that a notification knows it too. */
export const isUnconfirmed = ({ scene, openid, confirmedSigner, loginIsWechat }: ContractRecord): boolean =>
  scene === 'app' && !loginIsWechat && (openid === undefined || openid !== confirmedSigner)

/** As it is told, beside "signed". */
export const signerField = (contract: ContractRecord): { signer?: 'unconfirmed' } =>
  isUnconfirmed(contract) ? { signer: 'unconfirmed' } : {}

/** What is known of whoever will sign when an attempt begins. */
export const knownSigner = (
  scene: Scene,
  { confirmedSigner }: Pick<SlotRecord, 'confirmedSigner'>,
  { loginIsWechat }: ContractSettings,
): KnownSigner =>
  scene === 'app'
    ? { ...(confirmedSigner !== undefined && { confirmedSigner }), ...(loginIsWechat && { loginIsWechat }) }
    : {}
