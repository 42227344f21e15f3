import { execSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { World } from './support/world'
const per = (): Record<string, number> => {
  const rows = execSync('ps -eo pid,ppid,args --no-headers -ww').toString().trim().split('\n').map((l) => l.trim().split(/\s+/))
  const mine = new Map([[String(process.pid), 'jest']])
  let grew = true
  while (grew) { grew = false; for (const [p, pp, ...a] of rows) if (!mine.has(p!) && mine.has(pp!)) { const args = a.join(' '); const t = /--type=(\S+)/.exec(args)?.[1] ?? (args.includes('chrom') ? 'browser' : args.includes('node') ? 'fn' : a[0]!); mine.set(p!, t); grew = true } }
  const out: Record<string, number> = {}
  for (const [p, t] of mine) { try { const s = readFileSync(`/proc/${p}/stat`, 'utf8'); const f = s.slice(s.lastIndexOf(')') + 2).split(' '); out[t] = (out[t] ?? 0) + (Number(f[11]) + Number(f[12])) / 100 } catch {} }
  return out
}
let last: Record<string, number> = {}
const say = (what: string) => { const now = per(); console.log(what, Object.entries(now).map(([k, v]) => `${k} ${(v - (last[k] ?? 0)).toFixed(2)}`).join('  ')); last = now }
it('x', async () => {
  say('zero')
  const w = await World.start()
  say('start')
  for (let i = 0; i < 5; i++) {
    const p = await w.open('o' + i)
    say('open')
    await p.sees('unsigned')
    say('unsigned')
    await p.goToSigning(); say('toSigning'); await p.sign(); say('sign'); await p.signingButton('完成').click(); say('done'); await p.seesInTime('signed'); say('signed')
    await w.tidy(); say('tidy')
  }
  await w.close()
}, 300000)
