/** The pages of the codes in topology-codes.ts: how it comes about, and what to do. */
import type { TopologyCode } from './topology-codes.ts'

export const topologyPages: Record<TopologyCode, string> = {
  'unknown-preset': `workers: medium takes the preset as it is; workers: { preset: medium, pusher: 2 } changes a part of it.
workers: {} is a monolith. See docs/presets.md.`,
  'main-as-role': `Main does all that no worker does. Synapse calls it main in instance_map and master elsewhere; a topology never names it.`,
  'setting-as-role': `Name roles: swk generates instance_map, stream_writers, federation_sender_instances and similar settings from them.
A stream writer is a role: typing: 1. Several streams in one worker: stream-writer: { count: 1, streams: [typing, to_device] }.`,
  'role-twice': `_ and - are the same in names of roles, and some roles understand the name that others give them (synchrotron is client-sync).
Declare the role once.`,
  'too-many-workers': `A worker takes about 90 MiB of memory before it has done anything, and up to 10 connections to the database.
More than 100 on one machine are probably a typing error.`,
  'count-and-names': 'Leave the count out: names has one name for each worker.',
  'no-names': 'names: [busy1, busy2] names each worker. Set 0 to remove a role of the preset.',
  'two-writers': `typing, to_device, account_data, presence and push_rules have one writer each; Synapse refuses to start with two.
Streams whose writers may be several: events, receipts, device_lists, thread_subscriptions, quarantined_media_changes.`,
  'two-sso': `A login that starts at one process and returns to another fails (Synapse issues 7530 and 9427).`,
  'two-background': `run_background_tasks_on names one process. Synapse does not check this: with two, both would do the same work.`,
  'two-user-dir': `update_user_directory_from_worker names one process.`,
  'two-appservice': `notify_appservices_from_worker names one process. Two would send every event twice.`,
  'duplicate-name': `Workers without names of their own are the role and a number: clientsync1. Such a generated name of another role cannot be used.`,
  'names-too-alike': `nginx takes the names of two upstreams for the same where only the case differs, a worker with rooms of its own has an upstream
in whose name - and . are _, and people who read logs take them for one as well.`,
  'reserved-name': `instance_map has the entry main, other settings call that process master.`,
  'name-of-the-log': `A worker writes to /var/log/matrix-synapse/NAME.log, and main to homeserver.log there.
Two processes that turn over one log lose lines.`,
  'name-is-not-text': `worker_name: on is true for the YAML of Synapse, which then does not start. Add a number: on1.`,
  'bad-worker-name': `A name becomes a part of a unit (matrix-synapse-worker@NAME.service), of paths, and of an upstream of nginx.
Letters, digits, _, - and . can be carried by all; it starts with a letter. Synapse allows + as well, systemd does not.`,
  'socket-too-long': `The address of a UNIX socket holds 107 bytes of path (108 with the NUL). The longest socket of a worker is
/run/matrix-synapse/gate_replication_NAME.sock: the name may have 65 bytes.`,
  'no-streams': `stream-writer: { count: 1, streams: [typing, to_device] }. Each stream also has a role of its own: typing: 1.`,
  'more-writers-than-streams': `Each stream of the list has one writer; the first stream goes to the first worker, the second to the second, and so on.
Several writers of one stream are a role of their own: events: 2.`,
  'unknown-stream': `Streams are named as in stream_writers of Synapse: with _, and the whole word. Synapse ends with a TypeError on another.`,
  'stream-twice': 'Remove one of them.',
  'stream-of-two-roles': `stream_writers has one list for a stream, and the order in it decides who writes what. Two roles would overwrite each other.
To have more writers of events, raise the count of one role.`,
  'streams-of-other-role': `Each of the other writers is named after its stream: typing, to-device, events.`,
  'quarantine-without-media': `Quarantining a medium changes the media repository and writes the stream, in one process. As long as main has the media
repository, main does both. With a mediaworker, the first of them writes the stream unless there is a writer of its own.`,
  'writer-without-replication': `Other processes reach a writer over its replication socket, which stands in instance_map and in worker_listeners. Synapse
does not notice when the listener is missing: requests that need the stream hang. Leave both to swk.`,
  'bad-cache-factor': `It is caches.global_factor of Synapse: 1 is what Synapse was measured with, 0.5 is its default, large servers have 2 to 10.`,
  'cache-factor-twice': `cache_factor: 2 writes caches: { global_factor: 2 }. Other settings of caches go under settings:
{ cache_factor: 2, settings: { caches: { per_cache_factors: { get_users_in_room: 5 } } } }.`,
  'bad-variable-name': `Letters, digits and _, not a digit first: MALLOC_ARENA_MAX. systemd passes over others with a warning.`,
  'bad-variable-value': `A value is text or a number, in one line. yes, no, on and off are booleans in YAML: write them in quotes.`,
  'variable-of-swk': `SYNAPSE_CACHE_FACTOR is cache_factor. systemd sets NOTIFY_SOCKET and similar variables itself, to learn that a worker is up.`,
  'setting-of-topology': `A setting of the worker's own file would win over what all others have: Synapse merges its files by the topmost key, and the
last one wins. What two processes see differently loses events. Use roles and their options instead.`,
  'setting-of-main': `Put it into homeserver.yaml or a file of your own in conf.d: all processes read these. Tokens, events and links that one
process makes must be understood by the others.`,
  'bad-log-level': `DEBUG, INFO, WARNING or ERROR. INFO is what Synapse's documentation and swk verify go by.`,
  'bad-nice': `-20 is served first, 19 last, 0 is as all others. A background worker may well have 10.`,
  'bad-cpu': `It becomes CPUQuota of the unit: "150%" is one core and a half. A Python process uses little more than one core.`,
  'bad-memory': `It becomes MemoryMax of the unit: "2G", "800M", or "25%" of the memory of the machine. systemd takes K, M, G and T, each 1024 times
the one before, and no "GB". A worker that needs more is killed and starts again.`,
  'memory-too-small': `A worker that has just started takes 120 to 150 MiB; its caches come on top. With less it is killed again and again.
Leave memory out, or give it 512M and watch it.`,
  'rooms-of-other-role': `roomworker: { count: 2, rooms: { "!busy:example.org": 1 } } gives the room to roomworker1.`,
  'alias-for-room': `An alias can be moved from one room to another, and requests about a room do not carry it.
Clients show the id: in Element under the settings of the room, Advanced, "Internal room ID".`,
  'bad-room-id': `An id starts with ! and has the name of a server after a colon (!abc:example.org), or none since room version 12.
Write it in quotes: ! has a meaning of its own in YAML.`,
  'room-without-worker': `The number is that of the worker among its role: 1 is roomworker1, or the first of names.`,
  'restriction-of-other-role': `federation-sender: { count: 2, outbound_federation_restricted_to: true }. swk generates the list in Synapse's setting from the workers.`,
  'restriction-without-senders': `outbound_federation_restricted_to names the only processes that may speak to other servers. Without senders, no process could.`,
  'bad-max-connections': `The value of max_connections in postgresql.conf. Without it, swk reads the value from the host.`,
  'too-many-connections': `Each process of Synapse, main too, has a pool of its own: 5 connections, or cp_max (Synapse's documentation sets 10).
10 more are kept for PostgreSQL itself, backups and psql. Either raise max_connections (PostgreSQL has to restart), or take
workers away. Before contact swk assumes the default of 5; it reads the host's own cp_max before anything is changed.
Where it is less than 5, leave max_connections out of the playbook.`,
  'bad-drain': `How long swk waits for running requests before it stops a worker that gets no new ones. Default: 10.`,
}
