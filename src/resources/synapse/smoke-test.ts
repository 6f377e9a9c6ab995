/**
 * A round as a user of the homeserver makes it: with a user that is made for it, and removed at its end. It is asked for like something
 * that is read, since it leaves the host as it was but for an empty room of nobody and two kilobytes of media.
 */

import { readProgram } from '../../shell/program-file.ts'
import { sh } from '../../shell/sh.ts'
import { canonical } from '../canonical.ts'
import type { RefTo } from '../kind.ts'
import { type Kind, refKey, type State } from '../kind.ts'

/** A socket's path, or an address with its port. `host`: what requests name. */
type Way =
  | { readonly socket: string; readonly host: string }
  | { readonly address: string; readonly port: number; readonly tls: boolean; readonly host: string }

export type SmokeTestSpec = {
  /** The user and the interpreter of Synapse. */
  readonly user: string
  readonly python: string
  /** Files and folders, as Synapse reads them. */
  readonly config: readonly string[]
  /** Where users are made: main itself, since proxies do not lead there. */
  readonly main: Way
  /** Where all else is asked: as users do. */
  readonly front: Way
}

/** `steps`: JSON of {@link SmokeTestStep}[]. `left`: the user, where it could not be removed; null: all is gone. */
export type SmokeTestState = { readonly steps: string; readonly left: string | null }
export type SmokeTestStep = { readonly step: string; readonly ms: number; readonly error?: string }

export const synapseSmokeTest = (spec: SmokeTestSpec): RefTo<SmokeTestState> => ({
  kind: 'synapse-round',
  id: canonical(spec),
})

export const synapseSmokeTestKind: Kind = {
  name: 'synapse-round',
  traits: ['transient'],
  probe(refs) {
    const { user, python, ...spec } = JSON.parse(refs[0]?.id ?? '{}') as SmokeTestSpec
    return sh`cd / && exec runuser -u ${user} -- ${python} -I -c ${readProgram('resources/synapse/smoke-test.py')} ${JSON.stringify(spec)} 2>&1`
  },
  read(output, refs) {
    const state: State = readRound(output.toString('utf8'))
    return new Map(refs.map(ref => [refKey(ref), state]))
  },
}

function readRound(text: string): SmokeTestState {
  const lines = text.split('\n').filter(line => line !== '')
  const said = lines.flatMap(line => parsed(line))
  const steps = said.flatMap(line => ('step' in line ? [line] : []))
  const left = said.find(line => 'left' in line)
  // What is no line of its own is the interpreter's last word: a traceback, or that it is not there.
  const broken = said.length < lines.length ? lines.findLast(line => parsed(line).length === 0) : undefined
  const trouble: readonly SmokeTestStep[] = broken === undefined ? [] : [{ step: 'the round', ms: 0, error: broken }]
  return { steps: JSON.stringify([...steps, ...trouble]), left: left === undefined ? null : left.left }
}

function parsed(line: string): readonly (SmokeTestStep | { readonly left: string })[] {
  if (!line.startsWith('{')) return []
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}
