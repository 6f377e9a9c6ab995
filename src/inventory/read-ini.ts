/** Ansible's INI inventory: hosts line by line, with `key=value`, in groups; `[g:children]`, `[g:vars]`. Mistakes are collected. */
import type { Collector } from '../errors/collect.ts'
import type { Place } from '../errors/diagnostic.ts'
import { words } from '../shell/words.ts'
import type { Definitions } from '../yaml/definitions.ts'
import type { Source } from '../yaml/source.ts'
import { readLiteral } from './python-literal.ts'
import { isGroupName, type WrittenInventory } from './written.ts'

type State = 'hosts' | 'children' | 'vars'

export function readIni(file: string, text: string, into: WrittenInventory, problems: Collector): Source {
  const lines = text.replace(/^\u{FEFF}/u, '').split(/\r?\n/)
  const source = lineSource(file, lines)
  /** Groups that must be declared somewhere, with the line that says so. */
  const pending = new Map<string, { line: number; as: string }>()
  const declared = new Set(['all', 'ungrouped', ...into.groups.keys()])
  let group = 'all'
  let state: State = 'hosts'
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    if (/^\[.*\]\s*(?:#.*)?$/.test(line)) openSection(line, index + 1)
    else if (state === 'hosts') readHost(raw, index + 1)
    else if (state === 'vars') readVariable(raw, index + 1)
    else readChild(line, index + 1)
  }
  for (const [name, { line, as }] of pending)
    if (!declared.has(name)) fail(line, `The group \`${name}\` is not declared; ${as}.`, `a section [${name}]`)
  return source

  function openSection(line: string, number: number): void {
    const [, name, kind = 'hosts'] = /^\[([^:\]\s]+)(?::(\w+))?\]/.exec(line) ?? []
    if (name === undefined || !isGroupName(name)) {
      fail(number, `\`${line}\` is not a section.`, '[GROUP]')
      return
    }
    if (kind !== 'hosts' && kind !== 'children' && kind !== 'vars') {
      fail(number, `\`${kind}\` is not a kind of section.`, '[GROUP], [GROUP:children] or [GROUP:vars]')
      return
    }
    group = name === 'ungrouped' ? 'all' : name
    state = kind
    if (kind !== 'vars') declared.add(name)
    else if (!pending.has(name)) pending.set(name, { line: number, as: `[${name}:vars] needs it` })
    into.group(group)
  }

  function readHost(raw: string, line: number): void {
    const all = split(raw, line)
    if (all === undefined) return
    const [entry, ...assignments] = all
    if (entry === undefined) return
    const vars = assignments.flatMap(word => define(word, raw, line))
    if (/:$/.test(entry)) {
      fail(line, `\`${entry}\` ends in a colon.`, 'a host, or HOST:PORT')
      return
    }
    const wrong = into.addHosts(group, entry, { source, path: [line] }, new Map(vars))
    if (wrong !== undefined) fail(line, wrong, 'a name or an address')
  }

  function define(
    word: string,
    raw: string,
    line: number,
  ): [string, Definitions extends ReadonlyMap<string, infer D> ? D : never][] {
    const [, name, value = ''] = /^([^=]+)=([\s\S]*)$/.exec(word) ?? []
    if (name === undefined) {
      fail(line, `\`${word}\` is not a variable.`, 'KEY=VALUE')
      return []
    }
    const column = raw.indexOf(`${name}=`) + 1
    return [[name, { value: readLiteral(value), source, path: [line, Math.max(column, 1), word.length] }]]
  }

  function readVariable(raw: string, line: number): void {
    const at = raw.indexOf('=')
    if (at < 0) {
      fail(line, `\`${raw.trim()}\` is not a variable.`, 'KEY=VALUE')
      return
    }
    const name = raw.slice(0, at).trim()
    const value = readLiteral(raw.slice(at + 1).trim())
    into.addVars(group, new Map([[name, { value, source, path: [line] }]]))
  }

  function readChild(line: string, number: number): void {
    const [, name] = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(line) ?? []
    if (name === undefined || !isGroupName(name)) {
      fail(number, `\`${line}\` is not a group.`, 'the name of a group')
      return
    }
    if (!pending.has(name)) pending.set(name, { line: number, as: `[${group}:children] has it` })
    into.addChild(group, name, { source, path: [number] })
  }

  function split(raw: string, line: number): readonly string[] | undefined {
    try {
      return words(withoutComment(raw))
    } catch (error) {
      fail(line, `The line cannot be split into words: ${(error as Error).message}.`)
      return undefined
    }
  }

  function fail(line: number, message: string, expected?: string): void {
    const place = source.place([line])
    problems.add({ code: 'bad-value', message, place, ...(expected !== undefined && { expected }) })
  }
}

/** As Python's shlex: outside of quotes a comment may begin within a word, too. */
function withoutComment(line: string): string {
  return line.replace(/^((?:[^'"#\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")*)#.*$/, '$1')
}

/** Paths are line, column and length. */
export function lineSource(file: string, lines: readonly string[]): Source {
  return {
    file,
    text: lines.join('\n'),
    data: null,
    place([line, column, length]): Place {
      const source = lines[Number(line ?? 1) - 1] ?? ''
      const start = column === undefined ? source.search(/\S|$/) + 1 : Number(column)
      return {
        file,
        line: Number(line ?? 1),
        column: start,
        length: length === undefined ? Math.max(1, source.trim().length) : Number(length),
        source,
      }
    },
  }
}
