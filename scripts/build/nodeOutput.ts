import type { BuildOptions } from 'esbuild'
import { OLDEST_NODE } from '../../cloudfunctions/_shared/wechatpay/nodeVersion'

export const TARGET = `node${OLDEST_NODE}`

/** Of `index.js`: it says on any Node that CloudBase or DevTools may make why it does not run there, so it must be read there. */
export const OLDEST_SYNTAX = 'node8.9'

/**
 * What every file for a cloud function has in common: one CommonJS file, without blanks.
 *
 * Identifiers stay as they are. Shortening them saves a quarter of the size and costs 20 ms of each cold start of the
 * SDK (V8 resolves thousands of variables of the same name), and stack traces in the cloud's log stay readable.
 *
 * @param root folder that paths in messages and metafiles are relative to
 */
export function nodeOutput(root: string) {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: TARGET,
    format: 'cjs',
    minifyWhitespace: true,
    minifySyntax: true,
    // Licences are gathered in a file of their own, in full (notices.ts).
    legalComments: 'none',
    // `import()` becomes a late `require`: the same module object as a static import, and no second loader to start.
    supported: { 'dynamic-import': false },
    logLevel: 'silent',
  } as const satisfies BuildOptions
}
