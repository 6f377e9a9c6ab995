/**
 * Builds dist/: a bundle in which each command loads only what it needs, the modules, and the declarations.
 * `npm ci` runs it (`prepare`).
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
// Built beside it and then moved: who starts swk meanwhile finds the old one or the new one.
const fresh = join(root, `dist.${process.pid}.tmp`)

try {
  await bundle()
  programs()
  declarations()
  rmSync(dist, { recursive: true, force: true })
  renameSync(fresh, dist)
} finally {
  rmSync(fresh, { recursive: true, force: true })
}

/** One flat folder with shared chunks: src/package.ts finds its way by that, and 'swk' is there only once. */
async function bundle(): Promise<void> {
  const modules = existsSync(join(root, 'modules')) ? readdirSync(join(root, 'modules')) : []
  await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'src/cli/start.ts',
      index: 'src/index.ts',
      ...Object.fromEntries(
        modules
          .filter(name => name.endsWith('.ts'))
          .map(name => [`modules/${name.slice(0, -'.ts'.length)}`, `modules/${name}`]),
      ),
    },
    outdir: fresh,
    alias: { swk: join(root, 'src/index.ts') },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    minifySyntax: true,
    minifyWhitespace: true,
    chunkNames: '[name]-[hash]',
    // WebAssembly that is found beside its own JavaScript; native parts of ssh2 that it can do without.
    external: ['cpu-features', '*.node'],
    // CommonJS packages expect `require` and to know where they are.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url), __dirname = import.meta.dirname",
    },
    logLevel: 'warning',
  })
}

/** Programs for the host, which src/shell/program-file.ts reads. */
function programs(): void {
  for (const name of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }))
    if (/\.(sh|pl|py|awk)$/.test(name)) cpSync(join(root, 'src', name), join(fresh, 'programs', name))
}

/** Types for programs that use the library; type errors are `npm run typecheck`'s to tell. */
function declarations(): void {
  const tsc = join(root, 'node_modules/.bin/tsc')
  if (!existsSync(tsc)) {
    console.error('build: no tsc, so no declarations')
    return
  }
  execFileSync(tsc, ['-p', join(root, 'scripts/tsconfig.types.json'), '--outDir', join(fresh, 'types')], {
    stdio: 'inherit',
  })
}
