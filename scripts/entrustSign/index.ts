// All of the package's code, in one file: what apps call, and what its component is made by.
import { defineCard } from '../../miniprogram/components/entrust-sign/card'
import { configuredSource } from './configure'

export { configure } from './api'

/** Of `card/index.js`: WeChat wants a component to be made while its own file is run. */
export const defineConfiguredCard = (): void => {
  defineCard(configuredSource)
}
