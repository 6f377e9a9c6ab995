/** Hashing a password takes a whole core for a moment: apart from the others, it makes nobody wait. */
import { login as routes } from '../api/login.ts'
import type { Role } from '../role.ts'

export const login: Role = {
  name: 'login',
  aliases: ['login-register', 'register'],
  summary: 'Serves login and registration with passwords and tokens.',
  resources: ['client'],
  rank: 'login',
  balance: 'least-connections',
  start: 'last',
  routes,
}
