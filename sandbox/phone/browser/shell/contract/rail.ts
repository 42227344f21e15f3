// SHELL: how far a contract has come.

const STATES = ['REQUESTED', 'PRESIGNED', 'SIGNED', 'TERMINATED']
/** Takes the place of SIGNED when signing came to nothing. */
const DEAD_ENDS = ['REJECTED', 'EXPIRED']

export function drawRail(state = ''): HTMLElement[] {
  const isDeadEnd = DEAD_ENDS.includes(state)
  const steps = STATES.map((step) => (step === 'SIGNED' && isDeadEnd ? state : step))
  const reached = steps.indexOf(state)
  return steps.map((step, index) => {
    const isNow = index === reached
    const item = document.createElement('li')
    item.className = [index <= reached && 'done', isNow && 'now', isNow && isDeadEnd && 'dead']
      .filter(Boolean)
      .join(' ')
    item.textContent = step
    if (isNow) item.setAttribute('aria-current', 'step')
    return item
  })
}
