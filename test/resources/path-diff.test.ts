/** What a diff shows of a file's content. */
import { expect, test } from 'vitest'
import { diffPath } from '../../src/resources/path/diff.ts'

const key = (body: string) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`
const state = (text: string, sha256: string) => ({ type: 'file', text, sha256, size: text.length })

test('a private key is not shown, but that it is another one', () => {
  const change = {
    want: { kind: 'path', id: '/k', state: { sha256: 'b'.repeat(64) }, content: key('two') },
    before: state(key('one'), 'a'.repeat(64)),
    after: state(key('two'), 'b'.repeat(64)),
    fields: ['sha256'],
  }
  const { before, after } = diffPath(change)
  expect(before).toMatch(/^\(not shown: a private key, \d+ bytes, sha256 aaaaaaaa\.\.\.\)\n$/)
  expect(after).toMatch(/bbbbbbbb/)
  const removed = diffPath({ ...change, want: { kind: 'path', id: '/k', state: null }, after: null })
  expect(removed.before).not.toContain('one')
  const certificate = state('-----BEGIN CERTIFICATE-----\nx\n', 'c')
  expect(diffPath({ ...change, before: certificate, after: null }).before).toContain('CERTIFICATE')
})
