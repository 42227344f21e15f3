import { sortWarnings } from '../../scripts/checkWechat/warnings'

const sort = (told: string[], compiled: Record<string, string> = {}) =>
  sortWarnings(told, compiled, (path) => path.endsWith('events.ts'))

it('finds what the compiler wrote into the JSON it made, warning by warning', () => {
  const app = JSON.stringify({
    pages: [],
    __warning__: 'invalid app.json ["restartStrategy"]、app.json ["navigateToMiniProgramAppIdList"]',
  })
  const page = JSON.stringify({ __warning__: 'invalid page.json ["rendererX"]\nanother line' })
  expect(sort([], { 'app.json': app, 'pages/a.json': page, 'a.js': '"__warning__"' })).toEqual({
    unexplained: ['app.json ["restartStrategy"]', 'page.json ["rendererX"]', 'another line'],
    explained: [expect.stringMatching(/^app\.json \["navigateToMiniProgramAppIdList"\] \(.+\)$/)],
  })
})

it('takes no warning it has no reason for', () => {
  const ignored = 'Ignored by project.config.json packOptions.ignore setting: miniprogram/'
  expect(sort([`${ignored}tsconfig.json`, `${ignored}app.ts`, 'something new'])).toEqual({
    explained: [`${ignored}tsconfig.json (for \`tsc\` alone)`],
    unexplained: [`${ignored}app.ts`, 'something new'],
  })
})

it('lets the analyzer leave out files of types, and nothing else', () => {
  expect(sort(['Ignored by code analyzer: entrust/events.ts,entrust/sha256.ts'])).toEqual({
    explained: ['Ignored by code analyzer: entrust/events.ts (types only)'],
    unexplained: ['Ignored by code analyzer: entrust/sha256.ts'],
  })
})
