/** Conditions that are the text of a variable which the project has written: `when: "{{ is_web }}"`. */

import { hasTemplate } from './delimiters.ts'
import { readExpression } from './parsed.ts'
import { reach } from './reach.ts'
import { render } from './render.ts'
import { find, type Vars } from './vars.ts'

/**
 * The expression that the text of a condition gives, as Ansible evaluates it; undefined: it gives none. What a host has said is no part
 * of it, nor is a single word one, which is rather a text.
 */
export function writtenCondition(condition: string, vars: Vars): string | undefined {
  if (!/^\s*\{\{[^{}]*\}\}\s*$/.test(condition)) return undefined
  const names = [...reach(condition, vars)]
  if (names.length === 0 || !names.every(name => find(name, vars)?.data !== true && find(name, vars))) return undefined
  try {
    const text = render(condition, vars)
    return typeof text === 'string' && /[\w'")\]]\W*[^\w.]\W*[\w'"([]|^not\b/.test(text.trim()) && isParsed(text)
      ? text
      : undefined
  } catch {
    // What is wrong with it is reported where it is evaluated.
    return undefined
  }
}

function isParsed(text: string): boolean {
  return !hasTemplate(text) && readExpression(text).parsed.type === 'tree'
}
