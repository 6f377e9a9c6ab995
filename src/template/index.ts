/** Jinja for playbooks and template files, with Ansible's semantics. */

export { Float, float } from '../python/number.ts'
export { checkTemplate, truthy } from './condition.ts'
export { hasTemplate } from './delimiters.ts'
export type { Files } from './files.ts'
export type { FileOptions } from './header.ts'
export { isOmit, omit } from './omit.ts'
export { conditionNames, conditionReach, fileReach, type NameUse, names, nameUses, reach } from './reach.ts'
export { checkFile, evaluateExpression, type RenderOptions, render, renderData, renderFile } from './render.ts'
export { dict, entries, isDict } from './values/dict.ts'
export { toPlain } from './values/plain.ts'
export { Unsafe } from './values/special.ts'
export { find, hasTemplates, known, type Layer, type Vars, vars, withFiles } from './vars.ts'
