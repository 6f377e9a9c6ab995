/** What `apt` does with the host as a whole: upgrades, cleaning, archives. */
import { command, type HostView, managed, Refusal, see, type Want, want } from 'swk'

type Jobs = {
  readonly name?: readonly string[] | undefined
  readonly state: string
  readonly upgrade: string
  readonly autoremove: boolean
  readonly autoclean: boolean
  readonly clean: boolean
  readonly fail_on_autoremove: boolean
  readonly allow_unauthenticated: boolean
}

/** What apt is to do with the host as a whole, and with what. With packages `autoremove` follows their removal. */
export function jobsOf(args: Jobs): readonly (readonly [job: string, of: string])[] {
  const { upgrade, autoremove, autoclean, clean, state, name = [] } = args
  const isAll = state === 'latest' && name.includes('*')
  const upgrades =
    isAll || upgrade === 'yes' || upgrade === 'safe' ? ['upgrade'] : upgrade === 'no' ? [] : ['dist-upgrade']
  const others = Object.entries({ fixed: state === 'fixed', autoremove, autoclean, clean }).filter(([, given]) => given)
  const sources = state === 'build-dep' ? name.map(one => ['build-dep', one] as const) : []
  return [...sources, ...[...upgrades, ...others.map(([job]) => job)].map(job => [job, ''] as const)]
}

export const job = ([name, of]: readonly [string, string], args: Jobs) =>
  managed({
    ...{ program: 'apt', title: `apt-get ${name} ${of}`.trimEnd(), args: [name, of], timeout: 3600 },
    options: aptOptions(args),
  })

const aptOptions = (args: Pick<Jobs, 'fail_on_autoremove' | 'allow_unauthenticated'>): readonly string[] => [
  ...(args.fail_on_autoremove ? ['--no-remove'] : []),
  ...(args.allow_unauthenticated ? ['--allow-unauthenticated'] : []),
]

export const archive = (file: string) =>
  managed({ program: 'apt', title: `install ${file}`, args: ['deb', file], timeout: 1800 })

/** Which packages are due is not known before new lists are there: then apt is run. */
export function jobWants(args: Jobs, observed: HostView, listsComeFirst: boolean): readonly Want[] {
  return jobsOf(args).map(one => {
    if (listsComeFirst && one[0].endsWith('upgrade')) {
      const options = ['-y', '-q', '-o', 'Dpkg::Options::=--force-confold', ...aptOptions(args)]
      return want(command({ argv: ['apt-get', ...options, one[0]] }), { ran: true })
    }
    const error = see(observed, job(one, args))?.error
    if (error !== undefined && !listsComeFirst) throw new Refusal(`apt-get ${one.join(' ').trim()}: ${error}`)
    return want(job(one, args), { pending: '0' })
  })
}

export function archiveWants(file: string | undefined, observed: HostView): readonly Want[] {
  if (file === undefined) return []
  const now = see(observed, archive(file))
  if (now?.archive === 'absent') throw new Refusal(`the archive ${file} does not exist`)
  return [want(archive(file), { installed: 'yes' })]
}
