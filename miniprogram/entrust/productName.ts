// What users call the two kinds of contract.
import type { Terms } from './terms'

export const productName = ({ businessType }: Pick<Terms, 'businessType'>): string =>
  businessType === 'recurring' ? '自动续费' : '免密支付'
