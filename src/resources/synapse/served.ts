/**
 * Who serves a request: each is sent through nginx with a User-Agent of its own, which Synapse logs, and is then looked for in the logs
 * of all processes. Needs no header, no token and no configuration.
 */

import { sh } from '../../shell/sh.ts'
import { canonical } from '../canonical.ts'
import type { RefTo } from '../kind.ts'
import { type Kind, refKey, type State } from '../kind.ts'

export type ServedSpec = {
  /** `at`: which of the entrances is asked. `path` may have a query. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly at: number }[]
  /** Of nginx, with `by="SOCKET"` and `"METHOD PATH"`: says where a request went whose process logs nothing. */
  readonly requestLog?: string
  readonly entrances: readonly {
    readonly address: string
    readonly port: number
    readonly tls: boolean
    readonly host: string
  }[]
  /** A log file, or a unit whose journal it is. */
  readonly logs: readonly { readonly name: string; readonly file?: string; readonly unit?: string }[]
}

/**
 * By the number of the request: the status that came back ("0": none), the process whose log has it ("": none), and where none has, the
 * socket to which nginx has led it ("": not known).
 */
export type ServedState = {
  readonly status: readonly string[]
  readonly by: readonly string[]
  readonly via: readonly string[]
}

export const served = (spec: ServedSpec): RefTo<ServedState> => ({ kind: 'synapse-served', id: canonical(spec) })

export const servedKind: Kind = {
  name: 'synapse-served',
  traits: ['transient'],
  probe: refs =>
    sh`export LC_ALL=C
for spec in ${refs.map(ref => line(JSON.parse(ref.id) as ServedSpec))}; do perl -MIO::Socket -e ${program} -- "$spec"; done`,
  read(output, refs) {
    const parts = output.toString('utf8').split(/^@end\n/m)
    return new Map(refs.map((ref, i) => [refKey(ref), answers(parts[i] ?? '', JSON.parse(ref.id) as ServedSpec)]))
  },
}

/** Fields between control characters: no path or host can hold them. */
function line({ requests, logs, entrances, requestLog = '' }: ServedSpec): string {
  const doors = entrances.map(({ address, port, tls, host }) => `${address} ${port} ${tls ? 1 : 0} ${host}`)
  const asked = requests.map(({ method, path, at }) => `${at} ${method} ${encodeURI(path)}`)
  const places = logs.map(({ name, file, unit }) => `${name} ${file ?? `journal:${unit}`}`)
  return [doors, asked, places, [requestLog]].map(list => list.join('\x02')).join('\x01')
}

/** Log lines may lie in a buffer for five seconds before they are written. Where nobody answers, not all requests wait for that. */
const program = String.raw`
my ($doors, $requests, $logs, $nginx) = split /\x01/, $ARGV[0];
my @doors = map { [split / /] } split /\x02/, $doors;
my @requests = map { [split / /, $_, 2] } split /\x02/, $requests;
my @logs = map { [split / /, $_, 2] } split /\x02/, $logs;
my $mark = "swk-" . time() . "-$$";
my %begin = map { $_ => (-s $_ || 0) } $nginx, map { $_->[1] } @logs;
my $since = time() - 1;
$SIG{PIPE} = "IGNORE";
for my $i (0 .. $#requests) {
  last if time() - $since > 35;
  my $status = 0;
  my ($at, $request) = @{$requests[$i]};
  my ($address, $port, $tls, $host) = @{$doors[$at]};
  eval {
    local $SIG{ALRM} = sub { die }; alarm 10;
    my $text = "$request HTTP/1.0\r\nHost: $host\r\nUser-Agent: $mark-$i.\r\nContent-Length: 0\r\n\r\n";
    if ($tls) {
      pipe(my $in, my $out); my $pid = open(my $answer, "-|") // die;
      if (!$pid) { open(STDIN, "<&", $in); close $out; open(STDERR, ">", "/dev/null"); exec "openssl", "s_client", "-quiet", "-no_ign_eof", "-servername", $host, "-connect", ($address =~ /:/ ? "[$address]" : $address) . ":$port"; exit 1 }
      close $in; $out->autoflush(1); print $out $text;
      while (<$answer>) { if (m{^HTTP/\S+ (\d+)}) { $status = $1; last } } kill "TERM", $pid; close $out; close $answer;
    } else {
      my $class = $address =~ /:/ ? do { require IO::Socket::IP; "IO::Socket::IP" } : "IO::Socket::INET";
      my $s = $class->new(PeerAddr => $address, PeerPort => $port, Proto => "tcp", Timeout => 5) or die;
      print $s $text; my $first = <$s>; $status = $1 if $first =~ m{^HTTP/\S+ (\d+)}; close $s;
    }
  };
  alarm 0;
  print "status $i $status\n";
}
my %by;
for (1 .. 32) {
  for my $log (@logs) {
    my ($name, $place) = @$log; my $fh;
    if ($place =~ /^journal:(.*)/) { open($fh, "-|", "journalctl", "-q", "-o", "cat", "--since", "\@$since", "-u", $1) or next }
    else { open($fh, "<", $place) or next; seek $fh, $begin{$place}, 0 if -s $place >= $begin{$place} }
    while (<$fh>) { $by{$1} //= $name if /Processed request.*\Q$mark\E-(\d+)\./ }
    close $fh;
  }
  last if keys %by >= @requests;
  select undef, undef, undef, .25;
}
print "by $_ $by{$_}\n" for sort keys %by;
if (keys %by < @requests && $nginx ne "" && open(my $fh, "<", $nginx)) {
  my %to;
  seek $fh, $begin{$nginx}, 0 if -s $nginx >= $begin{$nginx};
  while (<$fh>) { $to{$2}{$1} = 1 if / by="unix:([^", ]+)" .*"([A-Z]+ [^"]*)"$/ }
  for my $i (grep { !$by{$_} } 0 .. $#requests) {
    my ($what) = $requests[$i][1] =~ /^([^?]*)/;
    $what =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
    my @to = keys %{$to{$what} // {}};
    print "via $i $to[0]\n" if @to == 1;
  }
}
print "\@end\n";`

function answers(text: string, { requests }: ServedSpec): State {
  const of = (tag: string) =>
    new Map(
      text
        .split('\n')
        .map(row => row.split(' '))
        .filter(row => row[0] === tag)
        .map(([, i, value]) => [Number(i), value ?? '']),
    )
  const [status, by, via] = [of('status'), of('by'), of('via')]
  const all = (found: ReadonlyMap<number, string>, none: string) => requests.map((_, i) => found.get(i) ?? none)
  return { status: all(status, '0'), by: all(by, ''), via: all(via, '') }
}
