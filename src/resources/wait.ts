/** Waiting for a port, a path, a UNIX socket or a line in a file. */

import { program } from '../shell/program.ts'
import { raw, type Sh, sh } from '../shell/sh.ts'
import { canonical } from './canonical.ts'
import type { RefTo } from './kind.ts'
import { affectsAnything, type Kind, type Ref, refKey } from './kind.ts'

/** id: canonical JSON of a wait_for condition. Fleeting, quiet: writing it waits. */
export type WaitState = { readonly met: boolean }

/** What `wait_for` waits for, as the id of a `condition`. Times in seconds. */
export type WaitSpec = {
  readonly port?: number
  readonly host?: string
  readonly path?: string
  readonly socket?: string
  /** A regular expression (POSIX extended) that a line of the file, or what the port sends, must match. */
  readonly search?: string
  readonly state: 'started' | 'stopped' | 'present' | 'absent' | 'drained'
  readonly timeout: number
  readonly delay: number
  /** The message after the timeout. */
  readonly msg?: string
  readonly sleep: number
}

export const waitFor = (spec: WaitSpec): RefTo<WaitState> => ({
  kind: 'condition',
  id: canonical(spec),
})

/** id: canonical JSON of {@link WaitSpec}. */
export const waitKind: Kind = {
  name: 'condition',
  traits: ['transient', 'silent'],
  // Whatever is waited for was done by another program, which may have changed more.
  affects: affectsAnything,
  failureCode: 'condition-timeout',
  probe: refs => ask(refs.map(specOf), [0, 0, 0, '']),
  read(output, refs) {
    const answers = output.toString('latin1')
    return new Map(refs.map((ref, i) => [refKey(ref), { met: answers[i] === '1' }]))
  },
  write(_before, _after, want) {
    const spec = specOf(want)
    const name = `wait for ${describe(spec)}`
    const failure = spec.msg ?? `waited ${spec.timeout} s for ${describe(spec)}`
    const script = ask([spec], [spec.timeout, spec.delay, spec.sleep, failure])
    // A look at a busy host takes a while itself; the message shall come from the look, not from the step's end.
    return [{ name, script, timeout: spec.timeout + spec.delay + 30 }]
  },
}

const specOf = ({ id }: Pick<Ref, 'id'>): WaitSpec => JSON.parse(id) as WaitSpec

function describe({ port, host, path, socket, search, state }: WaitSpec): string {
  const what = port === undefined ? (path ?? `the socket ${socket}`) : `port ${port} of ${host ?? '127.0.0.1'}`
  return search === undefined ? `${what} to be ${state}` : `${what} to have a line that matches ${search}`
}

function ask(specs: readonly WaitSpec[], patience: readonly (string | number)[]): Sh {
  const words = specs.flatMap(({ port, host, path, socket, search, state }) => {
    const what = port === undefined ? (path === undefined ? 'socket' : 'path') : 'port'
    return [what, port ?? path ?? socket ?? '', host ?? '127.0.0.1', search ?? '', state]
  })
  return sh`printf ${'%s\\0'} ${[...patience, ...words]} | ${raw(sh`perl -e ${raw(program(look))}`)}`
}

/**
 * Input: timeout, delay, sleep, message; then for each condition: what, name, host, pattern, state. Without a timeout one look, and
 * `1` or `0` for each; else looks until the first is met, or fails with the message.
 */
const look = String.raw`
use strict; use IO::Socket::IP; use IO::Socket::UNIX; use Socket;
my @in = do { local $/ = "\0"; <STDIN> };
s/\0\z// for @in;
my ($timeout, $delay, $sleep, $message) = splice @in, 0, 4;
my @all;
while (my @one = splice @in, 0, 5) { push @all, [@one] }
if (!$timeout) { print join "", map { met(@$_) ? 1 : 0 } @all; exit }
my $end = time + $timeout;
sleep $delay if $delay;
until (met(@{$all[0]})) {
  if (time >= $end) { print STDERR "$message\n"; exit 75 }
  sleep($sleep || 1);
}
sub met {
  my ($what, $name, $host, $pattern, $state) = @_;
  my $wanted = $state !~ /^(stopped|absent|drained)\z/;
  if ($what eq "port") { return !clients($name) if $state eq "drained"; return $wanted == connects($host, $name) }
  if ($what eq "socket") { return $wanted == (defined IO::Socket::UNIX->new(Peer => $name, Timeout => 2) ? 1 : 0) }
  return $wanted == (lstat $name ? 1 : 0) if $pattern eq "";
  return $wanted == matches($name, $pattern);
}
sub connects {
  my ($host, $port) = @_;
  my $socket = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Type => SOCK_STREAM, GetAddrInfoFlags => 0, Timeout => 2);
  return defined $socket ? 1 : 0;
}
sub clients {
  my $port = sprintf "%04X", $_[0];
  for my $table ("/proc/net/tcp", "/proc/net/tcp6") {
    open my $file, "<", $table or next;
    while (<$file>) { return 1 if /^\s*\d+: [0-9A-F]+:$port \S+ 0[1-6] / }
  }
  return 0;
}
sub matches {
  my ($name, $pattern) = @_;
  open my $file, "<", $name or return 0;
  while (<$file>) { return 1 if /$pattern/ }
  return 0;
}`
