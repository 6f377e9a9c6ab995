/** Back to a monolith: all that swk brought goes, but for Redis. Main serves all again before its gates go. */
import type { Task } from '../../../engine/task.ts'
import { startRecords } from '../../../resources/unit/start-record.ts'
import { directoryOf } from '../../../sdk/paths.ts'
import { group, see } from '../../../sdk/refs.ts'
import { staleStartedWithFile, startedWithFile } from '../../../sdk/start-record.ts'
import { restoreForeign } from '../../adoption/foreign-files.ts'
import { sharedFiles } from '../../config/shared.ts'
import type { Deployment } from '../../model/deployment.ts'
import { absent } from '../../model/managed-file.ts'
import {
  answersFile,
  clubGroup,
  logConfigFolder,
  mainDropIn,
  mainReplication,
  mainUnit,
  nginxFiles,
  originalOf,
  originalsFolder,
  runFolder,
  secretFile,
  target,
  unitFile,
  workersFolder,
} from '../../model/paths.ts'
import { restored } from '../../nginx/backups.ts'
import { vhostPaths } from '../../nginx/vhosts.ts'
import { type Modules, stepTask } from '../../step.ts'
import { unitFiles } from '../../systemd/units.ts'
import { absentModule } from '../modules/absent.ts'
import { filesModule } from '../modules/files.ts'
import { processesModule } from '../modules/processes.ts'
import { modeOf, overlays, reloadNginx } from './nginx.ts'
import { removeRedisTasks } from './redis.ts'
import { orphanedLinks, undeclaredFilesTask, unusedSocketsTask } from './removal.ts'
import { findOperatorsEntry, socketDirectoryTask } from './socket-directory.ts'

/** nginx leads to main itself, and nothing of swk's is left in it. */
export function restoreTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Restore the nginx vhosts',
    module: filesModule,
    items: (facts, observed) => {
      if (deployment.proxy !== 'nginx' || facts.nginx === null) return []
      const vhosts = restored(facts, observed)
      const ours = nginxFiles.map(path => ({ path, text: null }))
      const edited = vhosts.map(vhost => ({
        ...{ ...vhost, mode: modeOf(vhost.path, observed) },
        ...{ exists: true as const, late: true as const },
      }))
      const together = {
        ...{ name: 'nginx', overlay: overlays(vhosts.map(({ path }) => path)), check: [['nginx', '-t']] },
      }
      return [{ args: { files: [...edited, ...ours], together } }]
    },
    notify: [reloadNginx],
  })
}

/** Behind the restart of main and the reload of nginx. The target stops when main is no part of it any more. */
export function leaveTasks(deployment: Deployment, module: Modules): readonly Task[] {
  const stopped = [{ unit: target, sockets: [] }]
  const stopTarget = (name: string) =>
    stepTask({
      name,
      module: processesModule(module('systemd')),
      // One of the operator that starts at boot stays as it is.
      items: (_, observed) => {
        const isOperators = restoreForeign(absent(unitFile(target)), observed).text?.includes('WantedBy=') ?? false
        return [{ args: { started: [], stopped: isOperators ? [] : stopped, drain: 0, why: [] } }]
      },
    })
  return [
    undeclaredFilesTask(deployment),
    unusedSocketsTask(deployment, module),
    restoreWorkersTask(),
    stepTask({
      name: 'Restore the unit of the main process',
      module: absentModule,
      items: (_, observed) => [
        {
          args: {
            files: [
              mainDropIn,
              startedWithFile(mainUnit),
              staleStartedWithFile(mainUnit),
              `${startRecords}/${mainUnit}`,
              mainReplication,
              `${mainReplication}.lock`,
              ...orphanedLinks(observed),
            ],
            folders: [`${unitFile(mainUnit)}.d`, `${unitFile(mainUnit)}.wants`],
          },
        },
      ],
    }),
    stepTask({
      name: 'Reload systemd',
      module: module('systemd'),
      items: () => [{ args: { name: mainUnit, state: 'started' } }],
    }),
    stopTarget('Remove the Synapse target'),
    stepTask({
      name: 'Remove the systemd units',
      module: filesModule,
      items: (facts, observed) => {
        const files = unitFiles(deployment, facts)
        const originals = files.map(({ path }) => originalOf(path))
        return [{ args: { files: files.map(file => restoreForeign(file, observed)), originals } }]
      },
    }),
    stopTarget('Reload systemd after the removal'),
    stepTask({
      name: 'Remove the socket directory',
      module: module('statoverride'),
      items: () => [{ args: { path: runFolder, state: 'absent' } }],
    }),
    ...removeRedisTasks(module),
    socketDirectoryTask(module),
    groupTask(module),
    stepTask({
      name: 'Remove the group that Synapse and nginx share',
      module: module('user-group'),
      items: () => [{ args: { name: clubGroup, state: 'absent' } }],
    }),
    foldersTask(deployment),
  ]
}

/** Their units do not start: the topology has no workers. */
function restoreWorkersTask(): Task {
  return stepTask({
    name: 'Restore the files of adopted workers',
    module: filesModule,
    items: ({ originals: all }, observed) => {
      const originals = all.map(({ path }) => originalOf(path))
      const files = all.map(({ path }) => restoreForeign({ path, text: null }, observed))
      return [{ args: { files: files.filter(({ text }) => text !== null), originals } }]
    },
  })
}

/** Only where swk has been: otherwise somebody else put it there. */
function groupTask(module: Modules): Task {
  return stepTask({
    name: 'Remove Synapse from the group redis',
    module: module('user-group'),
    items: ({ user }, observed) => {
      if (see(observed, group(clubGroup)) === null) return []
      const members = see(observed, group('redis'))?.members ?? []
      if (!members.includes(user)) return []
      return [{ args: { name: 'redis', members: members.filter(name => name !== user), exact: true } }]
    },
  })
}

function foldersTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Remove the remaining files of swk',
    module: absentModule,
    items: (facts, observed) => {
      const kept =
        observed.state({ kind: 'path', id: originalsFolder }) === null
          ? []
          : [
              ...vhostPaths(facts),
              ...[...facts.originals, ...unitFiles(deployment, facts), ...sharedFiles(deployment, facts)].map(
                file => file.path,
              ),
            ]
      const above = kept.flatMap(path => foldersBelow(originalOf(path)))
      const folders = [
        workersFolder,
        logConfigFolder,
        ...new Set(above),
        originalsFolder,
        directoryOf(originalsFolder),
        ...(findOperatorsEntry(observed) === undefined ? [runFolder] : []),
      ]
      return [{ args: { files: [secretFile, answersFile, ...kept.map(originalOf)], folders } }]
    },
  })
}

/** Of the folder of originals, innermost first. */
function foldersBelow(path: string): readonly string[] {
  const parts = path
    .slice(originalsFolder.length + 1)
    .split('/')
    .slice(0, -1)
  return parts.map((_, i) => `${originalsFolder}/${parts.slice(0, parts.length - i).join('/')}`)
}
