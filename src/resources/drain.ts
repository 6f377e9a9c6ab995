/** Waiting until nobody is served through UNIX sockets any more, for a while at most: then whoever stops it may. */
import { sh } from '../shell/sh.ts'
import { affectsAnything, type Kind, undoNothing, type Want } from './kind.ts'
import { probeNothing, readNothing } from './write-only.ts'

export type DrainSpec = { readonly sockets: readonly string[]; readonly seconds: number }

export const drainOf = (spec: DrainSpec): Want => ({
  kind: 'drain',
  id: JSON.stringify(spec),
  state: { drained: true },
})

/** id: JSON of {@link DrainSpec}. */
export const drainKind: Kind = {
  name: 'drain',
  traits: ['writeOnly', 'silent'],
  affects: affectsAnything,
  probe: probeNothing,
  read: readNothing,
  undo: undoNothing,
  write(_before, _after, { id }) {
    const { sockets, seconds } = JSON.parse(id) as DrainSpec
    const name = `wait until no client is connected to ${sockets.join(', ')}, at most ${seconds} s`
    return [{ name, script: sh`perl -e ${look} -- ${[seconds, ...sockets]}`, timeout: seconds + 60 }]
  },
}

/**
 * In /proc/net/unix an accepted connection has the path of its listener, and state 03 while it is established. nginx takes a moment to
 * follow a reload: the first look comes a little later, and two looks in a row must see nobody.
 */
const look = `
use strict;
my $end = time + shift; my %asked = map { $_ => 1 } @ARGV; my $quiet = 0;
while (time < $end) {
  select undef, undef, undef, 0.2;
  open my $file, "<", "/proc/net/unix" or exit;
  my $busy = 0;
  while (<$file>) { my @f = split; $busy++ if defined $f[7] && $f[5] eq "03" && $asked{$f[7]} }
  $quiet = $busy ? 0 : $quiet + 1;
  exit if $quiet == 2;
}`
