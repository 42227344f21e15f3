// SERVER: the page's own files. Scripts are bundled once, when the phone starts.
import { build } from 'esbuild'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(__dirname, '..')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
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
  const scripts = ['shell', 'runtime', 'app'] as const
  const [shell, runtime, app] = await Promise.all(scripts.map((name) => bundle(`browser/${name}/main.ts`)))
  const files = readdirSync(path.join(ROOT, 'assets'))
  const texts = files.map((file) => [file, readFileSync(path.join(ROOT, 'assets', file), 'utf8')] as const)
  return { ...Object.fromEntries(texts), 'shell.js': shell ?? '', 'runtime.js': runtime ?? '', 'app.js': app ?? '' }
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    sourcemap: 'inline',
    // The engine's build for development tells of more mistakes.
    alias: { 'glass-easel': require.resolve('glass-easel/dist/glass_easel.dev.all.es.js') },
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}
