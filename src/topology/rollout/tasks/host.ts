/** What Synapse's processes find on the host: who may reach whom, the folder of the sockets, where their files are. */
import type { Task } from '../../../engine/task.ts'
import type { Deployment } from '../../model/deployment.ts'
import { clubGroup, logConfigFolder, mainDropIn, runFolder, secretFile, workersFolder } from '../../model/paths.ts'
import { type Modules, stepTask } from '../../step.ts'
import { unitFiles } from '../../systemd/units.ts'
import { filesModule } from '../modules/files.ts'
import { secretModule } from '../modules/secret.ts'
import { reloadNginx } from './nginx.ts'

export function hostTasks(deployment: Deployment, module: Modules): readonly Task[] {
  return [
    stepTask({
      name: 'Synapse and nginx share a group',
      module: module('user-group'),
      items: ({ user, nginx }) => [
        { args: { name: clubGroup, system: true, members: [user, nginx?.user ?? 'www-data'] } },
      ],
      notify: [reloadNginx],
    }),
    stepTask({
      name: 'The folder of the sockets is theirs',
      module: module('statoverride'),
      items: ({ user }) => [{ args: { path: runFolder, owner: user, group: clubGroup, mode: '2770' } }],
    }),
    stepTask({
      name: 'Folders for the configuration of workers',
      module: module('file'),
      items: () => folders.map(path => ({ label: path, args: { path, state: 'directory', ...rootOwned } })),
    }),
    stepTask({
      name: 'A secret that only the processes of Synapse know',
      module: secretModule,
      items: ({ user }) => [{ args: { path: secretFile, owner: user } }],
    }),
    stepTask({
      name: 'Units of the workers, the target and the gates',
      module: filesModule,
      items: facts => [{ args: { files: unitFiles(deployment, facts) } }],
    }),
  ]
}

const rootOwned = { owner: 'root', group: 'root', mode: '0755' }
const folders = [workersFolder, logConfigFolder, mainDropIn.slice(0, mainDropIn.lastIndexOf('/'))]
