// Throw-away real Debian hosts on this machine. What is exported here is all that others use.

export { LabError } from './error.ts'
export { type Fingerprint, type FingerprintOptions, fingerprint, passing } from './fingerprint.ts'
export { attach, down, type LabHost, list } from './host.ts'
export { writeInventory } from './inventory.ts'
export { labFiles } from './paths.ts'
export { pipSettings } from './pip.ts'
export { people } from './recipe/base.ts'
export type { HostRecord, Image } from './record.ts'
export { prepare, type UpOptions, up } from './up.ts'
