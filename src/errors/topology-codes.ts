/** Codes of what is wrong with a topology and can be known from its YAML alone. Each has a row in docs/bad-topologies.yaml. */

export const topologyCodes = {
  // which roles
  'unknown-preset': 'The preset does not exist.',
  'main-as-role': 'The main process always runs, once; it is not a worker role.',
  'setting-as-role': 'A Synapse setting is used as a worker role. The topology generates this setting.',
  'role-twice': 'A role is declared twice, in two spellings.',
  'too-many-workers': 'The topology declares more workers than one machine can run.',
  // how many of a role
  'count-and-names': 'The count of a role differs from the number of its names.',
  'no-names': 'The list of names of a role is empty.',
  'two-writers': 'A stream that one process has to write would have two writers.',
  'two-sso': 'Two processes would handle single sign-on, whose sessions live in the memory of one.',
  'two-background': 'Two processes would run the background tasks; expected one.',
  'two-user-dir': 'Two processes would keep the user directory up to date.',
  'two-appservice': 'Two processes would notify application services.',
  // names of workers
  'duplicate-name': 'Two workers have the same name: they would share files, unit and sockets.',
  'names-too-alike': 'The names of two workers differ in capital letters, or in -, _ and . only.',
  'reserved-name': 'Synapse keeps the names main and master for the main process.',
  'name-of-the-log': 'A worker of this name would write into the log of the main process.',
  'name-is-not-text': 'YAML reads the name as a boolean or as null, and so would Synapse.',
  'bad-worker-name': 'The name of a worker has characters that systemd, nginx or a path cannot carry.',
  'socket-too-long': 'The path of a socket would be longer than the address of a UNIX socket can be.',
  // streams
  'no-streams': 'A stream-writer has nothing to write.',
  'more-writers-than-streams': 'There are more stream-writers than streams: one would write no stream.',
  'unknown-stream': 'Synapse has no stream of this name that a worker could write, and would crash on it.',
  'stream-twice': 'A role lists the same stream twice.',
  'stream-of-two-roles': 'The writers of a stream would be of two roles.',
  'streams-of-other-role': 'Only the role stream-writer has a list of streams.',
  'quarantine-without-media': 'The writer of quarantined media needs a worker with the media repository.',
  'writer-without-replication': 'A setting would remove the replication listener of a stream writer.',
  // what a worker is given
  'bad-cache-factor': 'The cache factor of a worker must be a number above 0.',
  'cache-factor-twice': 'cache_factor and caches.global_factor of the settings contradict each other.',
  'bad-variable-name': 'The name of an environment variable has characters that it cannot have.',
  'bad-variable-value': 'The value of an environment variable cannot be carried by a unit of systemd.',
  'variable-of-swk': 'An environment variable has a setting of its own, or belongs to systemd.',
  'setting-of-topology': 'The topology generates this setting of a worker itself.',
  'setting-of-main': 'A setting of one worker must be the same for all processes, or concerns main alone.',
  'bad-log-level': 'The log level does not exist.',
  'bad-nice': 'The nice value of a unit is a whole number from -20 to 19.',
  'bad-cpu': 'A limit of CPU time does not have the form that systemd expects.',
  'bad-memory': 'A limit of memory does not have the form that systemd expects.',
  'memory-too-small': 'A worker needs more memory than this only to start.',
  // rooms and federation
  'rooms-of-other-role': 'Only a roomworker can have rooms of its own.',
  'alias-for-room': 'A room is named by an alias; requests carry its id.',
  'bad-room-id': 'This is not the id of a room.',
  'room-without-worker': 'A room is assigned to a worker that is not declared.',
  'restriction-of-other-role': 'Only federation-senders can be the ones that speak to other servers.',
  'restriction-without-senders': 'Federation would be restricted to senders that are not declared.',
  // the deployment as a whole
  'bad-max-connections': 'max_connections is not a number that PostgreSQL accepts.',
  'too-many-connections': 'All processes together may open more connections than the database has.',
  'bad-drain': 'The drain time must be a number of seconds from 0 to 600.',
} as const

export type TopologyCode = keyof typeof topologyCodes
