/** Options of apt-get for the installation of a package. */
import type { Want } from '../kind.ts'

export function installOptions({ how }: Want): readonly string[] {
  return [
    ...(how?.recommends === false ? ['--no-install-recommends'] : []),
    ...(how?.held === true ? ['--allow-change-held-packages'] : []),
    ...(how?.keep === true ? ['--no-remove'] : []),
    ...(how?.unsigned === true ? ['--allow-unauthenticated'] : []),
    ...(typeof how?.release === 'string' ? [`--target-release=${how.release}`] : []),
  ]
}
