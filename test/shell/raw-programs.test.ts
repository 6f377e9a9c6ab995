/** Shell text inside shell text goes through `raw`: without it the inner one is quoted, and is one word that names no command. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const quoted = /sh`[^`]*\$\{(?:runProgram|lines|fed|program|inlinePrograms)\(/

test.each(globSync('{src,modules}/**/*.ts'))('%s', file => {
  expect(readFileSync(file, 'utf8')).not.toMatch(quoted)
})
