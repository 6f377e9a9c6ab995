/** Login with another's account. One process: a session is in its memory (Synapse issues 7530, 9427). */
import { sso as routes } from '../api/login.ts'
import type { Role } from '../role.ts'

export const sso: Role = {
  name: 'sso',
  aliases: ['sso-login', 'single-sign-on'],
  summary: 'Serves login through OpenID Connect, SAML and CAS. Not together with the Matrix Authentication Service.',
  resources: ['client'],
  rank: 'login',
  balance: 'least-connections',
  start: 'last',
  atMost: 1,
  routes,
}
