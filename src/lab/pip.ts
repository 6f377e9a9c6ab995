import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What pip is told on this machine, by its files and its environment: as an environment. */
export function pipSettings(): Record<string, string> {
  const home = process.env.HOME ?? '/root'
  const places = ['/etc/pip.conf', join(home, '.pip/pip.conf'), join(home, '.config/pip/pip.conf')]
  const configured = places.filter(place => existsSync(place)).map(place => asEnvironment(readFileSync(place, 'utf8')))
  const own = Object.entries(process.env).filter(([name, value]) => /^PIP_/.test(name) && value) as [string, string][]
  // A root trusts what its machine trusts, but keeps it at Debian's place.
  return Object.assign({}, ...configured, Object.fromEntries(own), { PIP_CERT: '/etc/ssl/certs/ca-certificates.crt' })
}

/** Folders of wheels on this machine that pip is told of: a root has to see them too. */
export function wheelFolders(settings: Record<string, string>): string[] {
  const links = (settings.PIP_FIND_LINKS ?? '').split(/\s+/)
  return links.map(link => link.replace(/^file:\/\//, '')).filter(link => link.startsWith('/') && existsSync(link))
}

/** A key of any section is an option, and may be a variable as well; several values stand on lines of their own. */
function asEnvironment(config: string): Record<string, string> {
  const found: Record<string, string> = {}
  let last: string | undefined
  for (const line of config.split('\n').filter(line => !/^\s*([#;[]|$)/.test(line))) {
    const [, key, value = line] = /^([\w-]+)\s*[=:]\s*(.*)$/.exec(line) ?? []
    if (key) last = `PIP_${key.toUpperCase().replaceAll('-', '_')}`
    if (last) found[last] = `${key ? '' : (found[last] ?? '')} ${value.trim()}`.trim()
  }
  return found
}
