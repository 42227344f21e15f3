/** An event that comes while another is worked on waits for its turn. */
export function oneByOne<Event>(work: (event: Event) => void): ((event: Event) => void) & { stop: () => void } {
  const queue: Event[] = []
  let isBusy = false
  let isOver = false
  const send = (event: Event): void => {
    if (isOver) return
    queue.push(event)
    if (isBusy) return
    isBusy = true
    try {
      for (let next = queue.shift(); next; next = queue.shift()) work(next)
    } finally {
      isBusy = false
    }
  }
  const stop = (): void => {
    isOver = true
    queue.length = 0
  }
  return Object.assign(send, { stop })
}
