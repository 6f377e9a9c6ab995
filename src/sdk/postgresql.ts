/** What the modules for PostgreSQL share: how to reach the server, and passwords as it keeps them. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Refusal } from '../engine/module.ts'
import { text } from './args.ts'

/** Arguments of the modules. The server is reached over its UNIX socket, as the user who owns it. */
export const postgresqlArgs = {
  login_user: z
    .string()
    .min(1)
    .optional()
    .describe('The role, and the user of the host, to log in as (default: postgres).'),
  port: text.optional().describe('The port of the server (default: 5432).'),
  login_host: z
    .enum(['', 'localhost'], 'The server is reached over its UNIX socket.')
    .optional()
    .describe('Only empty or `localhost`: the socket.'),
  login_password: z.literal('', 'The server is reached over its UNIX socket.').optional().describe('Only empty.'),
  login_unix_socket: z.string().optional().describe("Accepted; it is Debian's."),
  ssl_mode: z.string().optional().describe('Accepted.'),
  ca_cert: z.string().optional().describe('Accepted.'),
  trust_input: z.boolean().optional().describe('Accepted; names are quoted.'),
  session_role: z.literal('', 'Not supported yet.').optional().describe('Not yet.'),
}

/** Who logs in, and at which port. */
export const loginWords = ({ login_user = 'postgres', port = '5432' }: Login): readonly [string, string] => [
  login_user,
  port,
]

/** What names a role, seen through a database. */
export const roleWords = (login: Login, database: string, name: string): readonly string[] => [
  'user',
  ...loginWords(login),
  database,
  name,
]

export type Login = { readonly login_user?: string | undefined; readonly port?: string | undefined }

/** Throws Refusal where the server does not answer, or lacks what it is asked about. */
export function requireServer<State extends { readonly lacks?: string | undefined }>(state: State | null): State {
  if (state === null)
    throw new Refusal('no PostgreSQL server answers on this host', {
      hint: 'Install and start it in an earlier task: apt: { name: postgresql }.',
    })
  if (state.lacks === undefined) return state
  throw new Refusal(`the ${state.lacks} does not exist`, {
    hint: 'Create it in an earlier task: postgresql_db or postgresql_user.',
  })
}

/** A verifier of a password (SCRAM-SHA-256), as the server keeps it. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256')
  const hmac = (word: string): Buffer => createHmac('sha256', salted).update(word).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`
}

/** Whether what the server keeps is this password, or this very verifier. */
export function isPassword(kept: string | undefined, password: string, role: string): boolean {
  if (kept === undefined || kept === '') return false
  if (kept === password) return true
  if (kept.startsWith('md5')) return kept === `md5${createHash('md5').update(`${password}${role}`).digest('hex')}`
  const [, iterations, salt] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(kept) ?? []
  return salt !== undefined && kept === scramVerifier(password, Buffer.from(salt, 'base64'), Number(iterations))
}
