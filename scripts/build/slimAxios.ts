// What a JSON client on node never uses of axios, replaced by stubs that say so when they are reached after all.
import { dirname, join, sep } from 'node:path'
import type { Plugin } from 'esbuild'

/** Import inside axios -> file in axiosStubs/. */
const REPLACED: Readonly<Record<string, string>> = {
  'form-data': 'formData.ts',
  'https-proxy-agent': 'httpsProxyAgent.ts',
  'follow-redirects': 'followRedirects.ts',
  './xhr.js': 'xhrAdapter.ts',
  './fetch.js': 'fetchAdapter.ts',
}

/** The kit's axios. CloudBase's SDK brings an older one of its own, in a deeper folder, and that one is left whole. */
const axiosFolder = dirname(require.resolve('axios/package.json')) + sep

/**
 * esbuild plugin that takes 180 kB out of a bundle with axios.
 *
 * Right for requests with `maxRedirects: 0` and `proxy: false` and a text body on the node adapter; anything else is
 * refused with an error that names this plugin.
 */
export function slimAxios(): Plugin {
  return {
    name: 'slim-axios',
    setup(build) {
      build.onResolve(
        { filter: /^(?:form-data|https-proxy-agent|follow-redirects|\.\/(?:xhr|fetch)\.js)$/ },
        (args) => {
          const stub = REPLACED[args.path]
          if (stub === undefined || !args.importer.startsWith(axiosFolder)) return undefined
          return { path: join(__dirname, 'axiosStubs', stub) }
        },
      )
    },
  }
}
