/** Lookups that read files of the controller, or run a program there. */
import { execFileSync } from 'node:child_process'
import { concatValue } from '../evaluate/concat.ts'
import { type Context, contextual } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import type { Files } from '../files.ts'
import { stripLeft, stripRight } from '../methods/string.ts'
import { get, has, isDict } from '../values/dict.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { typeName } from '../values/type.ts'
import { csvRows } from './csv.ts'
import { iniValues } from './ini.ts'
import { onlyPlain, password } from './password.ts'

export const fileLookups = contextual({
  file: [
    '*terms, lstrip=False, rstrip=True',
    (context, left: unknown, right: unknown, terms: readonly unknown[]) =>
      terms.map(term => {
        const text = read(context, str(term), 'files')
        const start = truth(left) ? stripLeft(text, null) : text
        return truth(right) ? stripRight(start, null) : start
      }),
  ],
  fileglob: ['*terms', (context, terms: readonly unknown[]) => terms.flatMap(term => filesOf(context).glob(str(term)))],
  first_found: ['*terms, files=[], paths=[], skip=False', firstFound],
  template: [
    '*terms, convert_data=True, template_vars={}, jinja2_native=False',
    (context, convert: unknown, more: unknown, _native: unknown, terms: readonly unknown[]) =>
      terms.map(term => {
        const file = find(context, str(term), 'templates')
        const values = isDict(more)
          ? (Object.fromEntries(more instanceof Map ? more : Object.entries(more)) as Record<string, unknown>)
          : {}
        const text = str(context.render(filesOf(context).read(file), values, file))
        return truth(convert) ? concatValue([text]) : text
      }),
  ],
  lines: [
    '*terms',
    (context, terms: readonly unknown[]) =>
      terms.flatMap(term => run(context, str(term)).replace(/\n$/, '').split('\n')),
  ],
  pipe: [
    '*terms',
    (context, terms: readonly unknown[]) => terms.map(term => stripRight(run(context, str(term)), null)),
  ],
  csvfile: [
    '*terms, file="ansible.csv", delimiter="TAB", encoding="utf-8", default=None, col=1, keycol=0',
    (
      context,
      file: unknown,
      delimiter: unknown,
      _encoding: unknown,
      fallback: unknown,
      column: unknown,
      key: unknown,
      terms: readonly unknown[],
    ) => {
      const mark = delimiter === 'TAB' || delimiter === 't' ? '\t' : str(delimiter)
      const rows = csvRows(read(context, str(file), 'files'), mark)
      return terms.flatMap((term): unknown[] => {
        const row = rows.find(one => one[Number(key)] === str(term))
        if (!row) return fallback === null ? [] : [fallback]
        const value = row[Number(column)]
        if (value === undefined) throw new PythonError('csvfile: list index out of range')
        return [value]
      })
    },
  ],
  ini: [
    '*terms, file="ansible.ini", type="ini", section="global", re=False, encoding="utf-8", default="", case_sensitive=False, allow_no_value=False, interpolation=True',
    (
      context,
      file: unknown,
      type: unknown,
      section: unknown,
      expression: unknown,
      _encoding: unknown,
      fallback: unknown,
      sensitive: unknown,
      empty: unknown,
      _inter: unknown,
      terms: readonly unknown[],
    ) =>
      iniValues(
        read(context, str(file), 'files'),
        {
          type: str(type),
          section: str(section),
          isExpression: truth(expression),
          fallback,
          isSensitive: truth(sensitive),
          allowsEmpty: truth(empty),
        },
        terms.map(str),
      ),
  ],
  password: [
    '*terms, length=20, chars=None, encrypt=None, ident=None, seed=None',
    (
      context,
      length: unknown,
      chars: unknown,
      encrypt: unknown,
      _ident: unknown,
      seed: unknown,
      terms: readonly unknown[],
    ) => {
      if (encrypt !== null) throw onlyPlain()
      const locate = (path: string): string => filesOf(context).find(path, 'files') ?? path
      return terms.map(term => password(str(term), { length: Number(length), chars, seed }, locate))
    },
  ],
})

function filesOf(context: Context): Files {
  if (!context.files) throw new PythonError('files cannot be read here')
  return context.files
}

function find(context: Context, name: string, folder: 'files' | 'templates'): string {
  const file = filesOf(context).find(name, folder)
  if (file === undefined) throw new PythonError(`could not locate file in lookup: ${name}`, { found: name })
  return file
}

function read(context: Context, name: string, folder: 'files' | 'templates'): string {
  return filesOf(context).read(find(context, name, folder))
}

function run(context: Context, command: string): string {
  filesOf(context)
  try {
    return execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { status, stderr } = error as { status?: number; stderr?: string }
    throw new PythonError(
      `the command ${JSON.stringify(command)} returned ${status ?? 'no status'}${stderr ? `: ${stderr.trim()}` : ''}`,
    )
  }
}

type Search = { readonly names: readonly string[]; readonly skip: boolean }

function firstFound(
  context: Context,
  files: unknown,
  paths: unknown,
  skip: unknown,
  terms: readonly unknown[],
): unknown[] {
  const given: readonly unknown[] = terms.length > 0 ? terms : texts(files, /[,;]/)
  const search = collect(given, texts(paths, /[,:;]/), truth(skip))
  for (const name of search.names) {
    const found = filesOf(context).find(name, 'files')
    if (found !== undefined) return [found]
  }
  if (search.skip) return []
  throw new PythonError('No file was found when using first_found.', { found: search.names.join(', ') })
}

function collect(terms: readonly unknown[], paths: readonly string[], skip: boolean): Search {
  const searches = terms.map((term): Search => {
    if (typeof term === 'string') return { names: joined(paths, texts(term, /[,;]/)), skip }
    if (Array.isArray(term)) return collect(term, paths, skip)
    if (!isDict(term))
      throw new PythonError(
        `Invalid term supplied, can handle string, mapping or list of strings but got: ${typeName(term)}`,
      )
    const own = texts(get(term, 'paths') ?? [], /[,:;]/)
    return {
      names: joined(own, texts(get(term, 'files') ?? [], /[,;]/)),
      skip: has(term, 'skip') ? truth(get(term, 'skip')) : skip,
    }
  })
  return { names: searches.flatMap(search => search.names), skip: searches.at(-1)?.skip ?? skip }
}

function joined(paths: readonly string[], names: readonly string[]): string[] {
  if (paths.length === 0) return [...names]
  return paths.flatMap(path => names.map(name => (name.startsWith('/') ? name : `${path.replace(/\/$/, '')}/${name}`)))
}

function texts(value: unknown, separator: RegExp): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.flatMap(item => str(item).split(separator))
}
