/** What swk promises when something goes wrong, and the tests that hold it. docs/promises.md is made from it. */

/** `isTried`: `npm run faults` tries it in check and play, as root, with sudo, and with sudo and a password. */
export type Promised = {
  readonly id: string
  readonly fault: string
  readonly promise: string
  readonly tests: readonly string[]
  readonly isTried?: true
}

export const promises = [
  {
    id: 'connection',
    fault: 'The connection is reset, ended or silent in the middle of a task',
    promise:
      'The host is `unreachable`, the other hosts finish, the exit status is 4, and swk ends within bounded time.',
    tests: ['test/lab/transport/loss.test.ts', 'test/lab/engine/outcomes.test.ts'],
    isTried: true,
  },
  {
    id: 'kill',
    fault: 'swk is killed with `kill -9`, at any task',
    promise:
      'The step at work ends, no later one starts, the lock is freed, no partial file stays. The next run converges, with the restarts that were due; `swk rollback` leads back instead.',
    tests: ['test/faults/interrupted.test.ts', 'test/lab/topology/interrupted.test.ts'],
    isTried: true,
  },
  {
    id: 'interrupt',
    fault: '`^C` once, twice',
    promise: 'Once: the step at work ends, swk reports what was done, exit status 130. Twice: the step ends at once.',
    tests: ['test/lab/engine/interrupted.test.ts'],
    isTried: true,
  },
  {
    id: 'full',
    fault: 'The disk is full',
    promise: 'The old file stays as it was, no temporary one stays, and the error names the path and the cause.',
    tests: [
      'test/lab/resources/safe-writes.test.ts',
      'test/lab/engine/rollback.test.ts',
      'test/faults/interrupted.test.ts',
    ],
    isTried: true,
  },
  {
    id: 'read-only',
    fault: 'The file system is read-only',
    promise: 'Refused before anything is changed, in the check too.',
    tests: ['test/lab/resources/forbidden.test.ts'],
    isTried: true,
  },
  {
    id: 'dpkg-lock',
    fault: 'Another process holds the lock of dpkg',
    promise: 'swk waits up to two minutes for the lock, and never removes it. A check does not wait.',
    tests: ['test/faults/table.test.ts'],
    isTried: true,
  },
  {
    id: 'dpkg-interrupted',
    fault: 'dpkg was interrupted',
    promise: 'Refused before anything is changed, in the check too, with the command that completes it.',
    tests: ['test/lab/resources/packages.test.ts'],
    isTried: true,
  },
  {
    id: 'sudo',
    fault: 'sudo denies, or the password is wrong',
    promise: 'A distinct error, and no password in the output.',
    tests: ['test/lab/transport/login.test.ts', 'test/lab/engine/secrets.test.ts'],
    isTried: true,
  },
  {
    id: 'host-key',
    fault: 'The host key is unknown, changed or revoked',
    promise: 'swk refuses before it authenticates, and shows the fingerprints.',
    tests: ['test/lab/transport/host-keys.test.ts'],
    isTried: true,
  },
  {
    id: 'two',
    fault: 'Two runs of swk on one host',
    promise: 'One runs; the other names it and changes nothing. A check does not wait.',
    tests: ['test/lab/engine/interrupted.test.ts', 'test/lab/engine/same-machine.test.ts'],
    isTried: true,
  },
  {
    id: 'stale',
    fault: 'The host has changed since its plan was saved',
    promise: '`swk play --plan` refuses the item by its name.',
    tests: ['test/lab/engine/plans.test.ts'],
    isTried: true,
  },
  {
    id: 'hostile',
    fault: 'A host prints terminal sequences, markers of the protocol or endless lines',
    promise: 'Nothing of it reaches the terminal as a command, and no reply is taken for another.',
    tests: ['test/lab/transport/transport.test.ts', 'test/reporters/plain.test.ts'],
    isTried: true,
  },
  {
    id: 'injection',
    fault: 'Names and values with quotes, `$()`, newlines, a leading `-`, `..`',
    promise: 'They arrive byte for byte, and nothing in them is run.',
    tests: ['test/lab/transport/transport.test.ts', 'test/shell/sh.test.ts'],
    isTried: true,
  },
  {
    id: 'race',
    fault: 'A user of the host swaps a path for a link',
    promise: 'swk never writes through it.',
    tests: ['test/lab/resources/attacks.test.ts'],
  },
  {
    id: 'bytes',
    fault: 'Files that are not UTF-8, with CRLF, without a final newline',
    promise: 'What is not edited keeps its bytes; a file that is not text is refused.',
    tests: ['test/lab/modules/modules.test.ts', 'test/lab/resources/paths.test.ts'],
    isTried: true,
  },
  {
    id: 'metadata',
    fault: 'ACLs, extended attributes, hard links, immutable files, mount points',
    promise:
      'Kept, or refused before anything is changed. In a directory that is removed, or changed with `recurse`, the first 10,000 entries are checked for immutable ones.',
    tests: ['test/lab/resources/safe-writes.test.ts', 'test/lab/resources/forbidden.test.ts'],
  },
  {
    id: 'login',
    fault: 'A login that prints, sleeps or has an unusual shell',
    promise: 'It works, or it is refused with the cause.',
    tests: ['test/lab/transport/login.test.ts'],
    isTried: true,
  },
  {
    id: 'sshd',
    fault: 'sshd with `MaxSessions 1`, a small `MaxStartups`, without SFTP',
    promise: 'It works.',
    tests: ['test/lab/transport/ways.test.ts', 'test/lab/transport/bastions.test.ts'],
    isTried: true,
  },
  {
    id: 'flaps',
    fault: 'A unit ends soon after its start',
    promise: 'The play fails and prints what the unit said last.',
    tests: ['test/lab/topology/faults.test.ts', 'test/lab/resources/units.test.ts'],
    isTried: true,
  },
  {
    id: 'reboot',
    fault: 'The host reboots in the middle of a run',
    promise: 'The next run converges; `swk rollback` leads back instead.',
    tests: ['test/faults/interrupted.test.ts', 'test/lab/engine/confirm.test.ts'],
  },
  {
    id: 'again',
    fault: 'The same play again',
    promise: 'Nothing is changed, and nothing is written.',
    tests: ['test/lab/engine/check-equals-play.test.ts', 'test/laws/laws.test.ts'],
    isTried: true,
  },
  {
    id: 'lost',
    fault: 'A change cuts you off: network, firewall, sshd, sudo, login',
    promise: 'With `confirm` the host takes the run back by itself.',
    tests: ['test/lab/engine/confirm-lost.test.ts', 'test/lab/engine/confirm.test.ts'],
  },
  {
    id: 'failed',
    fault: 'A play with a topology fails',
    promise: 'It takes back what it changed on the host, and no request is lost but POSTs that were under way.',
    tests: ['test/lab/topology/failed-play.test.ts'],
  },
  {
    id: 'rollback',
    fault: 'A topology is taken back with `swk rollback`',
    promise: 'The host is as it was before, and no request is lost but POSTs that were under way.',
    tests: ['test/lab/topology/way-back.test.ts'],
  },
  {
    id: 'taken-back',
    fault: 'Any other play is taken back with `swk rollback`',
    promise: 'The host is as it was before. A check says beforehand what cannot be taken back.',
    tests: ['test/faults/rollback-law.test.ts', 'test/lab/engine/rollback.test.ts'],
  },
] as const satisfies readonly Promised[]
