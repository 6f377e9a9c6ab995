/** What the roles of one play leave to it, empty at first. */
import { dirname } from 'node:path'
import type { PlayRoles } from './role.ts'
import { rolesPathOf } from './role-path.ts'

export function newRoles(file: string): PlayRoles {
  const playbookDir = dirname(file)
  let blocks = 0
  return {
    playbookDir,
    rolesPath: rolesPathOf(playbookDir),
    handlers: [],
    vars: {},
    defaults: {},
    ran: new Set(),
    newBlock: () => `block ${++blocks}`,
  }
}
