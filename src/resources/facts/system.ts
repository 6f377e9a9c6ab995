/** Facts of the operating system: the kernel, the distribution, its user, its clock, what it runs on. */
import { type Facts, firstOf, linesOf, valuesOf } from './lines.ts'

export function platformFacts(text: string): Facts {
  const value = firstOf(text)
  const nodename = value('nodename')
  const [, ...domain] = value('fqdn').split('.')
  const machine = value('machine')
  const cmdline = value('cmdline')
  return {
    system: value('system'),
    kernel: value('kernel'),
    kernel_version: value('kernel_version'),
    machine,
    architecture: /^i[3456]86$/.test(machine) ? 'i386' : machine,
    userspace_bits: value('bits'),
    userspace_architecture: machine === 'x86_64' && value('bits') === '32' ? 'i386' : machine,
    nodename,
    hostname: nodename.split('.')[0],
    fqdn: value('fqdn'),
    domain: domain.join('.'),
    machine_id: value('machine_id') || null,
    service_mgr: value('init'),
    pkg_mgr: value('pkg_mgr') || 'unknown',
    is_chroot: value('is_chroot') === 'yes',
    apparmor: { status: value('apparmor') || 'disabled' },
    selinux: { status: 'disabled' },
    selinux_python_present: true,
    fips: value('fips') === '1',
    cmdline: optionsOf(cmdline, false),
    proc_cmdline: optionsOf(cmdline, true),
  }
}

/** The kernel's command line; with `all`, an option that is there several times has a list. */
function optionsOf(line: string, all: boolean): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const word of line.split(/\s+/).filter(Boolean)) {
    const at = word.indexOf('=')
    const [name, value] = at === -1 ? [word, true] : [word.slice(0, at), word.slice(at + 1)]
    found[name] = all && name in found && at !== -1 ? [found[name], value].flat() : value
  }
  return found
}

export function distributionFacts(text: string): Facts {
  const release = new Map(
    linesOf(text).map(line => {
      const at = line.indexOf('=')
      return [line.slice(0, at), line.slice(at + 1).replace(/^(["'])(.*)\1$/, '$2')]
    }),
  )
  const name = release.get('NAME') ?? ''
  const isDebian = release.get('ID') === 'debian'
  const full = release.get('DEBIAN_VERSION') ?? ''
  const version = isDebian && /^\d/.test(full) ? full : (release.get('VERSION_ID') ?? '')
  const [major = '', minor] = version.split('.')
  return {
    distribution: isDebian ? 'Debian' : name.split(' ')[0],
    distribution_version: version,
    distribution_release: release.get('VERSION_CODENAME') ?? 'NA',
    distribution_major_version: major,
    ...(isDebian && minor !== undefined && { distribution_minor_version: minor }),
    distribution_file_parsed: true,
    distribution_file_path: '/etc/os-release',
    distribution_file_variety: 'Debian',
    os_family: 'Debian',
    lsb: lsbOf(release),
  }
}

function lsbOf(release: ReadonlyMap<string, string>): Facts {
  const id = release.get('LSB_Distributor')
  if (id === undefined) return {}
  const version = release.get('LSB_Release') ?? ''
  const rest = { description: release.get('LSB_Description'), codename: release.get('LSB_Codename') }
  return { id, release: version, major_release: version.split('.')[0], ...rest }
}

export function accountFacts(text: string): Facts {
  const value = firstOf(text)
  const [, , uid = '', gid = '', gecos, dir, shell] = value('passwd').split(':')
  const pair = (key: string) => value(key).split(':').map(Number)
  const [realUser, realGroup] = pair('real')
  const [user, group] = pair('effective')
  return {
    user_id: value('id'),
    user_uid: Number(uid),
    user_gid: Number(gid),
    user_gecos: gecos,
    user_dir: dir,
    user_shell: shell,
    login_dir: value('login'),
    real_user_id: realUser,
    real_group_id: realGroup,
    effective_user_id: user,
    effective_group_id: group,
  }
}

export function dateFacts(text: string): Facts {
  const [local = '', utc = ''] = linesOf(text)
  const [year, month, day, hour, minute, second, epoch = '', tz, offset, weekday, number, week, nano = ''] =
    local.split(' ')
  const [y, mo, d, h, mi, s] = utc.split(' ')
  const micro = nano.slice(0, 6)
  const date_time = {
    year,
    month,
    day,
    hour,
    minute,
    second,
    epoch,
    epoch_int: epoch,
    tz,
    tz_dst: tz,
    tz_offset: offset,
    weekday,
    weekday_number: number,
    weeknumber: week,
    date: `${year}-${month}-${day}`,
    time: `${hour}:${minute}:${second}`,
    iso8601: `${y}-${mo}-${d}T${h}:${mi}:${s}Z`,
    iso8601_micro: `${y}-${mo}-${d}T${h}:${mi}:${s}.${micro}Z`,
    iso8601_basic: `${year}${month}${day}T${hour}${minute}${second}${micro}`,
    iso8601_basic_short: `${year}${month}${day}T${hour}${minute}${second}`,
  }
  return { date_time }
}

export function virtualizationFacts(text: string): Facts {
  const value = firstOf(text)
  const container = named(value('container'))
  const vm = named(value('vm'))
  const hosts = value('host') === 'kvm' && vm === '' ? ['kvm'] : []
  const guests = [container, container && 'container', container === '' ? vm : ''].filter(name => name !== '')
  const type = container === '' ? vm : container === 'systemd-nspawn' ? 'container' : container
  return {
    virtualization_type: type || hosts[0] || 'NA',
    virtualization_role: type === '' ? (hosts.length > 0 ? 'host' : 'NA') : 'guest',
    virtualization_tech_guest: [...new Set(guests)],
    virtualization_tech_host: hosts,
  }
}

/** As systemd names it -> as Ansible does. */
function named(virt: string): string {
  const names: Record<string, string> = { none: '', oracle: 'virtualbox', microsoft: 'VirtualPC', vmware: 'VMware' }
  return names[virt] ?? virt
}

export function environmentFacts(text: string): Facts {
  const words = Buffer.from(text, 'base64').toString('utf8').split('\0').filter(Boolean)
  return { env: Object.fromEntries(words.map(word => word.split(/=(.*)/s).slice(0, 2))) }
}

export function pythonFacts(text: string): Facts {
  const [executable = '', said = ''] = text.trim().split('\t')
  if (executable === '') return {}
  const info = said.split(' ').map(word => (/^\d+$/.test(word) ? Number(word) : word))
  const [major, minor, micro, releaselevel, serial] = info
  const version = { major, minor, micro, releaselevel, serial }
  const python = { executable, has_sslcontext: true, type: 'cpython', version, version_info: info }
  return { python, python_version: `${major}.${minor}.${micro}` }
}

export function systemdFacts(text: string): Facts {
  const [first = '', features = ''] = linesOf(text)
  return { systemd: { version: Number(/\d+/.exec(first)?.[0]), features } }
}

export function keyFacts(text: string): Facts {
  const keys = [...valuesOf(text)].flatMap(([type, [line = '']]) => {
    const [keytype, key] = line.split(' ')
    return [
      [`ssh_host_key_${type}_public`, key],
      [`ssh_host_key_${type}_public_keytype`, keytype],
    ]
  })
  return Object.fromEntries(keys)
}
