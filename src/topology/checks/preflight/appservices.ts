/** Bridges speak to main's own port, past nginx: what main gives away they no longer find there. */
import { rolesOf } from '../../model/deployment.ts'
import { readSetting } from '../../model/effective-config.ts'
import type { Survey, Warn } from './survey.ts'

export const appservices: Warn = survey => {
  if (!rolesOf(survey.deployment).some(({ resources }) => resources.includes('media'))) return []
  const visitors = visitorsOf(survey)
  const registered = registrations(survey)
  if (visitors.length === 0 && registered.length === 0) return []
  const who = [
    ...(visitors.length > 0
      ? [`${visitors.join(', ')} ${visitors.length === 1 ? 'has' : 'have'} connections there`]
      : []),
    ...(registered.length > 0 ? [`registered: ${registered.join(', ')}`] : []),
  ]
  return [
    `media is no longer served at main's own port, where bridges often ask (${who.join('; ')}): give them nginx's address as their homeserver, or their media will be 404`,
  ]
}

/** Programs of this host that speak to a port of main's and are neither Synapse nor the proxy before it. */
function visitorsOf({ facts, host }: Survey): readonly string[] {
  const ports = new Set(
    facts.listeners.filter(({ type }) => (type ?? 'http') === 'http').map(({ port }) => String(port)),
  )
  const others = host.visitors.flatMap(visitor => {
    const [port = '', unit = ''] = visitor.split(' ')
    return ports.has(port) && !/^(matrix-synapse|nginx|haproxy|caddy|systemd-socket-)/.test(unit) ? [unit] : []
  })
  return [...new Set(others)].sort()
}

function registrations({ facts: { files } }: Survey): readonly string[] {
  const list = readSetting(files, 'app_service_config_files')
  return Array.isArray(list) ? list.map(String) : []
}
