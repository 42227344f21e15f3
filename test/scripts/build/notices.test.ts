// A licence asks to travel with the code: its text is found wherever a package has it.
import { noticesOf } from '../../../scripts/build/notices'
import { createProject, type Project } from '../../support/project'

let project: Project
beforeEach(() => (project = createProject({}, [])))
afterEach(() => project.remove())

function noticeOf(files: Readonly<Record<string, string>>, manifest: object = { license: 'MIT' }): string {
  const all = { 'package.json': JSON.stringify({ name: 'one', version: '1.0.0', ...manifest }), ...files }
  project.write(Object.fromEntries(Object.entries(all).map(([name, text]) => [`node_modules/one/${name}`, text])))
  return noticesOf(['node_modules/one'], project.root)
}

const GRANT = 'Copyright (c) 2013 Somebody\n\nPermission is hereby granted, free of charge'

it.each(['LICENSE', 'LICENCE.md', 'license.txt', 'COPYING', 'NOTICE', 'LICENSE-MIT'])('is a file %s', (name) => {
  expect(noticeOf({ [name]: GRANT, 'README.md': 'License\n---\nPermission of the readme' })).toBe(
    `one 1.0.0 (MIT)\n\n${GRANT}\n`,
  )
})

it.each([
  ['underlined', `# one\n\nLicense\n-------\n\n(The MIT License)\n\n${GRANT}\n`],
  ['with a mark', `# one\n\n## License\n\n(The MIT License)\n\n${GRANT}\n\n## More\n\nother`],
])('is a section of the readme, %s', (_, readme) => {
  expect(noticeOf({ 'README.md': readme })).toBe(`one 1.0.0 (MIT)\n\n(The MIT License)\n\n${GRANT}\n`)
})

it.each(['MIT', 'ISC'])('is the standard text where a package names %s and has none', (license) => {
  const notice = noticeOf({ 'README.md': `# one\n\n## License\n\n${license}\n` }, { license, author: 'Somebody' })
  expect(notice).toContain('Copyright (c) Somebody\n\nPermission')
})

it('is an address where the text is not at hand, and no author is made up', () => {
  expect(noticeOf({}, { license: 'BSD-3-Clause' })).toContain('https://spdx.org/licenses/BSD-3-Clause.html')
  expect(noticeOf({}, { license: 'ISC', author: '' })).toContain('Copyright (c) the authors of one')
})

it('is said to be missing where nothing is named', () => {
  expect(noticeOf({ 'README.md': '# one' }, {})).toMatch(/^one 1\.0\.0 \(names no licence\)\n\nNeither/)
})
