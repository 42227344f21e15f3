// Which kind of merchant the settings describe, and which settings that kind needs. No setting can say it alone.
import type { ContractSettings } from '../../contracts/ports'
import type { Mode } from '../../records/common'
import type { SettingProblem } from '../../wechatpay/wechatpayErrors'
import type { RawSettings } from './schema'

type Kind = Partial<Pick<RawSettings, 'WXPAY_FAMILY' | 'WXPAY_MODE' | 'WXPAY_SUB_MCHID' | 'WXPAY_SUB_APPID'>>

/** combine-papay is for e-commerce platforms only, so it has one mode. */
export const modeOf = ({ WXPAY_FAMILY: family, WXPAY_MODE: mode }: Kind): Mode =>
  mode ?? (family === 'combine-papay' ? 'ecommerce' : 'normal')

/** What the settings of the sub-merchant are to each mode. */
const SUB_MERCHANT: Record<Mode, Record<'WXPAY_SUB_MCHID' | 'WXPAY_SUB_APPID', 'needed' | 'optional' | 'unused'>> = {
  normal: { WXPAY_SUB_MCHID: 'unused', WXPAY_SUB_APPID: 'unused' },
  // Contracts are the platform's own; who is paid is named by each order, or here.
  ecommerce: { WXPAY_SUB_MCHID: 'optional', WXPAY_SUB_APPID: 'unused' },
  'service-provider': { WXPAY_SUB_MCHID: 'needed', WXPAY_SUB_APPID: 'needed' },
  qs: { WXPAY_SUB_MCHID: 'needed', WXPAY_SUB_APPID: 'needed' },
}

const MEANING = { WXPAY_SUB_MCHID: "the sub-merchant's number", WXPAY_SUB_APPID: "the sub-merchant's appid" } as const

/** @param given names that have a value at all, be it a wrong one */
export function kindProblems(kind: Kind, given: (name: keyof Kind) => boolean): SettingProblem[] {
  const mode = modeOf(kind)
  if (kind.WXPAY_FAMILY === 'combine-papay' && mode !== 'ecommerce') {
    return [
      { name: 'WXPAY_MODE', problem: `is ${mode}; combine-papay is for e-commerce platforms: remove it, or ecommerce` },
    ]
  }
  return (['WXPAY_SUB_MCHID', 'WXPAY_SUB_APPID'] as const).flatMap((name) => {
    const use = SUB_MERCHANT[mode][name]
    if (use === 'needed' && !given(name))
      return [{ name, problem: `is missing: ${MEANING[name]}, which mode ${mode} needs` }]
    if (use === 'unused' && given(name))
      return [{ name, problem: `is not used in mode ${mode}; remove it, or mend WXPAY_MODE` }]
    return []
  })
}

/** Frozen into the settings of the product rules. */
export function merchantKind(raw: Kind): Pick<ContractSettings, 'mode' | 'subMerchant'> {
  const { WXPAY_SUB_MCHID: mchid, WXPAY_SUB_APPID: appid } = raw
  return {
    mode: modeOf(raw),
    ...(mchid !== undefined && { subMerchant: { mchid, ...(appid !== undefined && { appid }) } }),
  }
}
