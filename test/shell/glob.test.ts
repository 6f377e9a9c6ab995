import { expect, test } from 'vitest'
import { globToRegExp } from '../../src/shell/glob.ts'

test.each<[string, readonly string[], readonly string[]]>([
  ['web*', ['web', 'web1.example.org'], ['aweb', 'we']],
  ['web?', ['web1'], ['web', 'web12']],
  ['db[12]', ['db1', 'db2'], ['db3', 'db12']],
  ['db[!12]', ['db3'], ['db1', 'db']],
  ['db[a-c]', ['dba'], ['dbd', 'db-']],
  ['x[]]y', ['x]y'], ['xy', 'x[y']],
  ['1.2+d(1)|{a}$^*', ['1.2+d(1)|{a}$^', '1.2+d(1)|{a}$^5'], ['1x2+d(1)|{a}$^']],
  ['a[b', ['a[b'], ['ab']],
  ['*', ['', 'a/b', 'a\nb'], []],
])('%s', (pattern, matching, others) => {
  for (const name of matching) expect(globToRegExp(pattern).test(name), name).toBe(true)
  for (const name of others) expect(globToRegExp(pattern).test(name), name).toBe(false)
})

test('in a path, a `/` is matched by itself alone', () => {
  const matches = (pattern: string, path: string) => globToRegExp(pattern, { path: true }).test(path)
  expect(matches('/etc/nginx/*.conf', '/etc/nginx/a.conf')).toBe(true)
  expect(matches('/etc/nginx/*.conf', '/etc/nginx/conf.d/a.conf')).toBe(false)
  expect(matches('/etc/?/x', '/etc///x')).toBe(false)
  expect(matches('/etc[!a]x', '/etc/x')).toBe(false)
})
