/** `import ... from 'swk'` in a module file, wherever it lies, is the swk that runs: one copy, whatever way it was installed. */
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { publicApi } from './package.ts'

let provided = false

/** Must have been called before a module file is imported. */
export function provideSwk(): void {
  if (provided) return
  provided = true
  const url = pathToFileURL(publicApi).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'swk' ? { url, shortCircuit: true } : next(specifier, context),
  })
}
