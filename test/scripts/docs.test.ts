import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pages } from '../../scripts/docs.ts'

describe('the pages in docs/', async () => {
  it.each([...(await pages())])('%s is what the schemas say today (npm run docs)', (file, text) => {
    expect(readFileSync(join(import.meta.dirname, '../..', file), 'utf8')).toBe(text)
  })
})
