// How each surface takes a larger text size, set on it without starting it anew.
import { typeOf } from '../../../miniprogram/entrust/view/looks'
import type { Scaler } from './looks'

/** As a page of the merchant's hands on WeChat's factor when it starts. */
export const scaleCard: Scaler = async (frame, scale) => {
  const { title, isLarge } = typeOf(scale)
  await frame.evaluate(
    `document.querySelectorAll('[data-state]').forEach((card) => {
      card.style.setProperty('--scale', '${scale}')
      card.style.setProperty('--title-scale', '${title}')
      const name = [...card.classList].find((one) => one.endsWith('card-page'))
      card.classList.toggle(name + '--large', ${isLarge})
    })`,
  )
}

/** `page-meta root-font-size="system"` does it for the signing mini-program, the phone for the app. */
export const scaleRoot: Scaler = async (frame, scale) => {
  await frame.evaluate(`document.documentElement.style.fontSize = '${16 * scale}px'`)
}

/** WeChat's own sheets follow the phone. */
export const scaleScreen: Scaler = async (frame, scale) => {
  await frame.evaluate(`document.getElementById('screen').style.setProperty('--font', '${scale}')`)
}
