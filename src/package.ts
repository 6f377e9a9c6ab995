/** Where swk's own files are: TypeScript in a checkout, a bundle in an installed package. */
import { join } from 'node:path'

// The bundle is flat (scripts/build.ts), so this folder is src/ or dist/.
const here = import.meta.dirname
const bundled = !import.meta.filename.endsWith('.ts')

/** The folder with package.json, playbooks/ and inventories/. */
export const packageRoot = join(here, '..')
/** The folder of swk's own modules. */
export const modulesFolder = bundled ? join(here, 'modules') : join(packageRoot, 'modules')
/** The directory of the programs for the host; see scripts/build.ts. */
export const programsDirectory = bundled ? join(here, 'programs') : here
/** What `import 'swk'` means in a module: the public API of the swk that runs. */
export const publicApi = join(here, bundled ? 'index.js' : 'index.ts')
