import { describe, expect, test } from 'vitest'
import { roles as allRoles } from '../../../src/topology/model/roles/index.ts'
import { readRequest } from '../../../src/topology/routing/request.ts'
import { routeOf } from './requests.ts'

// What other roles take from these is told in roles.test.ts.
const roles = allRoles.filter(({ name }) =>
  ['client-sync', 'roomworker', 'federation-sender', 'mediaworker'].includes(name),
)

const requests = `
GET    /_matrix/client/v3/sync                                                    client-sync
GET    /_matrix/client/r0/sync                                                    client-sync
HEAD   /_matrix/client/v3/sync                                                    client-sync
OPTIONS /_matrix/client/v3/sync                                                   client-sync
POST   /_matrix/client/v3/sync                                                    main
GET    /_matrix/client/v3/sync/                                                   main
GET    /_matrix/client/v3/events                                                  client-sync
GET    /_matrix/client/api/v1/initialSync                                         client-sync
GET    /_matrix/client/v3/rooms/!a:b.c/initialSync                                client-sync
POST   /_matrix/client/unstable/org.matrix.simplified_msc3575/sync                client-sync
POST   /_matrix/client/unstable/orgXmatrix.simplified_msc3575/sync                main
PUT    /_matrix/client/v3/rooms/!a:b.c/send/m.room.message/1                      roomworker
PUT    /_matrix/client/v3/rooms/!abcDEF-without-a-server/send/m.room.message/1    roomworker
PUT    /_matrix/client/v3/rooms/!a:b.c/redact/$e/1                                roomworker
PUT    /_matrix/client/v3/rooms/!a:b.c/state/m.room.name                          roomworker
PUT    /_matrix/client/v3/rooms/!a:b.c/state/m.room.name/                         roomworker
GET    /_matrix/client/v3/rooms/!a:b.c/state                                      roomworker
GET    /_matrix/client/v3/rooms/!a:b.c/members                                    roomworker
GET    /_matrix/client/v3/rooms/!a:b.c/joined_members                             roomworker
GET    /_matrix/client/v3/rooms/!a:b.c/messages                                   roomworker
GET    /_matrix/client/v3/rooms/!a:b.c/context/$e                                 roomworker
GET    /_matrix/client/v3/rooms/!a:b.c/event/$e                                   roomworker
GET    /_matrix/client/v3/rooms/!a:b.c/aliases                                    roomworker
GET    /_matrix/client/v1/rooms/!a:b.c/hierarchy                                  roomworker
GET    /_matrix/client/v1/rooms/!a:b.c/threads                                    roomworker
GET    /_matrix/client/v1/rooms/!a:b.c/timestamp_to_event                         roomworker
GET    /_matrix/client/v1/rooms/!a:b.c/relations/$e/m.annotation                  roomworker
POST   /_matrix/client/v3/rooms/!a:b.c/join                                       roomworker
POST   /_matrix/client/v3/rooms/!a:b.c/invite                                     roomworker
POST   /_matrix/client/v3/rooms/!a:b.c/leave                                      roomworker
POST   /_matrix/client/v3/rooms/!a:b.c/ban                                        roomworker
POST   /_matrix/client/v3/join/!a:b.c                                             roomworker
POST   /_matrix/client/v3/join/#alias:b.c                                         main
POST   /_matrix/client/v3/knock/!a:b.c                                            roomworker
GET    /_matrix/client/v1/room_summary/!a:b.c                                     roomworker
GET    /_matrix/client/v1/room_summary/#alias:b.c                                 main
PUT    /_matrix/client/v3/rooms/!a:b.c/typing/@u:b.c                              main
POST   /_matrix/client/v3/rooms/!a:b.c/receipt/m.read/$e                          main
POST   /_matrix/client/v3/rooms/!a:b.c/read_markers                               main
PUT    /_matrix/client/v3/user/@u:b.c/rooms/!a:b.c/tags/m.favourite               main
GET    /_matrix/client/v3/user/@u:b.c/rooms/!a:b.c/account_data/x                 main
POST   /_matrix/client/v3/rooms/!a:b.c/report/$e                                  main
POST   /_matrix/client/v3/rooms/!a:b.c/upgrade                                    main
POST   /_matrix/client/v3/rooms/!a:b.c/forget                                     main
PUT    /_matrix/client/v3/rooms/!a:b.c/typing/@send/send/x                        main
POST   /_matrix/client/v3/rooms/!a:b.c/receipt/m.read/$x/send/y                   main
GET    /_matrix/client/unstable/io.element.msc4306/rooms/!a:b.c/thread/$e/subscription main
POST   /_matrix/client/v3/createRoom                                              main
POST   /_matrix/client/v3/login                                                   main
GET    /_matrix/client/versions                                                   main
GET    /_matrix/client/v3/account/whoami                                          main
PUT    /_matrix/client/v3/sendToDevice/m.x/1                                      main
POST   /_matrix/client/v3/keys/upload                                             main
PUT    /_matrix/client/v3/pushrules/global/room/x                                 main
POST   /_matrix/client/v3/logout                                                  main
GET    /_matrix/media/v3/download/b.c/x                                           mediaworker
POST   /_matrix/media/v3/upload                                                   mediaworker
GET    /_matrix/media/r0/config                                                   mediaworker
GET    /_matrix/client/v1/media/thumbnail/b.c/x                                   mediaworker
GET    /_matrix/federation/v1/media/download/x                                    mediaworker
POST   /_synapse/admin/v1/purge_media_cache                                       mediaworker
POST   /_synapse/admin/v1/quarantine_media/b.c/x                                  mediaworker
GET    /_synapse/admin/v1/users/@u:b.c/media                                      mediaworker
POST   /_synapse/admin/v1/room/!a:b.c/media/quarantine                            mediaworker
DELETE /_synapse/admin/v1/media/b.c/x                                             mediaworker
GET    /_synapse/admin/v1/rooms/!a:b.c                                            main
DELETE /_synapse/admin/v1/rooms/!a:b.c                                            main
GET    /_synapse/admin/v2/users/@u:b.c                                            main
GET    /_synapse/client/pick_idp                                                  main
GET    /_matrix/federation/v1/state/!a:b.c                                        roomworker
GET    /_matrix/federation/v1/state_ids/!a:b.c                                    roomworker
GET    /_matrix/federation/v1/backfill/!a:b.c                                     roomworker
POST   /_matrix/federation/v1/get_missing_events/!a:b.c                           roomworker
GET    /_matrix/federation/v1/event_auth/!a:b.c/$e                                roomworker
GET    /_matrix/federation/v1/make_join/!a:b.c/@u:d.e                             roomworker
PUT    /_matrix/federation/v2/send_join/!a:b.c/$e                                 roomworker
PUT    /_matrix/federation/v2/invite/!a:b.c/$e                                    roomworker
GET    /_matrix/federation/v1/hierarchy/!a:b.c                                    roomworker
GET    /_matrix/federation/v1/event/$e                                            main
PUT    /_matrix/federation/v1/send/1                                              main
GET    /_matrix/federation/v1/query/directory                                     main
GET    /_matrix/federation/v1/openid/userinfo                                     main
GET    /_matrix/key/v2/server                                                     main
GET    /.well-known/matrix/client                                                 main
`

describe('who serves a request', () => {
  test.each(
    requests
      .trim()
      .split('\n')
      .map(line => line.split(/ +/)),
  )('%s %s', (method = '', path = '', role) => {
    expect(routeOf(roles, readRequest(`${method} ${path}`))?.role?.name ?? 'main').toBe(role)
  })
})

test('patterns are anchored and hold nothing that nginx would take apart', () => {
  for (const { path } of allRoles.flatMap(role => role.routes)) {
    expect(path).toMatch(/^\^\//)
    expect(path).not.toMatch(/["{};]/)
  }
})
