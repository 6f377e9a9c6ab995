/** What `swk explain CODE` says below the line from codes.ts: how it comes about, and what to do. */
import type { ErrorCode } from './codes.ts'
import { topologyPages } from './topology-pages.ts'

export const pages: Record<ErrorCode, string> = {
  usage: 'Options stand behind the command: swk play site.yaml -i prod --check',
  'not-supported': `Nothing was done. The hint names another way where there is one; else leave the keyword out, or keep that part in Ansible.`,
  'file-not-found': `Paths on the command line are relative to where swk is started. -i prod is a path, or inventories/prod.yaml, or
inventories/prod/hosts.yaml. Templates are looked for in templates/ next to the playbook and then beside it, files in files/.`,
  'yaml-syntax': `The caret stands where the YAML can no longer be read; the cause may be a line above. Most often:
  - a value that begins with {{ and is not quoted:   name: "{{ user }}"
  - a text with ": " in it that is not quoted:       msg: "note: this"
  - a tab, or keys of one mapping at different columns
  - the same key twice in one mapping`,
  'unknown-key': `Ansible warns of such a key or passes over it; swk refuses it, since what it meant to say would not happen.
An argument of a module stands below the module, a keyword (when, become, notify) beside it.`,
  'wrong-type': `Booleans are yes/no, true/false, on/off. A number in quotes is text. An empty value is nothing, not an empty text.`,
  'missing-key': 'The message names what is missing and where it belongs.',
  'bad-value': '"expected" lists what is possible there.',
  'undefined-variable': `Variables come from vars and vars_files of the play, the inventory, group_vars, host_vars, register and --extra-vars.
Where it may be missing on purpose, say so: {{ name | default('') }}, or when: name is defined.`,
  'template-error':
    'The message is that of the template engine; the place is that of the text in which the template stands.',
  'unknown-module': `swk modules lists those there are. A module of your own is a file modules/NAME.ts in the project.
ansible.builtin.apt and apt are the same, and so are _ and - in names.`,
  'unknown-host': `Names after ! are checked as well: a misspelt exclusion would let a host through. Groups and hosts stand in the file that -i names.`,
  'bad-pattern': `A pattern has terms between : or ,: names, groups, globs (web*), ~regular expressions, group[0], group[0:2].
!term takes hosts away, &term keeps only those that are in it as well. A glob that matches nothing is an error.`,
  'unknown-handler': 'notify names a handler by its name, or by what it listens to (listen). Letters count.',
  'bad-mode': `660 without a leading zero is the number 660, which as octal bits would be 1224. Write "0660" or 0660, also in variables;
swk keeps the spelling of numbers with a leading zero.`,
  'bad-topology': 'swk topology PLAYBOOK -i INVENTORY shows what a topology means, without contacting a host.',
  ...topologyPages,
  unreachable: `Other hosts go on; the exit status is 4 (6 if a host failed as well). Try: ssh HOST true
ssh_host, ssh_port and ssh_user in the inventory win over the ssh configuration.`,
  'auth-failed':
    'Keys come from --private-key, ssh_key in the inventory, the ssh configuration and the agent. Try: ssh -v HOST true',
  'host-key-unknown': `swk never accepts a key that it does not know. Where the ssh configuration says StrictHostKeyChecking accept-new,
an unknown key is taken over.`,
  'host-key-changed': `If the host was installed anew: compare the fingerprint on its console, then ssh-keygen -R HOST and connect with ssh.
If not: somebody may be in between. Nothing was sent to it.`,
  'host-key-revoked': 'Such a key must never be used again. The host needs a new one.',
  'sudo-failed':
    'Give the password with -K (--ask-become-pass) or become_password, or allow the user sudo without one.',
  protocol:
    'Something on the host wrote into the connection, or the shell ended. Please report it if it happens twice.',
  busy: 'The message names who holds the lock. It ends with that run, also if that was killed. A check takes no lock.',
  refused: 'The host is as it was. The message says what is in the way; swk does not guess.',
  'step-failed': 'The output of the step is shown. What earlier tasks did stays; play again when the cause is gone.',
  'step-timeout': 'The step was ended. Times belong to steps: reads take seconds, packages minutes.',
  'not-verified': `The steps ended without an error, but what was read afterwards differs: something else may write there as well.`,
  'assertion-failed': 'The condition is the one of the task; its variables are those of the host.',
  'condition-timeout': 'timeout of wait_for is in seconds.',
  'unit-flaps':
    'Look at its log: journalctl -u UNIT. Started is not running: swk looks again at the end of the section.',
  'verification-failed':
    'swk verify runs only the verification. What it found and what it expected stand in the message.',
  interrupted: 'Play again: what is done is seen as done, and restarts that were due still are.',
  bug: 'The stack says where. Nothing that you wrote should be able to cause it.',
}
