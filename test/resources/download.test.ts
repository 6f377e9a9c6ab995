/** What a check knows of a file that is to be fetched. */
import { expect, test } from 'vitest'
import { download, downloadKind } from '../../src/resources/download.ts'

test('the file that a download writes is unknown to later tasks, and no other', () => {
  const want = {
    ...download({ url: 'https://example.org/x', dest: '/srv/x', timeout: 10, mode: '0644' }),
    state: { done: true },
  }
  const obscures = (kind: string, id: string): boolean | undefined =>
    downloadKind.obscures?.({ want, before: null, after: want.state }, { kind, id }, () => undefined)
  expect(obscures('path', '/srv/x')).toBe(true)
  expect(obscures('path', '/srv/y')).toBe(false)
})
