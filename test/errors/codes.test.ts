import { expect, test } from 'vitest'
import { codes } from '../../src/errors/codes.ts'
import { pages } from '../../src/errors/pages.ts'

test.each(Object.keys(codes) as (keyof typeof codes)[])('%s is explained', code => {
  expect(codes[code]).toMatch(/[.!]$/)
  expect(pages[code].length).toBeGreaterThan(10)
})
