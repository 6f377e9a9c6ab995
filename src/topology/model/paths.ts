/** Where everything is on a host: one place for names, paths and units. */

import { originalsFolder } from '../../resources/synapse/workers-probe.ts'

export const mainUnit = 'matrix-synapse.service'
export const target = 'matrix-synapse.target'
export const workerTemplate = 'matrix-synapse-worker@.service'
export const workerUnit = (name: string): string => `matrix-synapse-worker@${name}.service`
export const unitFile = (unit: string): string => `/etc/systemd/system/${unit}`
export const mainDropIn = `/etc/systemd/system/${mainUnit}.d/workers.conf`

export const workerDropIn = (name: string): string => `/etc/systemd/system/${workerUnit(name)}.d/swk.conf`
/** What files of the user's were before swk edited them, under their own paths. */
export { originalsFolder }
export const originalOf = (path: string): string => `${originalsFolder}${path}`

/** What the entrances answered before the first conversion. */
export const answersFile = '/var/lib/swk/answers'

export const clubGroup = 'clubmatrix'
export const runFolder = '/run/matrix-synapse'
/** Where requests wait while main restarts: for nginx, and for workers that ask main. */
export const gateSocket = `${runFolder}/gate.sock`
export const replicationGateSocket = `${runFolder}/gate_replication.sock`
export const mainReplication = `${runFolder}/replication.sock`
export const inboundSocket = (name: string): string => `${runFolder}/inbound_${name}.sock`
export const replicationSocket = (name: string): string => `${runFolder}/replication_${name}.sock`
/** All that a worker listens at, and the locks beside it. */
export const socketFilesOf = (name: string): readonly string[] =>
  [inboundSocket(name), replicationSocket(name)].flatMap(socket => [socket, `${socket}.lock`])
/** Where requests wait while a worker restarts that is alone in its role, and those of other processes while a writer does. */
export const workerGateSocket = (name: string): string => `${runFolder}/gate_inbound_${name}.sock`
export const writerGateSocket = (name: string): string => `${runFolder}/gate_replication_${name}.sock`
/** Bytes that fit into the address of a UNIX socket, with the NUL that ends it. */
export const longestSocket = 107

export const configFolder = '/etc/matrix-synapse'
export const sharedFolder = `${configFolder}/conf.d`
export const workersFolder = `${configFolder}/workers`
/** Not beside the worker files: tools take every file there for a worker. */
export const logConfigFolder = `${configFolder}/workers-log`
export const secretFile = `${configFolder}/worker_replication_secret`
export const sharedFile = (name: string): string => `${sharedFolder}/${name}.yaml`
export const workerFile = (name: string): string => `${workersFolder}/${name}.yaml`
export const logConfigFile = (name: string): string => `${logConfigFolder}/${name}.yaml`

export const nginxUnit = 'nginx.service'
export const nginxFolder = '/etc/nginx'
export const upstreamsFile = `${nginxFolder}/conf.d/matrix-upstreams.conf`
export const routesFile = `${nginxFolder}/conf.d/matrix-routes.conf`
/** The log of nginx for requests to Synapse, and where it is declared. */
export const requestLogFile = `${nginxFolder}/conf.d/matrix-log.conf`
export const requestLog = '/var/log/nginx/matrix.log'
export const proxySnippet = `${nginxFolder}/snippets/matrix-proxy.conf`

/** All that swk writes there besides its lines in vhosts. */
export const nginxFiles = [upstreamsFile, routesFile, requestLogFile, proxySnippet]

/** First line of every file that is swk's as a whole. */
export const managedMark = '# Written by swk: changes here are undone by its next run.'
export const managed = (text: string): string => `${managedMark}\n${text}`
