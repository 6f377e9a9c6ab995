/** docs/connections.md: how hosts are reached, from the tables that the code reads. */
import { refusedSettings, settings } from '../src/cli/ansible-settings.ts'
import { effectlessOptions, honouredOptions } from '../src/transport/resolve/ssh-args.ts'
import { honoured, prefixes, refused, withoutEffect } from '../src/transport/resolve/variables.ts'

export function connectionsPage(): string {
  return `${head}
## Connection variables

Set them in the inventory, in \`group_vars\` and \`host_vars\`, with \`--extra-vars\`, or in the \`vars\` of a play. The first name wins where several
are set. They are stronger than keywords of plays and tasks, those than the command line, that than \`ansible.cfg\`, and that than your ssh
configuration. A host has one connection for all plays: two plays that set different values for it are refused.

| variable | value |
|---|---|
${rows(honoured.map(({ names, help }) => [list(names), help]))}

Accepted without effect:

| variable | because |
|---|---|
${rows(withoutEffect.map(({ names, why }) => [list(names), why]))}

Refused, at the line that sets it and before any host is contacted:

| variable | because |
|---|---|
${rows(refused.map(({ names, why }) => [list(names), why]))}
| any other ${list(prefixes.map(prefix => `${prefix}_*`))} | it would be ignored |
| a name that differs from one in these tables by a letter (\`ansible_prot\`, \`ssh_usr\`) | it is misspelt |

All other names are your own variables, also those that start with \`ansible_\` or \`ssh_\` (\`ssh_keys\`, \`ssh_server_ports\`).

## Options of ssh

\`ansible_ssh_args\`, \`ansible_ssh_common_args\`, \`ansible_ssh_extra_args\`, \`--ssh-common-args\` and \`--ssh-extra-args\` take \`-J\`, \`-i\`, \`-p\`, \`-l\`, \`-F\` and \`-o\`
with ${list(Object.keys(honouredOptions))}. \`StrictHostKeyChecking\` is \`yes\` or \`accept-new\`; \`no\` is refused, and so is \`UserKnownHostsFile=/dev/null\`.

Accepted without effect: ${list(effectlessOptions)}. Every other option is refused by name.

## ansible.cfg

\`ANSIBLE_CONFIG\`, \`./ansible.cfg\` (unless everyone may write to its directory), \`~/.ansible.cfg\` or \`/etc/ansible/ansible.cfg\` is read: the first that exists. Paths in it
are relative to it. Settings that are not listed have no effect.

| setting | environment | sets |
|---|---|---|
${rows(settings.map(({ keys, env, help }) => [list(keys), list(env), help]))}

These would change what a playbook means, and are refused unless they have Ansible's default: ${list(refusedSettings.map(({ key }) => key))}.
`
}

const rows = (all: readonly (readonly string[])[]) => all.map(row => `| ${row.join(' | ')} |`).join('\n')
const list = (names: readonly string[]) => names.map(name => `\`${name}\``).join(', ')

const head = `# Connections

swk logs in to each host once, by ssh, and runs everything over that connection. It needs a login and, for tasks with \`become\`, sudo; nothing is
installed. Host keys are always verified.

## Inventories

\`-i\` takes a file, a directory, a name in \`inventories/\`, or hosts with commas (\`-i hs1,hs2\`; a single one: \`-i hs1,\`). Give it more than once to merge
inventories: a later one wins. A file is YAML or INI; the files of a directory are merged by name, without hidden files, \`group_vars\`, \`host_vars\` and
what ends in \`~\`, \`.bak\`, \`.cfg\`, \`.md\`, \`.orig\`, \`.pyc\`, \`.pyo\`, \`.retry\`, \`.rpm\`, \`.rst\`, \`.swp\` or \`.txt\`. Programs, TOML and inventory plugins are refused by name.

\`localhost\`, \`127.0.0.1\` and \`::1\` are this machine, without ssh, where a play names them and no inventory does.

## Bastions

Name a bastion with \`ProxyJump\` in your ssh configuration, or in the inventory:

\`\`\`yaml
all:
  vars:
    ansible_ssh_common_args: -o ProxyJump=admin@bastion.example.org
\`\`\`

All hosts behind a bastion share one connection to it. \`ProxyCommand ssh -W %h:%p bastion\` is treated the same way; any other \`ProxyCommand\` runs once per host.
swk opens at most 8 connections to one address at the same time, so that sshd's \`MaxStartups\` drops none, and retries once where a
connection is lost before the key exchange. A bastion that refuses the login is not asked again in the same run.

## Several names of one machine

Hosts of an inventory that are the same machine take turns in a play: each waits until the other one's play has ended. Another swk run is refused while one
holds the machine's lock.

## Passwords

Use keys and an agent where you can. \`--ask-pass\` (\`-k\`) prompts for the login password and \`--ask-become-pass\` (\`-K\`) for sudo's; without a terminal they are
read from standard input, a line each. An empty answer to the second means the first. Keys are tried before the password.

## If a host cannot be used

- \`Defaults noexec\` and \`requiretty\` in sudoers must not apply to the login user.
- A start-up file of the login shell (\`.bashrc\`) must neither exit nor read its input if it has no terminal: start it with \`[ -t 0 ] || return\`.
- A host key that has changed is refused with both fingerprints, the one that the host shows and the one that is known.
`
