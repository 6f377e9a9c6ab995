/**
 * Names and chains of attributes (`a`, `a.b[0]['c']`), looked up without the template engine: most of what playbooks
 * say, a mapping keeps the order of its keys, and swk starts faster. Pure.
 */
import type { Token } from './lex.ts'

export type Chain = { readonly root: string; readonly steps: readonly (string | number)[] }

/** The chain that tokens are, or undefined where they are more than that. */
export function chain(tokens: readonly Token[]): Chain | undefined {
  const [root, ...rest] = tokens
  if (root?.type !== 'name' || reserved.has(root.text)) return undefined
  const steps: (string | number)[] = []
  for (let i = 0; i < rest.length; ) {
    const [first, second, third] = [rest[i], rest[i + 1], rest[i + 2]]
    if (first?.text === '.' && (second?.type === 'name' || second?.type === 'number')) {
      steps.push(second.type === 'name' ? second.text : Number(second.text))
      i += 2
    } else if (
      first?.text === '[' &&
      third?.text === ']' &&
      second &&
      (second.type === 'string' || /^\d+$/.test(second.text))
    ) {
      if (second.type === 'string' && second.text.includes('\\')) return undefined
      steps.push(second.type === 'string' ? second.text.slice(1, -1) : Number(second.text))
      i += 3
    } else return undefined
  }
  return { root: root.text, steps }
}

const reserved = new Set(['true', 'false', 'none', 'True', 'False', 'None', 'not', 'loop', 'self'])

/** Follows the steps; undefined where one leads nowhere. `at` counts the steps that could be gone. */
export function follow(value: unknown, steps: readonly (string | number)[]): { value: unknown; at: number } {
  let current = value
  for (const [at, step] of steps.entries()) {
    const own = typeof current === 'object' && current !== null && Object.hasOwn(current, step)
    if (!own) return { value: undefined, at }
    current = (current as Record<string | number, unknown>)[step]
  }
  return { value: current, at: steps.length }
}
