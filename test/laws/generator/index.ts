/** The topics of the generator: one file a group of modules. */

import { users } from './accounts.ts'
import { commands } from './commands.ts'
import { files } from './files.ts'
import { jobs } from './jobs.ts'
import { metadata } from './metadata.ts'
import { mounts } from './mounts.ts'
import { observations } from './observations.ts'
import { packages } from './packages.ts'
import { registers } from './registers.ts'
import { services } from './services.ts'
import { settings } from './settings.ts'
import { sources } from './sources.ts'
import { texts } from './texts.ts'
import type { Topic } from './topic.ts'

/** In the order in which hosts are arranged: files come first, others change them. */
export const topics: readonly Topic[] = [
  users,
  files,
  texts,
  metadata,
  mounts,
  services,
  commands,
  jobs,
  registers,
  settings,
  sources,
  observations,
  packages,
]
