import { describe, expect, test } from 'vitest'
import type { State } from '../../../../src/resources/kind.ts'
import { sha256 } from '../../../../src/sdk/content.ts'
import { managed } from '../../../../src/topology/model/paths.ts'
import { type FileSpec, filesModule } from '../../../../src/topology/rollout/modules/files.ts'
import { observedOf } from '../../support.ts'

const folder = { 'path:/etc/x': { type: 'directory', mode: '0755', owner: 'root', group: 'root' } }
const together = { name: 'x', overlay: ['/etc/x'], check: [['true']] }

function wanted(file: FileSpec, there: State | null): readonly object[] {
  const states = { ...folder, ...(there === null ? {} : { [`path:${file.path}`]: there }) }
  return filesModule.plan({ files: [file], together }, observedOf(states))
}

const file = (text: string): State => ({
  ...{ type: 'file', mode: '0644', owner: 'root', group: 'root', sha256: sha256(text), text },
})

describe('a file that shall not be there', () => {
  const gone = { path: '/etc/x/a', text: null }

  test('is removed where swk made it, with all the others', () => {
    expect(wanted(gone, file(managed('a: 1\n')))).toEqual([{ kind: 'path', id: '/etc/x/a', state: null, together }])
  })

  test.each<[string, State | null]>([
    ['is not there', null],
    ['is not of swk', file('a: 1\n')],
    ['has the mark of swk further down', file(`a: 1\n${managed('')}`)],
    ['is a directory', { type: 'directory', mode: '0755', owner: 'root', group: 'root' }],
    ['is no text', { ...file(''), text: null }],
    [
      'is behind a link that is not followed',
      { type: 'link', mode: '0777', owner: 'me', group: 'me', via: '/etc/x/a' },
    ],
  ])('is left alone where it %s', (_, there) => {
    expect(wanted(gone, there)).toEqual([])
  })

  test('is known by another mark, where it has one', () => {
    expect(wanted({ ...gone, mark: '# mine' }, file('# mine\na: 1\n'))).toHaveLength(1)
    expect(wanted({ ...gone, mark: '# mine' }, file(managed('a: 1\n')))).toEqual([])
    expect(wanted({ ...gone, mark: '# mine' }, file('# mine too\na: 1\n'))).toEqual([])
  })
})

test('a file with a text and a mark is only written where such a one is there', () => {
  const spec = { path: '/etc/x/a', text: '# mine\nb: 2\n', mark: '# mine' }
  expect(wanted(spec, null)).toEqual([])
  expect(wanted(spec, file('a: 1\n'))).toEqual([])
  expect(wanted(spec, file('# mine\na: 1\n'))).toMatchObject([{ content: spec.text }])
})

test('the directory of a file is made where it is missing, once for all its files', () => {
  const files = ['a', 'b'].map(name => ({ path: `/etc/y/${name}`, text: name, folder: true as const }))
  expect(filesModule.plan({ files }, observedOf({}))).toMatchObject([
    { id: '/etc/y', state: { type: 'directory', mode: '0755' } },
    { id: '/etc/y/a' },
    { id: '/etc/y/b' },
  ])
})
