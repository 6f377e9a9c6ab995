/** What a playbook says of a worker beside its role, by the names that it has there. Of what may be secret only the names. Pure. */
import type { Deployment, Worker } from '../model/deployment.ts'

export type ShownOptions = Readonly<Record<string, string | number | readonly string[]>>

/** Nothing where there is nothing to say. */
export function optionsOf(worker: Worker, deployment: Deployment): { readonly options?: ShownOptions } {
  const options = saidOf(worker, deployment)
  return Object.keys(options).length === 0 ? {} : { options }
}

function saidOf({ name, options }: Worker, { rooms }: Deployment): ShownOptions {
  const { cacheFactor, environment = {}, settings = {}, logLevel, nice, cpu, memory } = options
  const own = rooms.filter(({ worker }) => worker === name).map(({ room }) => room)
  return {
    ...(cacheFactor === undefined ? {} : { cache_factor: cacheFactor }),
    ...(logLevel === undefined ? {} : { log_level: logLevel }),
    ...(nice === undefined ? {} : { nice }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...names('environment', Object.keys(environment)),
    ...names('settings', Object.keys(settings)),
    ...names('rooms', own),
  }
}

const names = (key: string, all: readonly string[]): ShownOptions => (all.length === 0 ? {} : { [key]: all })

/** `cache_factor 2, rooms !busy:example.org` */
export function optionsText(options: ShownOptions): string {
  return Object.entries(options)
    .map(([key, value]) => `${key} ${[value].flat().join(' ')}`)
    .join(', ')
}
