import type { Command } from './io.ts'
import { perform } from './play.ts'
import { verifyRequest } from './request.ts'

/** `swk verify`: runs only the verification of what the play declares. */
export const verify: Command = (argv, io) => perform(verifyRequest(argv), io)
