// Which kind of merchant the settings describe, and what each setting is to that kind.
import type { ContractSettings } from '../../contracts/ports'
import type { Family, Mode } from '../../records/common'
import type { Given } from './catalogue'
import type { Kind, Row, Use } from './catalogue/row'

interface Chosen {
  WXPAY_FAMILY?: Family | undefined
  WXPAY_MODE?: Mode | undefined
}

/** combine-papay is for e-commerce platforms only, so it has one mode. */
const modeOf = ({ WXPAY_FAMILY: family, WXPAY_MODE: mode }: Chosen): Mode =>
  mode ?? (family === 'combine-papay' ? 'ecommerce' : 'normal')

/** @returns undefined for a mode the family does not have */
export function kindOf(chosen: Chosen): Kind | undefined {
  const mode = modeOf(chosen)
  if (chosen.WXPAY_FAMILY !== 'combine-papay') return mode
  return mode === 'ecommerce' ? 'combine-papay' : undefined
}

/** The settings that make this kind. */
export const choiceOf = (kind: Kind): Given =>
  kind === 'combine-papay' ? { WXPAY_FAMILY: kind } : { WXPAY_FAMILY: 'password-exempt', WXPAY_MODE: kind }

/** In words, for messages. */
export const describeKind = (kind: Kind): string =>
  kind === 'combine-papay' ? 'family combine-papay' : `mode ${kind} of family password-exempt`

export const useIn = ({ use }: Row, kind: Kind): Use => (typeof use === 'string' ? use : use[kind])

interface Merchant extends Chosen {
  WXPAY_SUB_MCHID?: string | undefined
  WXPAY_SUB_APPID?: string | undefined
}

/** Frozen into the settings of the product rules. */
export function merchantKind(chosen: Merchant): Pick<ContractSettings, 'mode' | 'subMerchant'> {
  const { WXPAY_SUB_MCHID: mchid, WXPAY_SUB_APPID: appid } = chosen
  return {
    mode: modeOf(chosen),
    ...(mchid !== undefined && { subMerchant: { mchid, ...(appid !== undefined && { appid }) } }),
  }
}
