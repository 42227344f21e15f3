// Paths a caller adds to the call styles, as a running program gives them.
import { isPlainObject } from './plainJson'
import type { Problems } from './problems'

const METHODS: readonly unknown[] = ['get', 'post', 'put', 'patch', 'delete']

export function checkRoutes(routes: unknown, problems: Problems): void {
  if (!isPlainObject(routes)) {
    problems.add('extraRoutes', "expected an object: { 'v3/...': ['get', 'post'] }")
    return
  }
  for (const [path, methods] of Object.entries(routes)) {
    if (!path.startsWith('v3/')) problems.add(`extraRoutes.${path}`, 'expected a path that starts with v3/')
    if (!Array.isArray(methods) || methods.length === 0 || !methods.every((method) => METHODS.includes(method)))
      problems.add(`extraRoutes.${path}`, `expected a list of methods: ${METHODS.join(', ')}`)
  }
}
