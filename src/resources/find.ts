/** Files below directories that match, with what stat tells of them. */
import { program } from '../shell/program.ts'
import { readProgram } from '../shell/program-file.ts'
import { raw, sh } from '../shell/sh.ts'
import { canonical } from './canonical.ts'
import { type Kind, type RefTo, refKey, type State } from './kind.ts'

export type FindSpec = {
  readonly paths: readonly string[]
  /** Perl's regular expressions over names. */
  readonly patterns: readonly string[]
  readonly excludes: readonly string[]
  readonly type: 'any' | 'file' | 'directory' | 'link'
  readonly recurse?: boolean
  readonly hidden?: boolean
  readonly follow?: boolean
  readonly depth?: number
  /** Seconds; negative: younger. */
  readonly age?: number
  readonly stamp?: 'atime' | 'ctime' | 'mtime'
  /** Bytes; negative: smaller. */
  readonly size?: number
  readonly contains?: string
  readonly whole?: boolean
  readonly checksum?: string
  readonly limit?: number
  /** Also the content of each file, as base64. */
  readonly content?: boolean
  readonly mode?: string
  readonly exact?: boolean
}

/** `lines`: what the program prints. Transient. */
export type FoundState = { readonly lines: readonly string[] }

/** Files below directories. */
export const found = (spec: FindSpec): RefTo<FoundState> => ({ kind: 'find', id: canonical(spec) })

/** Kinds whose changes leave files as they are, but for their own in /etc. */
const withoutFiles: ReadonlySet<string> = new Set([
  'group',
  'system-setting',
  'unit-job',
  'systemd-manager',
  'apt-cache',
])

const find = readProgram('resources/find.pl')

/** id: canonical JSON of {@link FindSpec}. `lines`: what the program prints. */
export const findKind: Kind = {
  name: 'find',
  traits: ['transient'],
  isTouchedBy: ({ kind }) => !withoutFiles.has(kind),
  probe: refs =>
    sh`printf '%s\\0' ${refs.flatMap(ref => wordsOf(JSON.parse(ref.id) as FindSpec))} | perl -e ${raw(program(find))}`,
  read(output, refs) {
    const answers = output.toString('latin1').split('\0')
    return new Map(refs.map((ref, i): [string, State] => [refKey(ref), { lines: linesOf(answers[i]) }]))
  },
}

const linesOf = (text = ''): readonly string[] => text.split('\n').filter(line => line !== '')

function wordsOf(spec: FindSpec): readonly string[] {
  const flag = (given: boolean | undefined): string => (given ? '1' : '')
  return [
    ...[spec.paths, spec.patterns, spec.excludes].map(list => list.join('\n')),
    ...[spec.type, flag(spec.recurse), flag(spec.hidden), flag(spec.follow), `${spec.depth ?? ''}`],
    ...[`${spec.age ?? ''}`, spec.stamp ?? 'mtime', `${spec.size ?? ''}`, spec.contains ?? '', flag(spec.whole)],
    ...[spec.checksum ?? '', `${spec.limit ?? ''}`, flag(spec.content), spec.mode ?? '', flag(spec.exact)],
  ]
}
