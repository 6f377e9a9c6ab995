/** Codes of what is wrong with a topology and can be known from its YAML alone. Each has a row in docs/bad-topologies.yaml. */

export const topologyCodes = {
  // which roles
  'unknown-preset': 'There is no preset of this name.',
  'main-as-role': 'The main process is always there, once; it is not a role of workers.',
  'setting-as-role': 'A setting of Synapse stands where roles of workers are named. The topology makes it.',
  'role-twice': 'One role is named twice, in two spellings. Only one of them could count.',
  'too-many-workers': 'The topology asks for more workers than one machine can carry.',
  // how many of a role
  'count-and-names': 'A role has a count and names, and they do not say the same number.',
  'no-names': 'A role has a list of names with nothing in it.',
  'two-writers': 'A stream that one process has to write would have two writers.',
  'two-sso': 'Two processes would handle single sign-on, whose sessions live in the memory of one.',
  'two-background': 'Two processes would run the background tasks, which are meant for one.',
  'two-user-dir': 'Two processes would keep the user directory up to date.',
  'two-appservice': 'Two processes would tell application services what is new.',
  // names of workers
  'duplicate-name': 'Two workers have the same name: they would share files, unit and sockets.',
  'names-too-alike': 'The names of two workers differ in capital letters, or in -, _ and . only.',
  'reserved-name': 'Synapse keeps the names main and master for the main process.',
  'name-of-the-log': 'A worker of this name would write into the log of the main process.',
  'name-is-not-text': 'YAML reads the name as a boolean or as nothing, and so would Synapse.',
  'bad-worker-name': 'The name of a worker has characters that systemd, nginx or a path cannot carry.',
  'socket-too-long': 'The path of a socket would be longer than the address of a UNIX socket can be.',
  // streams
  'no-streams': 'A stream-writer has nothing to write.',
  'more-writers-than-streams': 'There are more stream-writers than streams for them: one would write nothing.',
  'unknown-stream': 'Synapse has no stream of this name that a worker could write, and would crash on it.',
  'stream-twice': 'The same stream is named twice for one role.',
  'stream-of-two-roles': 'The writers of a stream would be of two roles.',
  'streams-of-other-role': 'Only the role stream-writer is told what it writes.',
  'quarantine-without-media': 'Who writes quarantined media needs a worker that has the media repository.',
  'writer-without-replication': 'A setting would take away the listener over which others reach a stream writer.',
  // what a worker is given
  'bad-cache-factor': 'The cache factor of a worker must be a number above 0.',
  'cache-factor-twice': 'cache_factor and caches.global_factor of the settings say two things about the same.',
  'bad-variable-name': 'The name of an environment variable has characters that it cannot have.',
  'bad-variable-value': 'The value of an environment variable cannot be carried by a unit of systemd.',
  'variable-of-swk': 'An environment variable has a setting of its own, or belongs to systemd.',
  'setting-of-topology': 'A setting of a worker is one that the topology makes itself.',
  'setting-of-main': 'A setting of one worker must be the same for all processes, or concerns main alone.',
  'bad-log-level': 'There is no such level of logging.',
  'bad-nice': 'The nice value of a unit is a whole number from -20 to 19.',
  'bad-cpu': 'A limit of CPU time is not in the form that systemd takes.',
  'bad-memory': 'A limit of memory is not in the form that systemd takes.',
  'memory-too-small': 'A worker needs more memory than this only to start.',
  // rooms and federation
  'rooms-of-other-role': 'Only a roomworker can have rooms of its own.',
  'alias-for-room': 'A room is named by an alias; requests carry its id.',
  'bad-room-id': 'This is not the id of a room.',
  'room-without-worker': 'A room is given to a worker that is not there.',
  'restriction-of-other-role': 'Only federation-senders can be the ones that speak to other servers.',
  'restriction-without-senders': 'Federation would be restricted to senders that are not there.',
  // the deployment as a whole
  'bad-max-connections': 'max_connections is not a number that PostgreSQL takes.',
  'too-many-connections': 'All processes together may open more connections than the database has.',
  'bad-drain': 'The time that requests have to end is a number of seconds from 0 to 600.',
} as const

export type TopologyCode = keyof typeof topologyCodes
