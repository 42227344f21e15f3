// database/opa/entrust.rego names every function there is, each on its side. No OPA runs here: the rules are few enough to read.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FUNCTION_ROLES } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { APP_PATHS, NOTIFY_PATH } from '../../sandbox/kitSettings'

const policy = readFileSync(join(__dirname, '../../database/opa/entrust.rego'), 'utf8')
const setOf = (name: string): string[] => {
  const [, members = ''] = new RegExp(`^${name} := \\{([^}]*)\\}`, 'm').exec(policy) ?? []
  return [...members.matchAll(/"([^"]+)"/g)].map(([, member = '']) => member)
}

it.each(Object.entries(FUNCTION_ROLES))('%s (%s) is on its side', (name, role) => {
  expect(setOf('from_pages').includes(name)).toBe(role === 'callables')
  expect(setOf('not_from_pages').includes(name)).toBe(role !== 'callables')
})

it('no name is on both sides, and the routes are those of the documents', () => {
  expect(setOf('from_pages').filter((name) => setOf('not_from_pages').includes(name))).toEqual([])
  expect(setOf('routes').sort()).toEqual([NOTIFY_PATH, ...Object.keys(APP_PATHS)].sort())
})

it('opens what is on one side and denies what is on the other, to whoever is no server', () => {
  const rules = policy.replace(/^#.*$/gm, '').replace(/\s+/g, ' ')
  expect(rules).toContain('allow if { input.cloudbase.resource_type == "functions" called in from_pages }')
  expect(rules).toContain('allow if { input.cloudbase.resource_type == "functions" input.request.path in routes }')
  expect(rules).toContain('if { called in not_from_pages not is_server }')
  expect(rules.match(/\ballow\b/g)).toHaveLength(3)
})
