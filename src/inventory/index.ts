/** The inventory: hosts, groups, variables, and patterns over them. */
export { readLimit } from './limit.ts'
export { type InventoryOptions, loadInventory } from './load.ts'
export { withLocalhost } from './localhost.ts'
export { magicVars } from './magic.ts'
export { withOutsiders } from './outsiders.ts'
export { matchHosts, matchLimit } from './pattern.ts'
export type { Host, Inventory } from './types.ts'
