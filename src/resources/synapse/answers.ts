/** What the entrances of a homeserver answered at a time, kept in a file on the host. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { raw, sh } from '../../shell/sh.ts'
import { affectsKinds, dependsOnPaths, type Kind, refKey, type Want } from '../kind.ts'
import { createFrom } from '../made-on-host.ts'
import { probePaths } from '../path/probe.ts'
import { readPaths } from '../path/read.ts'
import { askEntrances, type Questions, wordsOf } from './served.ts'

/** id: path of the file; its state is that it is there. */
export const answersKind: Kind = {
  name: 'synapse-answers',
  dependsOn: dependsOnPaths,
  affects: affectsKinds('synapse-answers', 'path'),
  describe: ({ want }) => `keep in ${want.id} what the entrances answer`,
  probe: probePaths,
  read(output, refs) {
    const found = readPaths(output, refs)
    return new Map(refs.map(ref => [refKey(ref), (found.get(refKey(ref)) ?? null) && kept]))
  },
  undo: ({ want }) => ({ wants: [{ kind: 'path', id: want.id, state: null }], unguarded: true }),
  write(_before, _after, { id, how }) {
    const words = JSON.parse(String(how?.words)) as readonly string[]
    const asks = sh`perl -e ${raw(program(askEntrances + readProgram('resources/synapse/answers.pl')))} -- ${words}`
    return [createFrom(asks, { id, after: owned, title: `keep in ${id} what the entrances answer` })]
  },
}

const kept = { kept: true }
const owned = { owner: 'root', group: 'root', mode: '0600' }

/** `names`: of the entrances, for people. */
export type Inquiry = { readonly questions: Questions; readonly names: readonly string[] }

export function keepAnswers(file: string, { questions, names }: Inquiry): Want {
  return {
    kind: 'synapse-answers',
    id: file,
    state: kept,
    how: { words: JSON.stringify([...wordsOf(questions), ...names]) },
  }
}

export type Answer = { readonly status: string; readonly request: string; readonly entrance: string }

/** The text of the file. `request`: `METHOD PATH`. */
export function readAnswers(text: string): readonly Answer[] {
  return text.split('\n').flatMap(line => {
    const [, status = '', request = '', entrance = ''] = line.match(/^(\d+) (\S+ \S+) (.+)$/) ?? []
    return status === '' ? [] : [{ status, request, entrance }]
  })
}
