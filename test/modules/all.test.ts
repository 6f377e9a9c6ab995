import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { allModules, faults } from './support.ts'

const modules = await allModules()

describe.each(modules.map(module => [module.name, module] as const))('%s', (_name, module) => {
  it('has a summary that is a sentence, and examples', () => {
    expect(module.summary).toMatch(/^[A-Z].*\.$/)
    expect(module.examples?.length).toBeGreaterThan(0)
  })

  it('has examples that parse', () => {
    for (const example of module.examples ?? []) {
      const [[key, args] = []] = Object.entries(parse(example) as Record<string, unknown>)
      expect(key?.replaceAll('_', '-')).toBe(module.name.replaceAll('_', '-'))
      expect(faults(module, args)).toEqual([])
    }
  })

  it('describes each argument', () => {
    const schema = z.toJSONSchema(module.args, { io: 'input' })
    for (const [key, argument] of Object.entries(schema.properties ?? {})) {
      const { description, notYet } = argument as { description?: string; notYet?: boolean }
      expect(Boolean(description) || notYet, `${module.name}.${key}`).toBe(true)
    }
  })

  // Any name is a variable for them.
  it.skipIf(['set_fact', 'add_host'].includes(module.name))('refuses an argument that it does not know', () => {
    expect(faults(module, { nonsense: 1 }).join('\n')).toContain('nonsense')
  })
})
