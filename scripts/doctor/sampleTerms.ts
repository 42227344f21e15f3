// The terms this kit comes with: of a shop that does not exist.
import type { Terms } from '../../miniprogram/entrust/merchantShapes'

export const SAMPLES: readonly (readonly [field: keyof Terms, sample: string])[] = [
  ['brand', '青柠商城'],
  ['payee', '青柠商城科技'],
  ['purpose', '在青柠商城购买的商品'],
  ['servicePhone', '400-000-0000'],
]
