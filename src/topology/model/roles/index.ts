/** All roles. A new one is a file beside this one, and a line here. Of one rank, the first that fits a request wins. */
import type { Role } from '../role.ts'
import { accountData } from './account-data.ts'
import { appservice } from './appservice.ts'
import { background } from './background.ts'
import { clientReader } from './client-reader.ts'
import { clientSync } from './client-sync.ts'
import { deviceLists } from './device-lists.ts'
import { eventCreator } from './event-creator.ts'
import { events } from './events.ts'
import { federationInbound } from './federation-inbound.ts'
import { federationReader } from './federation-reader.ts'
import { federationSender } from './federation-sender.ts'
import { initialSync } from './initial-sync.ts'
import { login } from './login.ts'
import { mediaworker } from './mediaworker.ts'
import { normalSync } from './normal-sync.ts'
import { presence } from './presence.ts'
import { pushRules } from './push-rules.ts'
import { pusher } from './pusher.ts'
import { quarantinedMedia } from './quarantined-media.ts'
import { receipts } from './receipts.ts'
import { roomworker } from './roomworker.ts'
import { slidingSync } from './sliding-sync.ts'
import { sso } from './sso.ts'
import { streamWriter } from './stream-writer.ts'
import { threadSubscriptions } from './thread-subscriptions.ts'
import { toDevice } from './to-device.ts'
import { typing } from './typing.ts'
import { userDir } from './user-dir.ts'

export const roles: readonly Role[] = [
  ...[initialSync, normalSync, slidingSync, clientSync],
  ...[roomworker, eventCreator, userDir, clientReader, login, sso],
  ...[federationReader, federationInbound, federationSender],
  ...[pusher, background, appservice],
  // Where many start, they do so in this order: a request waits for its writer, and a user's first one for presence as well.
  ...[events, presence, typing, receipts, streamWriter, mediaworker, toDevice, accountData, deviceLists],
  ...[pushRules, threadSubscriptions, quarantinedMedia],
]
