/** HTTP access routes: path to function name, such as `{ '/pay/notify': 'contractNotify' }`. */
export type Routes = Readonly<Record<string, string>>

interface RouteMatch {
  functionName: string
  /** What is left of the path, starting with `/`. */
  path: string
}

/** @throws {Error} naming every route that cannot be served */
export function checkRoutes(routes: Routes, functionNames: readonly string[]): void {
  const problems = Object.entries(routes).flatMap(([route, name]) => [
    ...(/^(\/[\w.~-]+)+$/.test(route) ? [] : [`${route}: a route is "/" and names, without "/" at the end`]),
    ...(/^\/call(\/|$)/.test(route) ? [`${route}: /call is where the mini-program calls`] : []),
    ...(/^\/invoke(\/|$)/.test(route) ? [`${route}: /invoke is where a server calls`] : []),
    ...(functionNames.includes(name) ? [] : [`${route}: there is no function ${name}`]),
  ])
  if (problems.length > 0) throw new Error(`wrong routes:\n  ${problems.join('\n  ')}`)
}

/** The longest route that is the path, or a beginning of it that ends at a `/`. */
export function matchRoute(routes: Routes, path: string): RouteMatch | undefined {
  const [route] = Object.keys(routes)
    .filter((candidate) => path === candidate || path.startsWith(`${candidate}/`))
    .sort((one, other) => other.length - one.length)
  const functionName = route === undefined ? undefined : routes[route]
  if (route === undefined || functionName === undefined) return undefined
  return { functionName, path: path.slice(route.length) || '/' }
}
