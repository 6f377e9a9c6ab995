/** All roles. A new one is a file beside this one, and a line here. */
import type { Role } from '../role.ts'
import { clientSync } from './client-sync.ts'
import { federationSender } from './federation-sender.ts'
import { mediaworker } from './mediaworker.ts'
import { roomworker } from './roomworker.ts'

export const roles: readonly Role[] = [clientSync, federationSender, mediaworker, roomworker]
