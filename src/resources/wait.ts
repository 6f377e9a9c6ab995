/** Waiting for a port, a path, a UNIX socket or a line in a file. */

import { program } from '../shell/program.ts'
import { readProgram } from '../shell/program-file.ts'
import { raw, type Sh, sh } from '../shell/sh.ts'
import { canonical } from './canonical.ts'
import { affectsAnything, type Kind, type Ref, type RefTo, refKey, undoNothing } from './kind.ts'
import { elapsed, probeNothing, readNothing } from './write-only.ts'

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
  traits: ['transient', 'silent', 'waits'],
  // Whatever is waited for was done by another program, which may have changed more.
  affects: affectsAnything,
  failureCode: 'condition-timeout',
  probe: refs => ask(refs.map(specOf), [0, 0, 0, '']),
  read(output, refs) {
    const answers = output.toString('latin1')
    return new Map(refs.map((ref, i) => [refKey(ref), { met: answers[i] === '1' }]))
  },
  undo: undoNothing,
  result: ([reply]) => ({
    ...elapsed(reply),
    ...(reply && reply.rc !== 0 && { failed: true, msg: reply.stderr.toString('utf8').trim() }),
  }),
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
  return sh`printf ${'%s\\0'} ${[...patience, ...words]} | ${raw(sh`perl -e ${raw(program(readProgram('resources/wait.pl')))}`)}`
}

/** Some seconds that pass. */
export const pause = (seconds: number): RefTo<{ readonly done: boolean }> => ({ kind: 'pause', id: String(seconds) })

/** id: seconds. Other programs may have changed anything meanwhile. */
export const pauseKind: Kind = {
  name: 'pause',
  traits: ['writeOnly', 'silent'],
  affects: affectsAnything,
  describe: ({ want }) => `wait ${want.id} s`,
  probe: probeNothing,
  read: readNothing,
  undo: undoNothing,
  result: ([reply]) => elapsed(reply),
  write: (_before, _after, { id }) => [{ name: `wait ${id} s`, script: sh`sleep ${id}`, timeout: Number(id) + 30 }],
}
