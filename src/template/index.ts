/** Jinja for playbooks and template files, with Ansible's semantics. */
export { conditionNames, names } from './analyse.ts'
export { checkTemplate, truthy } from './condition.ts'
export { hasTemplate } from './lex.ts'
export { isOmit, omit } from './omit.ts'
export { conditionReach, type NameUse, nameUses, reach } from './reach.ts'
export { evaluateExpression, render, renderData, renderFile } from './render.ts'
export { find, hasTemplates, known, type Layer, type Vars, vars } from './vars.ts'
