// Runs in the page around the phone: what does not fit, or cannot be read.
import type { Finding } from '../support/finding'
import { findUnreadable, isVisible } from './checks'

/** WeChat's: large titles to small print. */
const TYPE_SCALE = ['22px', '17px', '15px', '14px', '12px']

function findShellFlaws(): Finding[] {
  return [
    ...belowTheFold(),
    ...sidewaysScroll(),
    ...clippedSelects(),
    ...offScale(),
    ...smallTitles(),
    ...brokenLines(),
    ...findUnreadable(),
  ]
}

const boxOf = (selector: string): DOMRect | undefined => document.querySelector(selector)?.getBoundingClientRect()

/** Where the page itself does not scroll, all of it is in sight. */
function belowTheFold(): Finding[] {
  if (innerWidth <= 760) return []
  return ['#slot', '#keys', '#contract', '.happened'].flatMap((selector) => {
    const { top = 0, bottom = 0, right = 0, height = 0 } = boxOf(selector) ?? {}
    const isWhole = top >= 0 && bottom <= innerHeight && right <= innerWidth && height > 0
    return isWhole ? [] : [{ rule: 'lies below the fold' as const, what: `${selector}: ${top} to ${bottom} px` }]
  })
}

function sidewaysScroll(): Finding[] {
  const { scrollWidth } = document.documentElement
  const main = document.querySelector('main')
  const isWide = scrollWidth > innerWidth || (main?.scrollWidth ?? 0) > (main?.clientWidth ?? 0)
  return isWide ? [{ rule: 'page scrolls sideways', what: `${scrollWidth} px in ${innerWidth} px` }] : []
}

/** What the arrow takes. */
const ARROW_PX = 16

function clippedSelects(): Finding[] {
  const context = document.createElement('canvas').getContext('2d')
  return [...document.querySelectorAll('select')].filter(isVisible).flatMap((select) => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(select)
    const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - ARROW_PX
    if (context) context.font = font
    const wide = [...select.options].filter(({ text }) => (context?.measureText(text).width ?? 0) > room)
    return wide.map(({ text }) => ({ rule: 'choice is clipped' as const, what: `${text} in ${room} px` }))
  })
}

const shellTexts = (): Element[] =>
  [...document.querySelectorAll('header *, main *')].filter(
    (element) =>
      !element.closest('.screen') &&
      isVisible(element) &&
      [...element.childNodes].some(({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && textContent?.trim()),
  )

function offScale(): Finding[] {
  const odd = shellTexts().filter((element) => !TYPE_SCALE.includes(getComputedStyle(element).fontSize))
  return odd.map((element) => ({
    rule: 'type is off the scale' as const,
    what: `${getComputedStyle(element).fontSize} for "${element.textContent.trim().slice(0, 30)}"`,
  }))
}

const sizeOf = (element: Element): number => parseFloat(getComputedStyle(element).fontSize)

/** A title is larger than what it stands above. */
function smallTitles(): Finding[] {
  return [...document.querySelectorAll('main section')].filter(isVisible).flatMap((section) => {
    const title = section.querySelector('h2')
    if (!title) return []
    const larger = shellTexts().filter(
      (element) => section.contains(element) && element !== title && sizeOf(element) >= sizeOf(title),
    )
    return larger.map(({ textContent }) => ({
      rule: 'title is no larger than its rows' as const,
      what: `${title.textContent}: ${textContent.trim().slice(0, 30)}`,
    }))
  })
}

/** A control is told of in one line, and what stands in a row stays in it. */
const ONE_LINE = '.fault > *, .chip, .tab, .tag, .field > *'

function brokenLines(): Finding[] {
  return [...document.querySelectorAll('header, main')]
    .flatMap((part) => [...part.querySelectorAll(ONE_LINE)])
    .filter((element) => isVisible(element) && !element.closest('.screen, .hints'))
    .filter((element) => lineCount(element) > 1)
    .concat(innerWidth > 760 && rowsOf('.tab') > 1 ? [...document.querySelectorAll('.tabs')] : [])
    .map((element) => ({ rule: 'takes more than one line' as const, what: element.textContent.trim() }))
}

const rowsOf = (selector: string): number =>
  new Set([...document.querySelectorAll(selector)].map((element) => element.getBoundingClientRect().top)).size

/** Less than any line is high. */
const LINE_PX = 16

function lineCount(element: Element): number {
  const range = document.createRange()
  range.selectNodeContents(element)
  const middles = [...range.getClientRects()].map(({ top, height }) => top + height / 2).sort((a, b) => a - b)
  return 1 + middles.filter((middle, index) => middle - (middles[index - 1] ?? middle) > LINE_PX / 2).length
}

/** Everything the keyboard has to reach, by a name of its own. */
function findStops(): string[] {
  const stops = [...document.querySelectorAll<HTMLElement>('button, select, summary, [tabindex="0"]')]
  return stops
    .filter((element) => isVisible(element) && element.tabIndex >= 0 && !(element as HTMLButtonElement).disabled)
    .map(stopName)
}

const stopName = (element: Element): string =>
  element.id || `${element.parentElement?.id ?? ''}: ${element.textContent.trim().slice(0, 30)}`

Object.assign(globalThis, { findShellFlaws, findStops, stopName })
