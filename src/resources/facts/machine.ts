/** Facts of the machine: memory, processors, firmware, mounts. */
import { type Facts, firstOf, linesOf, valuesOf } from './lines.ts'

export function hardwareFacts(text: string): Facts {
  const value = firstOf(text)
  const mb = (name: string): number => Math.floor(Number(value(`mem.${name}`) || 0) / 1024)
  const [total, free, swap, swapFree] = ['MemTotal', 'MemFree', 'SwapTotal', 'SwapFree'].map(mb) as [
    number,
    number,
    number,
    number,
  ]
  const cached = mb('Cached') + mb('Buffers')
  const [one, five, fifteen] = value('loadavg').split(' ').map(Number)
  return {
    memtotal_mb: total,
    memfree_mb: free,
    swaptotal_mb: swap,
    swapfree_mb: swapFree,
    memory_mb: {
      real: { total, free, used: total - free },
      nocache: { free: free + cached, used: total - free - cached },
      swap: { total: swap, free: swapFree, used: swap - swapFree, cached: mb('SwapCached') },
    },
    ...processorFacts(text, Number(value('nproc'))),
    uptime_seconds: Math.floor(Number(value('uptime'))),
    loadavg: { '1m': one, '5m': five, '15m': fifteen },
    ...firmwareFacts(value),
  }
}

function processorFacts(text: string, nproc: number): Facts {
  const values = valuesOf(text)
  const all = (name: string): readonly string[] => values.get(`cpu.${name}`) ?? []
  const vcpus = all('processor').length || nproc
  const sockets = new Set(all('physical id')).size || (all('model name').length > 0 ? 1 : vcpus)
  const cores = Number(all('cpu cores')[0] ?? 0) || 1
  const siblings = Number(all('siblings')[0] ?? 0) || cores
  const maker = all('vendor_id')
  const model = all('model name')
  return {
    processor: all('processor').flatMap((number, i) => [number, maker[i], model[i]].filter(one => one !== undefined)),
    processor_count: sockets,
    processor_cores: cores,
    processor_threads_per_core: Math.max(1, Math.floor(siblings / cores)),
    processor_vcpus: vcpus,
    processor_nproc: nproc,
    flags: (all('flags')[0] ?? all('Features')[0] ?? '').split(' ').filter(Boolean),
  }
}

function firmwareFacts(value: (key: string) => string): Facts {
  const names = `bios_date bios_vendor bios_version board_asset_tag board_name board_serial board_vendor board_version
    chassis_asset_tag chassis_serial chassis_vendor chassis_version product_name product_serial product_uuid
    product_version`.split(/\s+/)
  const known = (name: string): string => value(`dmi.${name}`).trim() || 'NA'
  return {
    ...Object.fromEntries(names.map(name => [name, known(name)])),
    system_vendor: known('sys_vendor'),
    form_factor: formFactors[Number(value('dmi.chassis_type') || Number.NaN)] ?? 'NA',
  }
}

const formFactors =
  `Unknown Other Unknown Desktop Low_Profile_Desktop Pizza_Box Mini_Tower Tower Portable Laptop Notebook
  Hand_Held Docking_Station All_In_One Sub_Notebook Space-saving Lunch_Box Main_Server_Chassis Expansion_Chassis
  Sub_Chassis Bus_Expansion_Chassis Peripheral_Chassis RAID_Chassis Rack_Mount_Chassis`
    .split(/\s+/)
    .map(name => name.replaceAll('_', ' '))

export function mountFacts(text: string): Facts {
  const mounts = linesOf(text).map(line => {
    const [device, mount, fstype, options, dump, passno, size = '', uuid] = line.split('\t')
    return { mount, device, fstype, options, dump: Number(dump), passno: Number(passno), uuid, ...sizesOf(size) }
  })
  return { mounts }
}

/** Of a mount that does not answer nothing is known. */
function sizesOf(line: string): Record<string, number> {
  if (line === '') return {}
  const [size = 0, blocks = 0, available = 0, inodes = 0, free = 0] = line.split(' ').map(Number)
  return {
    size_total: size * blocks,
    size_available: size * available,
    block_size: size,
    block_total: blocks,
    block_available: available,
    block_used: blocks - available,
    inode_total: inodes,
    inode_available: free,
    inode_used: inodes - free,
  }
}
