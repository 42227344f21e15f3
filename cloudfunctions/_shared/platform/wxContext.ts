// The platform's word on who called, from the variables that the SDK's `getWXContext()` reads: so nobody has to load it.

/** What is read of it, by the names it has there. */
const READ = ['OPENID', 'APPID'] as const

/** Read it on every call: it is the environment of this very invocation. */
export function readWxContext(env: NodeJS.ProcessEnv): Record<string, string> {
  const told = (env['WX_CONTEXT_KEYS'] ?? '').split(',')
  return Object.fromEntries(
    READ.flatMap((name): [string, string][] => {
      const value = env[`WX_${name}`]
      return told.includes(`WX_${name}`) && value !== undefined ? [[name, value]] : []
    }),
  )
}
