/**
 * What only the main process serves, with the reason. Stands before the routes of all roles, so that no pattern of theirs, however
 * broad, takes it from main: a worker answers 404 (M_UNRECOGNIZED) there, or worse.
 */
import type { Route } from '../role.ts'
import { all, client, federation, ofRoom, recent, room, user } from './route.ts'

export type MainRoute = Route & { readonly because: string }

const unregistered = 'no worker has it: Synapse registers it on the main process alone'

export const mainOnly: readonly MainRoute[] = [
  ...[
    client(['GET', 'POST'], all, 'pushers(/|$)', 'v3/pushers'),
    client(['POST'], all, 'logout(/all)?$', 'v3/logout'),
    client(['GET', 'POST'], recent, 'auth/[^/]+/fallback/web$', 'v3/auth/m.login.dummy/fallback/web'),
    client(['POST'], recent, '(refresh|tokenrefresh)$', 'v3/refresh'),
    client(['POST'], '(v1|unstable)', 'login/get_token$', 'v1/login/get_token'),
    ofRoom(['POST'], recent, 'report(/[^/]+)?$', 'report'),
    ofRoom(['POST'], recent, 'upgrade$', 'upgrade'),
    ofRoom(['POST', 'PUT'], all, 'forget(/[^/]+)?$', 'forget'),
    client(['POST'], 'v3', 'users/[^/]+/report$', `v3/users/${user}/report`),
    client(['POST'], recent, 'user/[^/]+/openid/request_token$', `v3/user/${user}/openid/request_token`),
    client(['GET'], recent, 'thirdparty/', 'v3/thirdparty/protocols'),
    client(['GET', 'POST'], recent, 'account_validity/', 'v3/account_validity/renew'),
    client(['POST'], recent, 'account/(password|3pid/.+)$', 'v3/account/password'),
    client(['POST'], recent, 'account/password/email/requestToken$', 'v3/account/password/email/requestToken'),
    client(['POST'], recent, 'register/(email|msisdn)/requestToken$', 'v3/register/email/requestToken'),
    client(['GET', 'PUT', 'DELETE'], all, 'directory/list/', `v3/directory/list/room/${room}`),
    client(['GET'], '(v1|unstable)', 'mutual_rooms$', 'v1/mutual_rooms'),
    client(['GET'], all, 'admin/whois/', `v3/admin/whois/${user}`),
    client(
      ['POST'],
      'unstable',
      'org\\.matrix\\.msc4140/delayed_events/[^/]+(/cancel|/send)?$',
      'unstable/org.matrix.msc4140/delayed_events/swk/cancel',
    ),
  ].map(route => ({ ...route, because: unregistered })),
  {
    ...federation(['GET'], 'v1', 'openid/userinfo$', 'v1/openid/userinfo'),
    because: 'workers have the route, but not the table of tokens that it needs: they answer 500',
  },
  {
    ...federation(['POST'], 'v1', '3pid/onbind$', 'v1/3pid/onbind'),
    because:
      'workers have it, but identity servers ask it only when an invited address is bound: it is not worth a route',
  },
]
