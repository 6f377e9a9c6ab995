import { type Layer, layer, type Say } from './layer.ts'
import { proxySettings } from './machine.ts'
import { pipSettings, wheelFolders } from './pip.ts'
import { fillWithData } from './recipe/data.ts'
import { configureSynapse } from './recipe/homeserver.ts'
import { configureNginx } from './recipe/nginx.ts'
import { installSynapse } from './recipe/software.ts'
import { buildOver } from './sandbox.ts'

/** Synapse, PostgreSQL and nginx, installed; no server yet. The costly part, the same for all servers. */
export function softwareLayer(base: Layer, say: Say): Promise<Layer> {
  const synapse = process.env.SWK_LAB_SYNAPSE ?? 'matrix-synapse[redis,postgres]'
  const pip = pipSettings()
  const wheels = wheelFolders(pip)
  return layer(
    {
      kind: 'synapse',
      inputs: { below: base.digest, installSynapse, synapse, pip },
      build: work =>
        buildOver(work, {
          title: 'the Synapse layer',
          script: installSynapse,
          lowers: [base.folder],
          binds: wheels.map((from, index) => ({ from, to: `/run/wheels${index}` })),
          env: { ...proxySettings(), ...pip, ...inside(pip, wheels), SYNAPSE: synapse },
          network: true,
        }),
    },
    say,
  )
}

/** A configured homeserver that people have used: bound to its server name. */
export function serverLayer(software: Layer, base: Layer, serverName: string, say: Say): Promise<Layer> {
  const script = `${configureSynapse}\n${configureNginx}\n${fillWithData}`
  return layer(
    {
      kind: `server-${serverName}`,
      inputs: { below: software.digest, script, serverName },
      build: work =>
        buildOver(work, {
          title: `the homeserver ${serverName}`,
          script,
          lowers: [software.folder, base.folder],
          env: { SERVER_NAME: serverName },
          network: false,
        }),
    },
    say,
  )
}

function inside(pip: Record<string, string>, wheels: string[]): Record<string, string> {
  const links = wheels.reduce(
    (all, folder, index) => all.replaceAll(folder, `/run/wheels${index}`),
    pip.PIP_FIND_LINKS ?? '',
  )
  return links ? { PIP_FIND_LINKS: links } : {}
}
