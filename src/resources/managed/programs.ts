/** The programs of managed things, as calls. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { raw, type Sh, sh } from '../../shell/sh.ts'
import type { ManagedProgram, ManagedSpec } from './spec.ts'

export function call(mode: 'read' | 'write' | 'remove', spec: ManagedSpec): Sh {
  const text = texts.get(spec.program) ?? textOf(spec.program)
  texts.set(spec.program, text)
  const rest = [...spec.args, ...(mode === 'read' ? [] : (spec.options ?? []))]
  return sh`sh -c ${raw(program(text))} ${spec.program} ${mode} ${rest}`
}

const texts = new Map<ManagedProgram, string>()

/** Programs in Perl that a shell program runs, each in a variable (`swk_lay_tree`) after what it needs. */
const enter = ['path/real.pl', 'managed/enter.pl']
const layTree = { swk_lay_tree: [...enter, 'managed/lay-tree.pl'] }
const ownTree = { swk_own_tree: [...enter, 'managed/own-tree.pl'] }
const isClosed = { swk_is_closed: ['path/real.pl', 'managed/is-closed.pl'] }
const helpers: { readonly [name in ManagedProgram]?: Readonly<Record<string, readonly string[]>> } = {
  'apt-key': isClosed,
  archive: layTree,
  checkout: { ...isClosed, swk_find_real: ['path/real.pl', 'path/find-real.pl'] },
  copy: { ...layTree, ...ownTree },
  hardlink: { swk_hard_link: [...enter, 'managed/hard-link.pl'] },
  mount: isClosed,
  openssl: isClosed,
  recurse: { ...ownTree, swk_find_held: ['path/flag.pl', 'managed/find-held.pl'] },
  times: { swk_set_time: [...enter, 'managed/set-time.pl'] },
}

function textOf(name: ManagedProgram): string {
  const perl = Object.entries(helpers[name] ?? {}).map(
    ([variable, files]) => sh`${raw(variable as Sh)}=${files.map(file => readProgram(`resources/${file}`)).join('')}`,
  )
  const shell = name === 'apt' ? [readProgram('resources/package/look.sh')] : []
  return [...perl, ...shell, 'set -eu', readProgram(`resources/managed/${name}.sh`)].join('\n')
}
