import {
  ask,
  hide,
  onAnswer,
  pollFrom,
  pollNow,
  pollOn,
  startMachine,
  stay,
  then,
  UNASKED,
  type Page,
  type Step,
} from '../../../../miniprogram/entrust/asking/machine'
import { fakePhone } from '../../support/fakePhone'

type Clock = Page<'still' | 'asking' | 'told'>
type Ring = { do: 'ring' } | { do: 'question'; ticket: number }

const page = (more: Partial<Clock> = {}): Clock => ({
  state: 'still',
  ticket: 0,
  isWaiting: false,
  isHidden: false,
  polling: UNASKED,
  ...more,
})
const question = (ticket: number): Ring => ({ do: 'question', ticket })

describe('a call', () => {
  it('has a number of its own, and makes the one before it late', () => {
    const once = ask(page(), 'asking', question)
    const twice = ask(once.page, 'asking', question)
    expect([once.effects, twice.effects]).toEqual([[{ do: 'question', ticket: 1 }], [{ do: 'question', ticket: 2 }]])
    const told = (ticket: number): Step<Clock, Ring> =>
      onAnswer(twice.page, { ticket }, (current) => stay({ ...current, state: 'told' }))
    expect(told(1)).toEqual({ page: twice.page, effects: [] })
    expect(told(2).page).toMatchObject({ state: 'told', isWaiting: false })
  })

  it('is answered once', () => {
    const waiting = ask(page(), 'asking', question).page
    const once = onAnswer<Clock, Ring>(waiting, { ticket: 1 }, stay)
    expect(onAnswer<Clock, Ring>(once.page, { ticket: 1 }, () => fail())).toEqual({ page: once.page, effects: [] })
  })
})

describe('the plan of asking', () => {
  const begun = pollFrom(page(), 1_000)

  it('has seven questions, the first of them asked as it begins', () => {
    const asked = [begun.polling.asked]
    for (let next = pollOn(begun, 0, 0); next; next = pollOn(next.page, 0, 0)) {
      const due = pollNow(next.page, next.page, question)
      expect(due.effects).toEqual([{ do: 'question', ticket: due.page.ticket }])
      asked.push(due.page.polling.asked)
      next = { page: { ...due.page, isWaiting: false }, effects: [] }
    }
    expect(asked).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('keeps when it began, and the denials it has heard', () => {
    expect(pollOn(begun, 3, 500)).toEqual({
      page: { ...begun, polling: { sinceMs: 1_000, asked: 1, denials: 3 } },
      effects: [{ do: 'queryLater', ticket: 0, poll: 1, sinceMs: 1_000, atLeastMs: 500 }],
    })
  })

  it('waits on a hidden page, for an answer, and for the question it was set for', () => {
    const hidden = hide(begun)
    expect(hidden.effects).toEqual([{ do: 'stopPolling' }])
    expect(pollOn(hidden.page, 0, 0)?.effects).toEqual([])
    for (const held of [hidden.page, page({ isWaiting: true }), page({ ticket: 1 })]) {
      expect(pollNow(held, { ticket: 0 }, question)).toEqual({ page: held, effects: [] })
    }
  })
})

describe('two moves', () => {
  it('end in the page of the second, with what is to be done for both, in order', () => {
    const both = then<Clock, Ring>(stay(page(), { do: 'ring' }), (current) => ask(current, 'asking', question))
    expect(both.page.state).toBe('asking')
    expect(both.effects).toEqual([{ do: 'ring' }, { do: 'question', ticket: 1 }])
  })
})

describe('the loop', () => {
  type Bell = { type: 'tapped' } | { type: 'rung' }

  function start() {
    const phone = fakePhone()
    const machine = startMachine<Clock, Bell, Ring>(
      {
        first: page(),
        step: (current, event) => {
          if (event.type === 'tapped') return stay(current, { do: 'ring' }, { do: 'ring' })
          return stay({ ...current, state: 'told', ticket: current.ticket + 1 })
        },
        runner:
          ({ send }) =>
          (effect) => {
            phone.log.push(effect.do)
            send({ type: 'rung' })
          },
        show: ({ state, ticket }) => phone.log.push(`show ${state} ${ticket}`),
      },
      phone.ports,
    )
    return { machine, log: phone.log }
  }

  it('does all effects of an event, within its very call, before the event that one of them brings', () => {
    const { machine, log } = start()
    machine.send({ type: 'tapped' })
    expect(log).toEqual(['ring', 'ring', 'show told 1'])
    expect(machine.page().ticket).toBe(2)
  })

  it('hears nothing any more once it is stopped', () => {
    const { machine, log } = start()
    machine.stop()
    machine.send({ type: 'tapped' })
    expect(log).toEqual([])
  })
})
