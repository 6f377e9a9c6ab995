/** The configuration of all processes, and what accepts it as a whole before any file of it moves: Synapse's own parser. */
import type { HostView } from '../../../engine/module.ts'
import { restoreForeign } from '../../adoption/foreign-files.ts'
import { configCheck } from '../../config/parser-check.ts'
import { sharedFiles } from '../../config/shared.ts'
import { workerFiles } from '../../config/worker.ts'
import { type Deployment, isMonolith } from '../../model/deployment.ts'
import type { Facts } from '../../model/facts.ts'
import { originalOf } from '../../model/paths.ts'
import { type FilesArgs, predictFiles } from '../modules/files.ts'

export function listConfigFiles(
  deployment: Deployment,
  facts: Facts,
  observed: HostView,
): FilesArgs & Required<Pick<FilesArgs, 'originals' | 'together'>> {
  const shared = sharedFiles(deployment, facts)
  const together = configCheck(deployment, facts)
  if (isMonolith(deployment)) {
    const originals = shared.map(({ path }) => originalOf(path))
    return { files: shared.map(file => restoreForeign(file, observed)), originals, together }
  }
  const workers = deployment.workers.flatMap(worker => workerFiles(worker, deployment, facts))
  return { files: [...workers, ...shared], originals: [], together }
}

/** The host with this configuration: processes are compared with it before it is written, and after. */
export function withConfigFiles(deployment: Deployment, facts: Facts, observed: HostView): HostView {
  return predictFiles(listConfigFiles(deployment, facts, observed).files, observed)
}
