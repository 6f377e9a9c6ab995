/** Discovery: the processes that run a Synapse, whoever started them, and the TCP ports on which they listen. Read only. */

import { sh } from '../../shell/sh.ts'
import type { RefTo } from '../kind.ts'
import { type Kind, refKey, type State } from '../kind.ts'
import { tcpAddress } from '../tcp-address.ts'

/** id: '' (one a host). Always there. */
export type SynapseProcessesState = {
  /** JSON of {@link SynapseProcess}[], by pid. */
  readonly processes: string
}

export type SynapseProcess = {
  readonly pid: number
  /** Of which it is a part: a service, or the scope of who logged in; '': none. */
  readonly unit: string
  /** `homeserver`, `generic_worker`, ... */
  readonly app: string
  /** Files and folders of its configuration, absolute. */
  readonly config: readonly string[]
  /** Ports with their addresses: `127.0.0.1:8008`. */
  readonly listens: readonly string[]
}

export const synapseProcesses: RefTo<SynapseProcessesState> = { kind: 'synapse-processes', id: '' }

export const synapseProcessesKind: Kind = {
  name: 'synapse-processes',
  traits: ['transient'],
  probe: () => sh`perl -e ${program}`,
  read(output, refs) {
    const state: SynapseProcessesState = { processes: JSON.stringify(readProcesses(output.toString('utf8'))) }
    return new Map<string, State>(refs.map(ref => [refKey(ref), state]))
  },
}

/** Processes in a container have another pid namespace: they are not this host's Synapse. A prefork child counts as its parent. */
const program = String.raw`
my $own = readlink "/proc/self/ns/pid";
my %port;
for my $table ("tcp", "tcp6") {
  open(my $fh, "<", "/proc/net/$table") or next;
  while (<$fh>) { my @f = split; $port{$f[9]} = $f[1] if $f[3] eq "0A" }
}
for my $dir (sort { substr($a, 6) <=> substr($b, 6) } glob "/proc/[0-9]*") {
  open(my $fh, "<", "$dir/cmdline") or next;
  my @argv = split /\0/, do { local $/; <$fh> } // "";
  my ($app) = map { m{(?:^|[./])synapse[./]app[./](\w+?)(?:\.py)?$} ? $1 : () } @argv;
  next if !defined $app || $app eq "admin_cmd" || $argv[0] !~ /python/;
  next if (readlink "$dir/ns/pid") ne $own;
  my ($pid) = $dir =~ /(\d+)$/;
  my $cwd = readlink "$dir/cwd";
  my $unit = "";
  if (open(my $groups, "<", "$dir/cgroup")) { while (<$groups>) { chomp; $unit = $1 if m{/([^/]+\.(?:service|scope))(?:/[^/]+)*$} } }
  print "\@process $pid $app $unit\n";
  while (@argv) {
    my $word = shift @argv;
    my $path = $word =~ /^--config-(?:path|file)=(.*)/ ? $1 : $word =~ /^(?:-c|--config-path|--config-file)$/ ? shift @argv : next;
    $path = "$cwd/$path" if $path !~ m{^/};
    $path =~ s/\n/?/g;
    print "config $path\n";
  }
  my %seen;
  for (glob "$dir/fd/*") {
    my $inode = (readlink($_) // "") =~ /^socket:\[(\d+)\]$/ ? $1 : next;
    print "listens $port{$inode}\n" if $port{$inode} && !$seen{$port{$inode}}++;
  }
}`

function readProcesses(text: string): readonly SynapseProcess[] {
  return text
    .split(/^@process /m)
    .slice(1)
    .map(part => {
      const [head = '', ...lines] = part.split('\n')
      const [pid, app = '', unit = ''] = head.split(' ')
      const tagged = (tag: string) => lines.filter(line => line.startsWith(tag)).map(line => line.slice(tag.length))
      return {
        ...{ pid: Number(pid), unit, app, config: tagged('config ') },
        listens: tagged('listens ').map(address).sort(),
      }
    })
}

/** `0100007F:1F48` */
function address(local: string): string {
  const [hex = '', port = ''] = local.split(':')
  const name = tcpAddress(hex)
  return `${name.includes(':') ? `[${name}]` : name}:${Number.parseInt(port, 16)}`
}
