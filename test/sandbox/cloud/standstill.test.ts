// Times when no function runs: what is under way ends first, and what comes waits.
import { Standstill } from '../../../sandbox/cloud/functions/standstill'

function world() {
  const standstill = new Standstill()
  const seen: string[] = []
  const run = (functionName: string, until: Promise<void> = Promise.resolve(), isPartOfAnother = false) =>
    standstill.enter({ functionName, isPartOfAnother }, async () => {
      seen.push(`${functionName} begins`)
      await until
      seen.push(`${functionName} ends`)
    })
  return { standstill, seen, run }
}
function gate() {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

it('waits for what is under way, and for what that calls', async () => {
  const { standstill, seen, run } = world()
  const first = gate()
  const running = run('first', first.opened)
  const still = standstill.during(async () => Promise.resolve(void seen.push('moved')), [])
  await run('called by it', undefined, true)
  first.open()
  await Promise.all([running, still])
  expect(seen).toEqual(['first begins', 'called by it begins', 'called by it ends', 'first ends', 'moved'])
})

it('holds back what comes meanwhile, but for those named', async () => {
  const { standstill, seen, run } = world()
  const move = gate()
  const still = standstill.during(() => move.opened, ['notified'])
  const held = run('held')
  await run('notified')
  expect(seen).toEqual(['notified begins', 'notified ends'])
  move.open()
  await Promise.all([still, held])
  expect(seen.slice(2)).toEqual(['held begins', 'held ends'])
})

it('is over when what is done in it fails, and the next one is', async () => {
  const { standstill, seen, run } = world()
  const broken = standstill.during(() => Promise.reject(new Error('broken')), [])
  const next = standstill.during(async () => Promise.resolve(void seen.push('next')), [])
  await expect(broken).rejects.toThrow('broken')
  await next
  await run('after')
  expect(seen).toEqual(['next', 'after begins', 'after ends'])
})
