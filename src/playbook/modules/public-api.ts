/** Makes `import { defineModule } from 'swk'` in a user's module mean the swk that runs, however it was installed. */
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { publicApi } from '../../package.ts'

let registered = false

/** Registers the hook once; from then on 'swk' resolves to the running public API in the whole process. */
export function resolvePublicApi(): void {
  if (registered) return
  registered = true
  const url = pathToFileURL(publicApi).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'swk' ? { url, shortCircuit: true } : next(specifier, context),
  })
}
