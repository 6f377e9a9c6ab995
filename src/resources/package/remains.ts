/** What is left of packages that are not installed: configuration of removed ones, and those of which an installation broke off. */
import { sh } from '../../shell/sh.ts'
import { aptGet, packagesChanged } from '../apt.ts'
import { affectsKinds, type Kind, type Look, type RefTo, type ResourceChange, refKey, type State } from '../kind.ts'
import { effectsOf } from './effects.ts'
import { forbidPackage } from './offer.ts'

/** id: NAME, or NAME purge where configuration counts as well. null: it is installed, or nothing is left of it. `status`: as dpkg names it. */
export type RemainsState = { readonly status: 'config-files' | 'unpacked' | 'half-configured' | 'half-installed' }

export const packageRemains = (name: string, purge = false): RefTo<RemainsState> => ({
  kind: 'package-remains',
  id: purge ? `${name} purge` : name,
})

export const packageRemainsKind: Kind = {
  name: 'package-remains',
  traits: ['rootOnly'],
  affects: affectsKinds('package', 'package-remains', 'path', 'unit', 'managed'),
  dependsOn: ({ want }) => want.kind === 'package',
  probe: refs =>
    sh`dpkg-query -W -f '\${Package} \${db:Status-Status}\\n' -- ${refs.map(({ id }) => nameOf(id))} 2>/dev/null || :`,
  read(output, refs) {
    const lines = output.toString('utf8').split('\n')
    const left = new Map(lines.map(line => line.split(' ')).map(([name = '', status = '']) => [name, status]))
    return new Map(refs.map(ref => [refKey(ref), stateOf(left.get(nameOf(ref.id)), countsConfiguration(ref.id))]))
  },
  follows,
  forbid: forbidPackage,
  describe: ({ want, before }) => `${verbOf(want.id)} what is left of ${nameOf(want.id)} (${before?.status})`,
  write: (_before, _after, { id }) => [
    {
      name: `apt-get ${verbOf(id)} ${nameOf(id)}`,
      script: aptGet(sh`${verbOf(id)} -- ${nameOf(id)}`),
      timeout: 1800,
      long: true,
      part: packagesChanged,
    },
  ],
  undo: ({ want }) => ({ cannot: `what was left of ${nameOf(want.id)} is not kept` }),
}

const nameOf = (id: string): string => id.split(' ')[0] ?? ''
const countsConfiguration = (id: string): boolean => id.endsWith(' purge')
const verbOf = (id: string): 'purge' | 'remove' => (countsConfiguration(id) ? 'purge' : 'remove')

const brokenOff: ReadonlySet<string> = new Set(['unpacked', 'half-configured', 'half-installed'])
const stateOf = (status = '', withConfiguration: boolean): State | null =>
  brokenOff.has(status) || (withConfiguration && status === 'config-files') ? { status } : null

/** A package that is removed may leave its configuration, one that is installed or purged leaves nothing. */
function follows(
  change: ResourceChange,
  id: string,
  state: State | null,
  look: Look,
): State | null | 'unknown' | undefined {
  if (change.want.kind !== 'package') return undefined
  const name = nameOf(id)
  const effects = effectsOf(change, look)
  const isOwn = change.want.id === name
  if (change.after !== null)
    return isOwn || effects?.installs?.some(one => one.startsWith(`${name} `)) ? null : undefined
  if (!isOwn && !effects?.removes?.includes(name)) return undefined
  if (!countsConfiguration(id) || (change.want.how?.purge === true && isOwn)) return null
  if (effects === undefined) return 'unknown'
  return effects.keeps?.includes(name) ? { status: 'config-files' } : state
}
