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
      name: 'Create the group that Synapse and nginx share',
      module: module('user-group'),
      items: ({ user, nginx }) => {
        const visitor = nginx?.user ?? (deployment.proxy === 'nginx' ? 'www-data' : undefined)
        const members = visitor === undefined ? [user] : [user, visitor]
        return [{ args: { name: clubGroup, system: true, members } }]
      },
      notify: deployment.proxy === 'nginx' ? [reloadNginx] : [],
    }),
    // Behind the group by which the way back knows that swk has been here.
    stepTask({
      name: 'Add Synapse to the group redis',
      module: module('user-group'),
      items: ({ user }) => [{ args: { name: 'redis', members: [user] } }],
    }),
    stepTask({
      name: 'Create the socket directory',
      module: module('statoverride'),
      items: ({ user }) => [{ args: { path: runFolder, owner: user, group: clubGroup, mode: '2770' } }],
    }),
    stepTask({
      name: 'Create the configuration directories',
      module: module('file'),
      items: () => folders.map(path => ({ label: path, args: { path, state: 'directory', ...rootOwned } })),
    }),
    stepTask({
      name: 'Generate the worker replication secret',
      module: secretModule,
      items: ({ user }) => [{ args: { path: secretFile, owner: user } }],
    }),
    stepTask({
      name: 'Install the systemd units',
      module: filesModule,
      items: facts => [{ args: { files: unitFiles(deployment, facts) } }],
    }),
  ]
}

const rootOwned = { owner: 'root', group: 'root', mode: '0755' }
const folders = [workersFolder, logConfigFolder, mainDropIn.slice(0, mainDropIn.lastIndexOf('/'))]
