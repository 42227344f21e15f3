// Whatever happens, in whatever order: what must never be.
import fc from 'fast-check'
import { buttonsOf, type ButtonName } from '../../../../miniprogram/entrust/journey/buttons'
import type { StatusAnswer } from '../../../../miniprogram/entrust/asking/confirmEntrust'
import type { Effect, JourneyEvent, SessionAnswer } from '../../../../miniprogram/entrust/journey/events'
import { newJourney, step } from '../../../../miniprogram/entrust/journey/journey'
import type { Attempt, Journey, Kind } from '../../../../miniprogram/entrust/journey/state'
import { mayLead } from '../../support/exits'
import { ATTEMPT, CODE, KINDS, NOW, SESSION, STATES, TEXT_HASH, trouble, TROUBLE_KINDS } from '../../support/journeys'

const BUTTONS: readonly ButtonName[] = [
  ...new Set(Object.values(STATES).flatMap((state) => buttonsOf({ ...newJourney('sign'), state }))),
  'goByNavigator',
]

const CHOSEN = { out_contract_code: CODE }

const anyTrouble = fc
  .constantFrom(...TROUBLE_KINDS)
  .map((kind) => ({ kind: 'trouble' as const, trouble: trouble(kind) }))

const statusAnswer: fc.Arbitrary<StatusAnswer> = fc.oneof(
  fc
    .constantFrom('none', 'inProgress', 'signed', 'closing', 'terminated', 'unknown' as const)
    .map((state) => ({ kind: 'status' as const, status: { state, out_contract_code: CODE } as never })),
  anyTrouble,
)

const sessionAnswer: fc.Arbitrary<SessionAnswer> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<SessionAnswer>({ kind: 'session', session: SESSION }) },
  fc.constantFrom<SessionAnswer>(
    { kind: 'alreadySigned', out_contract_code: CODE },
    { kind: 'closing', out_contract_code: CODE },
  ),
  anyTrouble,
)

const textHash = fc.constantFrom(TEXT_HASH, 'b'.repeat(64))
const returned = fc.constantFrom(undefined, 'none', 'success', 'fail' as const)

/** An event, or how it follows from the journey: an answer to the very call that waits is what mostly comes. */
type Happening = JourneyEvent | ((journey: Journey) => JourneyEvent)

/** Which calls were made, by ticket: an answer is always one to its own call. */
type Calls = Map<number, 'sessionAnswered' | 'statusAnswered'>

function rememberCalls(calls: Calls, effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.do === 'requestSession') calls.set(effect.ticket, 'sessionAnswered')
    if (effect.do === 'query' || effect.do === 'terminate') calls.set(effect.ticket, 'statusAnswered')
  }
}

const mayHappen = (event: JourneyEvent, calls: Calls): boolean =>
  (event.type !== 'sessionAnswered' && event.type !== 'statusAnswered') || calls.get(event.ticket) === event.type

/** What mostly comes next: the way to WeChat Pay and back, without which most histories would never leave the first page. */
function usual({ state, isAgreed, isWaiting, ticket }: Journey, isSlow: boolean): JourneyEvent {
  switch (state.kind) {
    case 'unsigned':
    case 'preparing':
      if (isWaiting) return { type: 'sessionAnswered', ticket, answer: { kind: 'session', session: SESSION } }
      return { type: 'tapped', button: isAgreed ? 'open' : 'agree' }
    case 'ready':
      return { type: 'tapped', button: 'go' }
    case 'leaving':
      return { type: 'jumped' }
    case 'away':
      return { type: 'shown', returned: 'none' }
    default: {
      if (!isWaiting) return { type: 'pollDue', ticket }
      const status = { state: isSlow ? ('unknown' as const) : ('inProgress' as const), out_contract_code: CODE }
      return { type: 'statusAnswered', ticket, answer: { kind: 'status', status } }
    }
  }
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 25,
    arbitrary: fc.boolean().map(
      (isSlow): Happening =>
        (journey) =>
          usual(journey, isSlow),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.nat().map((at): Happening => (journey) => ({
      type: 'tapped',
      button: buttonsOf(journey)[at % (buttonsOf(journey).length || 1)] ?? 'open',
    })),
  },
  fc.constantFrom(...BUTTONS).map((button): Happening => ({ type: 'tapped', button })),
  {
    weight: 4,
    arbitrary: statusAnswer.map((answer): Happening => ({ ticket }) => ({ type: 'statusAnswered', ticket, answer })),
  },
  {
    weight: 3,
    arbitrary: sessionAnswer.map((answer): Happening => ({ ticket }) => ({ type: 'sessionAnswered', ticket, answer })),
  },
  fc.tuple(fc.nat(9), statusAnswer).map(([ticket, answer]): Happening => ({ type: 'statusAnswered', ticket, answer })),
  { weight: 2, arbitrary: returned.map((hint): Happening => ({ type: 'shown', returned: hint as never })) },
  fc.constant<Happening>({ type: 'hidden' }),
  fc.constant<Happening>({ type: 'jumped' }),
  fc.constant<Happening>({ type: 'jumpWaited' }),
  fc
    .constantFrom('refused', 'noTap', 'notListed', 'failed' as const)
    .map((reason): Happening => ({ type: 'jumpFailed', reason: reason as never })),
  fc.constant<Happening>(({ ticket }) => ({ type: 'waited', ticket })),
  fc.constant<Happening>(({ ticket }) => ({ type: 'pollDue', ticket })),
  fc.constant<Happening>({ type: 'ticked' }),
  fc
    .tuple(textHash, fc.constantFrom([], [], ['payee: x']))
    .map(([hash, problems]): Happening => ({ type: 'termsChanged', terms: { consent: hash, problems } })),
)

interface Moment {
  before: Journey
  event: JourneyEvent
  after: Journey
  effects: readonly Effect[]
}

/** A start, and what then happens, each a moment apart. */
const history = fc
  .record({
    attempt: fc.constantFrom<Attempt | undefined>(undefined, ATTEMPT),
    canJump: fc.boolean(),
    purpose: fc.constantFrom('sign', 'sign', 'manage', 'chosen' as const),
    returned,
    happenings: fc.array(fc.tuple(happening, fc.constantFrom(10, 3_000, 1_000_000)), { maxLength: 60, size: 'max' }),
  })
  .map((start): Moment[] => {
    let nowMs = NOW
    let before = start.purpose === 'chosen' ? newJourney('manage', CHOSEN) : newJourney(start.purpose)
    // A card for a contract of its own is started without the attempt of another.
    const { attempt, returned: hint } = before.chosen ? {} : start
    const moments: Moment[] = []
    const calls: Calls = new Map()
    const advance = (event: JourneyEvent): void => {
      if (!mayHappen(event, calls)) return
      const { page: after, effects } = step(before, event, nowMs)
      rememberCalls(calls, effects)
      moments.push({ before, event, after, effects })
      before = after
    }
    advance({
      type: 'started',
      terms: { consent: TEXT_HASH, problems: [] },
      isSupported: true,
      canJump: start.canJump,
      attempt,
      returned: hint as never,
    })
    for (const [next, ms] of start.happenings) {
      nowMs += ms
      advance(typeof next === 'function' ? next(before) : next)
    }
    return moments
  })

/** fast-check shows the shortest history that breaks a rule. */
const always = (rule: (moments: readonly Moment[]) => void): void => {
  fc.assert(fc.property(history, rule), { numRuns: 500 })
}

const did = (effects: readonly Effect[], name: Effect['do']): boolean => effects.some((effect) => effect.do === name)

/** What the server last said for certain. */
function serverSays({ before, event }: Moment): string | undefined {
  if (event.type !== 'statusAnswered' && event.type !== 'sessionAnswered') return undefined
  if (!before.isWaiting || event.ticket !== before.ticket) return undefined
  if (event.answer.kind === 'status') return event.answer.status.state
  return event.answer.kind === 'alreadySigned' ? 'signed' : event.answer.kind
}

/** No form, nothing on the way to WeChat Pay, and no result of it. */
const KINDS_OF_CHOSEN: readonly Kind[] = [
  'askClose',
  'busy',
  'closeUnsure',
  'closing',
  'gone',
  'loading',
  'misconfigured',
  'offline',
  'signed',
  'slow',
  'systemError',
  'terminated',
  'unavailable',
  'unsure',
]

describe('whatever happens', () => {
  it('these histories come through every state', () => {
    const seen = new Set<Kind>()
    for (const moments of fc.sample(history, { numRuns: 800, seed: 1 })) {
      for (const { after } of moments) seen.add(after.state.kind)
    }
    // Support is a matter of the start alone.
    expect(KINDS.filter((kind) => !seen.has(kind))).toEqual(['oldClient'])
  })

  it('signed and terminated are shown only on the word of the server', () => {
    always((moments) => {
      let word: string | undefined
      for (const moment of moments) {
        word = serverSays(moment) ?? word
        const { kind } = moment.after.state
        const isNew = kind !== moment.before.state.kind
        if (isNew && (kind === 'signed' || kind === 'alreadySigned')) {
          const isBackFromClosing = moment.before.state.kind === 'askClose' || moment.before.state.kind === 'busy'
          expect(isBackFromClosing || serverSays(moment)).toBeTruthy()
          if (!isBackFromClosing) expect(serverSays(moment)).toBe('signed')
        }
        if (isNew && kind === 'terminated') expect(serverSays(moment)).toBe('terminated')
        if (moment.effects.some((effect) => effect.do === 'tell' && effect.told.name === 'signed')) {
          expect(serverSays(moment)).toBe('signed')
        }
      }
    })
  })

  it('no state is without a way out', () => {
    always((moments) => {
      let isTicking = false
      let isPolling = false
      let isJumping = false
      for (const { event, after, effects } of moments) {
        isTicking = (isTicking && event.type !== 'ticked') || did(effects, 'tickLater')
        isPolling =
          (isPolling && event.type !== 'pollDue' && !did(effects, 'stopPolling')) || did(effects, 'queryLater')
        isJumping = (isJumping && event.type !== 'jumpWaited') || did(effects, 'jump')
        const hasButton = buttonsOf(after).length > 0
        // A misconfigured card waits for its developer.
        const isLeft = hasButton || after.isWaiting || isTicking || isJumping || after.state.kind === 'misconfigured'
        expect(isLeft).toBe(true)
        if (after.state.kind === 'confirming' && !after.isHidden)
          expect(after.isWaiting || isPolling || hasButton).toBe(true)
        if (['loading', 'preparing', 'closing'].includes(after.state.kind)) expect(after.isWaiting).toBe(true)
        if (after.state.kind === 'busy') expect(isTicking).toBe(true)
      }
    })
  })

  it('a card for a contract of its own asks about that one, closes it, and signs nothing', () => {
    always((moments) => {
      for (const { after, effects } of moments.filter(({ before }) => before.chosen)) {
        expect(KINDS_OF_CHOSEN).toContain(after.state.kind)
        for (const effect of effects) {
          expect(['requestSession', 'jump', 'saveAttempt', 'dropAttempt']).not.toContain(effect.do)
          if (effect.do === 'query' || effect.do === 'terminate') expect(effect).toMatchObject(CHOSEN)
        }
        expect(buttonsOf(after)).not.toContain('again')
      }
    })
  })

  it('there are never two attempts, nor two jumps, at once', () => {
    always((moments) => {
      let isOut = false
      for (const { event, after, effects } of moments) {
        const ended = ['jumped', 'jumpFailed', 'jumpWaited', 'shown', 'termsChanged'].includes(event.type)
        if (ended) isOut = false
        if (did(effects, 'jump')) {
          expect(isOut).toBe(false)
          isOut = true
          // Stored before, and the one that is stored.
          expect(effects.map((effect) => effect.do)).toEqual(['saveAttempt', 'jump'])
          expect(effects[0]).toMatchObject({ attempt: { out_contract_code: SESSION.out_contract_code } })
          expect(after.attempt).toBeDefined()
        }
      }
    })
  })

  it('a jump comes straight out of a tap', () => {
    always((moments) => {
      for (const { event, effects } of moments) if (did(effects, 'jump')) expect(event.type).toBe('tapped')
    })
  })

  it('only the tap on the box ticks it', () => {
    always((moments) => {
      for (const { before, event, after } of moments) {
        if (after.isAgreed && !before.isAgreed) expect(event).toEqual({ type: 'tapped', button: 'agree' })
      }
    })
  })

  it('no session is asked for, and no jump made, without consent to the text on the screen', () => {
    always((moments) => {
      for (const { after, effects } of moments) {
        if (did(effects, 'requestSession')) expect(after.consentedTo).toBe(after.consent)
        for (const effect of effects) {
          if (effect.do === 'requestSession') expect(effect.consent).toBe(after.consent)
          if (effect.do === 'jump') expect(after.consentedTo).toBe(after.consent)
        }
      }
    })
  })

  it('storage holds the attempt that is open, and no other', () => {
    always((moments) => {
      let stored = moments[0]?.after.attempt
      for (const { after, effects } of moments) {
        for (const effect of effects) {
          if (effect.do === 'saveAttempt') stored = effect.attempt
          if (effect.do === 'dropAttempt') stored = undefined
        }
        expect(stored).toEqual(after.attempt)
      }
    })
  })

  it('every change of state is one that the list of exits allows', () => {
    const refused = new Set<string>()
    always((moments) => {
      for (const { before, after } of moments) {
        const [from, to]: Kind[] = [before.state.kind, after.state.kind]
        if (from && to && !mayLead(from, to)) refused.add(`${from} -> ${to}`)
      }
    })
    expect([...refused]).toEqual([])
  })

  it('an open attempt is asked about at every show', () => {
    always((moments) => {
      for (const { before, event, after } of moments) {
        if (event.type !== 'shown' || !before.attempt) continue
        if (before.state.kind === 'misconfigured') continue
        // From where no jump is allowed no call is made.
        expect(after.state.kind).toBe(after.canJump ? 'confirming' : 'unavailable')
      }
    })
  })
})
