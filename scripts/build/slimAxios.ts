// What a client with an adapter of its own never uses of axios, replaced by stubs that say so when they are reached after all.
import { dirname, join, sep } from 'node:path'
import type { Plugin } from 'esbuild'

/** Import inside axios -> file in axiosStubs/. */
const REPLACED: Readonly<Record<string, string>> = {
  '../adapters/adapters.js': 'ownAdapter.ts',
  '../defaults/index.js': 'noDefaults.ts',
  '../helpers/buildURL.js': 'noUrl.ts',
  '../helpers/validator.js': 'noChecks.ts',
  './buildFullPath.js': 'noUrl.ts',
  './assertParamsAcyclic.js': 'noUrl.ts',
}

/** The kit's axios. CloudBase's SDK brings an older one of its own, in a deeper folder, and that one is left whole. */
const axiosFolder = dirname(require.resolve('axios/package.json')) + sep

/** Takes the core alone. */
const CLIENT = /[\\/]_shared[\\/]wechatpay[\\/]transport\.ts$/

/**
 * esbuild plugin that takes four fifths out of a bundle with axios: its adapters, and what only they need.
 *
 * Right for requests with an `adapter` of their own, a whole URL and a text body; anything else is refused by an error.
 */
export function slimAxios(): Plugin {
  return {
    name: 'slim-axios',
    setup(build) {
      build.onResolve({ filter: /^axios$/ }, ({ importer }) =>
        CLIENT.test(importer) ? { path: join(__dirname, 'axiosStubs', 'axiosCore.ts') } : undefined,
      )
      build.onResolve({ filter: /^\..*\.js$/ }, (args) => {
        const stub = REPLACED[args.path]
        if (stub === undefined || !args.importer.startsWith(axiosFolder)) return undefined
        return { path: join(__dirname, 'axiosStubs', stub) }
      })
    },
  }
}
