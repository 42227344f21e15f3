// The signing card. Drop it into a page: <entrust-sign bind:signed="..." bind:declined="..." bind:fail="..." />
// It listens to the app by itself and needs no line in app.ts but `wx.cloud.init`.
import { agreement } from '../../entrust/merchant/agreement'
import { settings } from '../../entrust/merchant/settings'
import { terms } from '../../entrust/merchant/terms'
import { cardWords as words } from '../../entrust/merchant/words'
import { defineCard } from './card'

defineCard(() => ({ terms, agreement, words, settings }))
