// Which Node the kit runs on. What is older fails at some call or other that it does not have, and nothing tells why.

/** CloudBase's Nodejs18.15. */
const OLDEST = { major: 18, minor: 15 } as const

export const OLDEST_NODE = `${OLDEST.major}.${OLDEST.minor}`

/**
 * @param version as `process.version` has it
 * @returns what is wrong with one that is too old, and the cure
 */
export function nodeProblem(version: string): string | undefined {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  if (major === undefined || minor === undefined || isNaN(major)) return undefined
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return undefined
  return `this runs on Node ${major}.${minor}; expected ${OLDEST_NODE} or newer. ${CURE}`
}

const CURE =
  'The runtime of a cloud function cannot be changed: delete the function in the console, deploy it anew (cloudbaserc.json asks for Nodejs20.19), and enter its variables again'
