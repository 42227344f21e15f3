// SERVER: the page's own files. Scripts are bundled once, when the phone starts.
import { build } from 'esbuild'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(__dirname, '..')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
}

export const typeOf = (file: string): string | undefined => TYPES[path.extname(file).toLowerCase()]

/** File name under `/assets/` -> content. */
export type Assets = Readonly<Record<string, string>>

/** Reads the pages and bundles what runs in them. */
export async function makeAssets(): Promise<Assets> {
  const files = readdirSync(path.join(ROOT, 'assets'))
  const texts = files.map((file) => [file, readFileSync(path.join(ROOT, 'assets', file), 'utf8')] as const)
  return Object.fromEntries([...texts, ...(await bundleScripts('shell', 'runtime', 'app'))])
}

/** @returns file name and content of each script and of its source map, which only the browser's developer tools fetch */
async function bundleScripts(...names: readonly string[]): Promise<(readonly [string, string])[]> {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, path.join(ROOT, `browser/${name}/main.ts`)])),
    outdir: ROOT,
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    sourcemap: 'linked',
    // The engine's build for development tells of more mistakes.
    alias: { 'glass-easel': require.resolve('glass-easel/dist/glass_easel.dev.all.es.js') },
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'silent',
  })
  return outputFiles.map((file) => [path.basename(file.path), file.text] as const)
}
