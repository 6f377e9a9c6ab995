/** The options of `swk play`; those that say what and where are also those of `swk verify`. */
import type { Options } from './args.ts'
import { vaultOptions } from './vault-options.ts'

/** Which hosts and tasks, and how to reach them. */
export const targetOptions = {
  inventory: {
    type: 'string',
    short: 'i',
    also: ['inventory-file'],
    multiple: true,
    value: 'INVENTORY',
    help: 'a path, a name in inventories/, or hosts with commas; more than once: merged, the later over the earlier',
  },
  limit: { type: 'string', short: 'l', value: 'PATTERN', help: 'hosts: names, groups, globs, a:b, !c, &d, @FILE' },
  'extra-vars': { type: 'string', short: 'e', multiple: true, value: 'VARS', help: 'K=V, {json} or @file' },
  forks: { type: 'string', short: 'f', value: 'N', help: 'hosts at the same time (default 50)' },
  user: { type: 'string', short: 'u', value: 'NAME', help: 'log in as' },
  'ask-pass': { type: 'boolean', short: 'k', help: 'prompt for the login password' },
  'connection-password-file': {
    type: 'string',
    also: ['conn-pass-file'],
    value: 'FILE',
    help: 'read that password from a file',
  },
  become: { type: 'boolean', short: 'b', help: 'become root, or --become-user' },
  'become-user': { type: 'string', value: 'NAME', help: 'the user to become (default root)' },
  'become-method': {
    type: 'string',
    value: 'NAME',
    choices: ['sudo', 'su'],
    help: 'how to become root (default: sudo)',
  },
  'ask-become-pass': { type: 'boolean', short: 'K', help: 'prompt for the password of sudo or su' },
  'become-password-file': {
    type: 'string',
    also: ['become-pass-file'],
    value: 'FILE',
    help: 'read that password from a file',
  },
  ...vaultOptions,
  'private-key': { type: 'string', also: ['key-file'], value: 'FILE', help: 'the key to log in with' },
  connection: {
    type: 'string',
    short: 'c',
    value: 'TYPE',
    choices: ['ssh', 'smart', 'local'],
    help: 'ssh (default) or local',
  },
  timeout: { type: 'string', short: 'T', value: 'SECONDS', help: 'to connect and log in (default 10)' },
  'ssh-common-args': { type: 'string', dashes: true, value: 'ARGS', help: 'options of ssh: -J, -o ProxyJump=..., ...' },
  'ssh-extra-args': { type: 'string', dashes: true, value: 'ARGS', help: 'further options of ssh' },
  'module-path': {
    type: 'string',
    short: 'M',
    multiple: true,
    value: 'DIR',
    help: 'a further directory of modules; several are separated by colons',
  },
  verbose: {
    type: 'boolean',
    short: 'v',
    multiple: true,
    help: 'show results; -vv: also what is run; -vvv: also what is read',
  },
  'flush-cache': { type: 'boolean', help: 'accepted: swk keeps no facts between runs' },
  'ssh-config': { type: 'string', value: 'FILE', help: "default: the user's own ssh configuration" },
  reporter: {
    type: 'string',
    value: 'NAME',
    choices: ['tree', 'plain', 'json'],
    help: 'tree, plain or json; default: tree on a terminal, otherwise plain',
  },
} as const satisfies Options

export const verifyOptions = {
  ...targetOptions,
  active: {
    type: 'boolean',
    help: 'also run the smoke test: create a test user, send and upload as that user, then remove it',
  },
} as const satisfies Options

/** One task, without a playbook. */
export const adhocOptions = {
  'module-name': { type: 'string', short: 'm', value: 'MODULE', help: 'the module (default command)' },
  args: { type: 'string', short: 'a', dashes: true, value: 'ARGS', help: 'its arguments: text, key=value or {json}' },
  check: { type: 'boolean', short: 'C', help: 'predict the changes and show them as diffs, without applying them' },
  diff: { type: 'boolean', short: 'D', help: 'show how files would change or changed (the default)' },
  'no-diff': { type: 'boolean', help: 'show only whether the task changes' },
  ...targetOptions,
} as const satisfies Options

export const playOptions = {
  check: { type: 'boolean', short: 'C', help: 'predict the changes and show them as diffs, without applying them' },
  diff: { type: 'boolean', short: 'D', help: 'show how files would change or changed (the default)' },
  'no-diff': { type: 'boolean', help: 'show only which tasks change' },
  tags: {
    type: 'string',
    short: 't',
    multiple: true,
    value: 'LIST',
    help: 'only the tasks that have one of these tags',
  },
  'skip-tags': { type: 'string', multiple: true, value: 'LIST', help: 'not the tasks that have one of these tags' },
  ...targetOptions,
  plan: {
    type: 'string',
    value: 'FILE',
    help: 'with --check: save the plan; without: apply exactly that, or refuse',
  },
  confirm: {
    type: 'string',
    value: 'SECONDS',
    help: 'the host takes the run back by itself unless a new connection confirms it (also `confirm: 60s` in a play)',
  },
  rollback: { type: 'boolean', help: 'take back what a failed run has changed (also `rollback: true` in a play)' },
  'no-rollback': { type: 'boolean', help: 'leave it as it is, whatever the play says' },
  'force-handlers': { type: 'boolean', help: 'run notified handlers even if a task fails' },
  'detailed-exitcode': { type: 'boolean', help: 'exit with 3 if something changed (or would change)' },
  'syntax-check': { type: 'boolean', help: 'load and check everything, contact no host' },
  'list-hosts': { type: 'boolean', help: 'list the hosts of each play and exit' },
  'list-tags': { type: 'boolean', help: 'list the tags of each play and exit' },
  'start-at-task': { type: 'string', value: 'NAME', help: 'start at the task with this name (a glob)' },
  step: { type: 'boolean', help: 'ask before each task' },
  'list-tasks': { type: 'boolean', help: 'list the tasks of each play and exit' },
} as const satisfies Options
