import { expect, test } from 'vitest'
import { type Options, parse } from '../../src/cli/args.ts'
import { SwkError } from '../../src/errors/diagnostic.ts'

const options = {
  check: { type: 'boolean', short: 'C', help: '' },
  limit: { type: 'string', short: 'l', also: ['subset'], value: 'PATTERN', help: '' },
  tags: { type: 'string', short: 't', multiple: true, help: '' },
  reporter: { type: 'string', choices: ['tree', 'plain'], help: '' },
} as const satisfies Options

const read = (line: string) => parse(line.split(' ').filter(Boolean), options)

test.each([
  ['site.yaml', {}, ['site.yaml']],
  ['-C site.yaml --limit hs1', { check: true, limit: 'hs1' }, ['site.yaml']],
  ['--limit=hs1 --limit=hs2', { limit: 'hs2' }, []],
  ['-lhs1 -t a -t b,c', { limit: 'hs1', tags: ['a', 'b,c'] }, []],
  ['--subset a --subset=b', { limit: 'b' }, []],
  ['--limit !hs1', { limit: '!hs1' }, []],
  ['--limit=-x', { limit: '-x' }, []],
  ['-Cl hs1', { check: true, limit: 'hs1' }, []],
  ['-- --check', {}, ['--check']],
  ['--reporter plain', { reporter: 'plain' }, []],
])('%j is read', (line, values, positionals) => {
  expect(read(line)).toEqual({ values, positionals })
})

test.each([
  ['--chek', 'unknown option --chek', 'did you mean --check?'],
  ['-x', 'unknown option -x', undefined],
  ['--limit', '--limit needs a value', undefined],
  ['--limit --check', '--limit needs a value', undefined],
  ['--check=yes', '--check does not take a value', undefined],
  ['--reporter plian', '--reporter is tree, plain; not "plian"', 'did you mean plain?'],
])('%j is refused', (line, message, hint) => {
  expect(wrong(line)).toEqual([{ message, hint }])
})

test('all that is wrong with a command line is told at once', () => {
  expect(wrong('--chek --limit').map(one => one.message)).toEqual(['unknown option --chek', '--limit needs a value'])
})

function wrong(line: string): { message: string; hint: string | undefined }[] {
  try {
    read(line)
  } catch (error) {
    if (error instanceof SwkError) return error.diagnostics.map(({ message, hint }) => ({ message, hint }))
    throw error
  }
  throw new Error(`${line} was not refused`)
}
