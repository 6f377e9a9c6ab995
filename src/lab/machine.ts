import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LabError } from './error.ts'
import { exec } from './exec.ts'

export type NamedText = { name: string; text: string }

/** The lab needs Linux and root; elsewhere it says so instead of failing half way. */
export function requireMachine() {
  if (process.platform !== 'linux') throw new LabError(`the lab needs Linux; this is ${process.platform}`)
  if (process.getuid?.() !== 0) throw new LabError('the lab boots real hosts: it must be run as root (try sudo)')
}

/** The certificates that this machine trusts beyond Debian's own: its hosts must trust them as well. */
export function extraCertificates(): NamedText[] {
  return files('/usr/local/share/ca-certificates', name => name.endsWith('.crt'))
}

/** This machine's own sources of the Debian release `suite`; none: mmdebstrap knows the public ones. */
export function aptSources(suite: string): NamedText[] {
  const wanted = new RegExp(`(^|\\s)${suite}(-updates|-security|-backports)?(/updates)?(\\s|$)`)
  const debians = (text: string, separator: RegExp) =>
    text
      .split(separator)
      .filter(part => !part.startsWith('#') && wanted.test(part.replaceAll('\n', ' ')) && /\bmain\b/.test(part))
  const all = [
    ...files('/etc/apt', name => name === 'sources.list'),
    ...files('/etc/apt/sources.list.d', name => /\.(list|sources)$/.test(name)),
  ]
  return all
    .map(({ name, text }) => {
      const deb822 = name.endsWith('.sources')
      return { name, text: debians(text, deb822 ? /\n\s*\n/ : /\n/).join(deb822 ? '\n\n' : '\n') }
    })
    .filter(({ text }) => text.trim())
}

/** What the machine's owner told apt (a proxy, a date check): files that no package put there. */
export async function aptSettings(): Promise<NamedText[]> {
  const settings = files('/etc/apt/apt.conf.d', name => !name.startsWith('docker-'))
  const owners = await exec(['dpkg-query', '-S', ...settings.map(({ name }) => `/etc/apt/apt.conf.d/${name}`)])
  const isOwned = (name: string) => owners.stdout.includes(`apt.conf.d/${name}\n`)
  const told = settings.filter(({ name, text }) => !isOwned(name) && !text.includes('DO NOT EDIT'))
  return [...told, ...proxiesForApt()]
}

function proxiesForApt(): NamedText[] {
  const proxies = Object.entries(proxySettings()).filter(([name]) => !/^no/i.test(name))
  const lines = proxies.map(([name, url]) => `Acquire::${name.toLowerCase().replace('_proxy', '')}::Proxy "${url}";\n`)
  return lines.length > 0 ? [{ name: '80proxy', text: lines.join('') }] : []
}

/** How this machine reaches the world, where that takes a proxy. */
export function proxySettings(): Record<string, string> {
  const found = Object.entries(process.env).filter(([name, value]) => /^(https?|no)_proxy$/i.test(name) && value)
  return Object.fromEntries(found) as Record<string, string>
}

function files(folder: string, wanted: (name: string) => boolean): NamedText[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isFile() && wanted(entry.name))
    .map(entry => ({ name: entry.name, text: readFileSync(join(folder, entry.name), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
