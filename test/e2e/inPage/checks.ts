// Runs inside a mini-program's frame: what a person with poor sight, a thumb or large type would stumble over.
import type { Finding } from '../support/finding'

/** A finger needs this much, in px. */
const MIN_TAP_PX = 44
/** What rounding to device pixels may take away. */
const SLACK_PX = 0.6

const TAPPABLE =
  'wx-button, wx-navigator, wx-checkbox, wx-radio, wx-switch, [role=button], [role=checkbox], [role=link], ' +
  // In pages that are no mini-program: a box is tapped by its label.
  'button, label:has(input)'

/** What holds for any page, a mini-program's or another: everything can be read. */
export const findUnreadable = (): Finding[] =>
  visibleTexts().flatMap((text) => [...cutText(text), ...lowContrast(text)])

/** Looks at everything visible. */
export function findFlaws(): Finding[] {
  const texts = visibleTexts()
  return [
    // First, while nothing is scrolled.
    ...buttonsUnderHomeBar(),
    ...sidewaysScroll(),
    ...texts.flatMap(cutText),
    ...texts.flatMap(lowContrast),
    ...tappables().flatMap(smallTarget),
    ...tappables().flatMap(unreachable),
    ...narrowButtons(),
    ...wholeTexts().flatMap(badLines),
    ...underHomeBar(),
  ]
}

interface VisibleText {
  element: Element
  text: string
  /** Boxes of its lines. */
  boxes: DOMRect[]
}

function visibleTexts(): VisibleText[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found: VisibleText[] = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const text = node.textContent?.trim() ?? ''
    if (!element || text === '' || !isVisible(element) || isBehindMask(element)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0)
    if (boxes.length > 0) found.push({ element, text, boxes })
  }
  return found
}

export function isVisible(element: Element): boolean {
  return element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
}

/** An open sheet: what is under it is not for now. */
const openSheet = (): Element | null => [...document.querySelectorAll('[role=dialog]')].find(isVisible) ?? null

function isBehindMask(element: Element): boolean {
  const sheet = openSheet()
  return sheet !== null && !sheet.contains(element)
}

function tappables(): Element[] {
  return [...document.querySelectorAll(TAPPABLE)].filter((element) => isVisible(element) && !isBehindMask(element))
}

function sidewaysScroll(): Finding[] {
  const boxes = [...document.querySelectorAll('.page-box')].filter(isVisible)
  const wide = boxes.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
  return wide.map((box) => ({ rule: 'page scrolls sideways', what: `${box.scrollWidth} px in ${box.clientWidth} px` }))
}

function cutText({ element, text, boxes }: VisibleText): Finding[] {
  const isCut = boxes.some(
    (box) => box.left < -SLACK_PX || box.right > innerWidth + SLACK_PX || isClipped(element, box),
  )
  return isCut ? [{ rule: 'text is cut', what: text }] : []
}

/** Something around it hides what does not fit, and cannot be scrolled. */
function isClipped(element: Element, box: DOMRect): boolean {
  for (let around: Element | null = element; around && around !== document.body; around = around.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(around)
    if (around !== element && scrolls(around, overflowY)) return false
    const { left, right, top, bottom } = around.getBoundingClientRect()
    if (hides(overflowX) && (box.left < left - 1 || box.right > right + 1)) return true
    // Half a line's leading may stick out without a letter being touched.
    const leading = box.height / 4
    if (hides(overflowY) && (box.top < top - leading || box.bottom > bottom + leading)) return true
  }
  return false
}

/** What lies outside of it can be brought into view. */
const scrolls = (around: Element, overflow: string): boolean =>
  (overflow === 'auto' || overflow === 'scroll') && around.scrollHeight > around.clientHeight

const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip'

function smallTarget(element: Element): Finding[] {
  const { width, height } = element.getBoundingClientRect()
  if (Math.min(width, height) >= MIN_TAP_PX - SLACK_PX) return []
  return [{ rule: 'tap target is small', what: `${nameOf(element)}: ${width.toFixed(1)} x ${height.toFixed(1)} px` }]
}

/** Scrolled to, it must be on the screen with nothing in front of it. */
function unreachable(element: Element): Finding[] {
  element.scrollIntoView({ block: 'center' })
  const { left, top, width, height } = element.getBoundingClientRect()
  const hit = document.elementFromPoint(left + width / 2, top + height / 2)
  return element.contains(hit) ? [] : [{ rule: 'button cannot be reached', what: nameOf(element) }]
}

/** Sentences of the card and the checkout; the agreement is set like a book. */
const SENTENCES = [
  'title',
  'body',
  'others__title',
  'row__value',
  'risk',
  'sheet__body',
  'sign__text',
  'step--done',
  'step--now',
  'step--next',
]

function wholeTexts(): Element[] {
  const selector = SENTENCES.map((name) => `[class$="${name}"]`).join(',')
  const found = [...document.querySelectorAll(`[data-state] :is(${selector})`)]
  return found.filter((element) => isVisible(element) && !isBehindMask(element))
}

interface Letter {
  text: string
  top: number
}

function lettersOf(element: Element): Letter[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const letters: Letter[] = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent ?? ''
    for (let at = 0; at < text.length; at++) {
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + 1)
      const { top, height } = range.getBoundingClientRect()
      if (height > 0) letters.push({ text: text.charAt(at), top: Math.round(top + height / 2) })
    }
  }
  return letters
}

const CHINESE = /^[\u4e00-\u9fff]+$/

function badLines(element: Element): Finding[] {
  const letters = lettersOf(element)
  const what = letters.map(({ text }) => text).join('')
  const isSameLine = (one: Letter, other: Letter | undefined): boolean =>
    other !== undefined && Math.abs(one.top - other.top) < 6
  const last = letters.filter((letter) => isSameLine(letter, letters.at(-1)))
  const said = last.filter(({ text }) => /[\u4e00-\u9fff\w]/.test(text))
  // The last digit of a long number is no word.
  const isAlone = last.length < letters.length && said.length < 2 && said.every(({ text }) => CHINESE.test(text))
  const words = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(what)]
  const broken = words.filter(
    ({ segment, index }) =>
      segment.length === 2 && CHINESE.test(segment) && !isSameLine(letters[index] as Letter, letters[index + 1]),
  )
  return [
    ...(isAlone ? [{ rule: 'last line has one character' as const, what }] : []),
    ...broken.map(({ segment }) => ({ rule: 'line ends within a word' as const, what: `${segment}: ${what}` })),
  ]
}

/** Scrolled to its end, a page has nothing left where the phone's own bar is. */
function underHomeBar(): Finding[] {
  for (const box of document.querySelectorAll('.page-box')) box.scrollTo(0, box.scrollHeight)
  return visibleTexts()
    .filter(({ element, boxes }) => !element.closest('wx-scroll-view') && boxes.some(isUnderHomeBar))
    .map(({ text }) => ({ rule: 'text lies under the home bar' as const, what: text }))
}

function isUnderHomeBar({ top, bottom }: DOMRect): boolean {
  const inset = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--phone-inset-bottom')) || 0
  return inset > 0 && bottom > innerHeight - inset + SLACK_PX && top < innerHeight
}

/**
 * Before anyone scrolls, at the standard type size: a button that is half there would be read as the last of them, and tapped
 * where the phone takes the tap. Larger type has pages that begin with a part of what they hold.
 */
function buttonsUnderHomeBar(): Finding[] {
  const card = document.querySelector<HTMLElement>('[data-state]')
  if (card?.style.getPropertyValue('--scale') !== '1') return []
  return tappables()
    .filter((element) => isUnderHomeBar(element.getBoundingClientRect()) && isSeen(element))
    .map((element) => ({ rule: 'button lies under the home bar' as const, what: nameOf(element) }))
}

/** Of what is on the screen of it, some: it does not lie under what sticks to the bottom. */
function isSeen(element: Element): boolean {
  const { left, top, width } = element.getBoundingClientRect()
  return element.contains(document.elementFromPoint(left + width / 2, (top + innerHeight) / 2))
}

/** Of the card it belongs to, or of the screen: WeChat's own sheet would have it 184 px wide. */
const MAIN_WIDTH = 0.9

function narrowButtons(): Finding[] {
  const card = [...document.querySelectorAll('[class$="--card"], .card')].find(isVisible)
  const whole = card?.getBoundingClientRect().width ?? 0
  const tapped = tappables().filter(({ tagName }) => tagName.startsWith('WX-'))
  const mains = tapped.filter(({ className }) => /\b(button--main|main)\b/.test(className) && !openSheet())
  return mains.flatMap((element) => {
    const { width } = element.getBoundingClientRect()
    if (width >= whole * MAIN_WIDTH) return []
    return [{ rule: 'main button is narrow' as const, what: `${nameOf(element)}: ${width} px of ${whole} px` }]
  })
}

const nameOf = (element: Element): string =>
  element.getAttribute('aria-label') ?? (element.textContent.trim().slice(0, 30) || element.tagName.toLowerCase())

type Color = [red: number, green: number, blue: number, alpha: number]

function lowContrast({ element, text }: VisibleText): Finding[] {
  const style = getComputedStyle(element)
  if (element.closest('[disabled]')) return []
  const ground = groundOf(element)
  const ratio = contrast(over(parseColor(style.color), ground), ground)
  const size = parseFloat(style.fontSize)
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
  if (ratio >= (isLarge ? 3 : 4.5)) return []
  return [{ rule: 'contrast is low', what: `${ratio.toFixed(2)} for "${text.slice(0, 30)}"` }]
}

/** Every layer behind it, from the page up. */
function groundOf(element: Element): Color {
  const layers: Color[] = []
  for (let around: Element | null = element; around; around = around.parentElement) {
    layers.push(parseColor(getComputedStyle(around).backgroundColor))
  }
  const white: Color = [255, 255, 255, 1]
  return layers.reverse().reduce((ground, layer) => over(layer, ground), white)
}

function parseColor(text: string): Color {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
  return [red, green, blue, text.startsWith('rgba') ? alpha : text.startsWith('rgb') ? 1 : 0]
}

function over([red, green, blue, alpha]: Color, [r, g, b]: Color): Color {
  const mix = (top: number, under: number): number => top * alpha + under * (1 - alpha)
  return [mix(red, r), mix(green, g), mix(blue, b), 1]
}

/** WCAG 2.1. */
function contrast(one: Color, other: Color): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance([red, green, blue]: Color): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

Object.assign(globalThis, { findFlaws })
