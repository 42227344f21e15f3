// YOURS. Keep this file on an upgrade: outside merchant/, all but tokens.wxss, app.json and your appid is replaced.
//
// The settings of your mini-program. What each one is: ../merchantShapes.ts.
import type { Settings } from '../merchantShapes'

export const settings = {
  cloudEnv: '',
  signAppids: ['wxbd687630cd02ce1d'],
  extraDataFields: ['pre_entrustweb_id'],
  simulateInDevtools: false,
  localWechat: '',
} satisfies Settings
