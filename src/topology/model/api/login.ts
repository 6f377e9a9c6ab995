/** How users come in. */
import type { Route } from '../role.ts'
import { all, client, recent } from './route.ts'

export const login: readonly Route[] = [
  client(['GET', 'POST'], all, 'login$', 'v3/login'),
  client(['POST'], recent, 'register$', 'v3/register'),
  client(['GET'], recent, 'register/available$', 'v3/register/available'),
  client(
    ['GET'],
    '(v1|unstable)',
    'register/m\\.login\\.registration_token/validity$',
    'v1/register/m.login.registration_token/validity',
  ),
  client(['GET'], recent, 'password_policy$', 'v3/password_policy'),
]

/** What a browser does at another's login. A session lives in the memory of one process. */
export const sso: readonly Route[] = [
  client(['GET'], all, 'login/(cas|sso)/redirect(/.*)?$', 'v3/login/sso/redirect'),
  client(['GET'], all, 'login/cas/ticket$', 'v3/login/cas/ticket'),
  {
    methods: ['GET', 'POST'],
    path: '^/_synapse/client/(pick_idp|pick_username|new_user_consent|sso_register|oidc|saml2)(/|$)',
    example: '/_synapse/client/pick_idp',
  },
]
