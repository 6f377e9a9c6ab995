/** What `swk explain CODE` says below the line from codes.ts: how it comes about, and what to do. */
import type { ErrorCode } from './codes.ts'
import { topologyPages } from './topology-pages.ts'

export const pages: Record<ErrorCode, string> = {
  usage: 'Write options after the command: swk play site.yaml -i prod --check',
  'not-supported': `Nothing was changed. The hint names an alternative if there is one. Otherwise remove the keyword, or keep that part in Ansible.`,
  'file-not-found': `Paths on the command line are relative to the working directory. -i prod is a path, or inventories/prod.yaml, or
inventories/prod/hosts.yaml. Templates are looked for in templates/ next to the playbook, then in the directory of the playbook; files likewise in files/.`,
  'plan-differs': `Between the check and the play, the named items have changed on the host, or another change is wanted now. Nothing was
changed where the play says so. Run swk play --check --plan FILE again, and review what it shows. See also: docs/plans.md`,
  'bad-plan': `A plan holds for the files, inventory and options that it was made of. Check the playbook out in the version of the plan,
and give the same variables and vault passwords. Otherwise make a new plan: swk play --check --plan FILE`,
  'vault-locked': `Give the password with --vault-password-file FILE (a program that prints it is run), --vault-id LABEL@FILE or
--ask-vault-pass, or set ANSIBLE_VAULT_PASSWORD_FILE. All given passwords are tried, those of the text's own vault id first.
A file that is encrypted as a whole is decrypted when it is loaded, a \`!vault\` value when something uses it. See also: docs/vault.md`,
  'yaml-syntax': `The caret marks the location where the YAML cannot be parsed; the cause may be a line above. Common causes:
  - a value that starts with {{ and is not quoted:   name: "{{ user }}"
  - a text with ": " in it that is not quoted:       msg: "note: this"
  - a tab, or keys of one mapping at different columns
  - the same key twice in one mapping`,
  'unknown-key': `Ansible warns about such a key or ignores it. swk refuses it, because its effect would be missing.
Write an argument below the module, and a keyword (when, become, notify) next to the module.`,
  'wrong-type': `Booleans are yes/no, true/false, on/off. A number in quotes is text. An empty value is null, not an empty text.`,
  'missing-key': 'The message names what is missing and where it belongs.',
  'bad-value': '"expected" lists what is possible there.',
  'undefined-variable': `Variables come from vars and vars_files of the play, the inventory, group_vars, host_vars, register and --extra-vars.
If a variable is optional, write: {{ name | default('') }}, or when: name is defined.`,
  'template-error':
    'The message comes from the template engine; the location is that of the text that holds the template.',
  'unknown-module': `swk modules lists the modules. Your own module is a file modules/NAME.ts in the project.
ansible.builtin.apt and apt are the same, and so are _ and - in names.`,
  'unknown-host': `Names after ! are checked as well: a misspelt exclusion would let a host through. The inventory (-i) defines groups and hosts.`,
  'bad-pattern': `A pattern has terms between : or ,: names, groups, globs (web*), ~regular expressions, group[0], group[0:2].
!term excludes hosts, &term keeps only the hosts that also match it. A glob that matches nothing is an error.`,
  'unknown-handler': 'notify names a handler by its name, or by its topic (listen). Names are case-sensitive.',
  'bad-mode': `660 without a leading zero is the number 660, which as octal bits would be 1224. Write "0660" or 0660, also in variables;
swk keeps the spelling of numbers with a leading zero.`,
  'bad-topology': 'swk topology PLAYBOOK -i INVENTORY shows what a topology means, without contacting a host.',
  ...topologyPages,
  unreachable: `Other hosts go on; the exit status is 4 (6 if a host failed as well). Try: ssh HOST true
ssh_host, ssh_port and ssh_user in the inventory win over the ssh configuration.`,
  'auth-failed':
    'Keys come from --private-key, ssh_key in the inventory, the ssh configuration and the agent. Try: ssh -v HOST true',
  'host-key-unknown': `swk never accepts an unknown key, unless the ssh configuration sets StrictHostKeyChecking accept-new:
it then adds the key to known_hosts.`,
  'host-key-changed': `If the host was reinstalled: compare the fingerprint on its console, then ssh-keygen -R HOST and connect with ssh.
Otherwise this may be an attack. swk sent nothing to the host.`,
  'host-key-revoked': 'Such a key must never be used again. The host needs a new one.',
  'sudo-failed':
    'Give the password with -K (--ask-become-pass) or become_password, or allow the user sudo without one.',
  protocol:
    'Another process on the host wrote into the connection, or the shell ended. Please report it if it happens again.',
  busy: 'The message names the holder of the lock. The lock is released when that run ends, even if it is killed. A check takes no lock.',
  refused: 'The host was not changed. The message names the obstacle.',
  'step-failed': 'The output of the step is shown. The changes of earlier tasks remain. Fix the cause and play again.',
  'step-timeout': 'swk terminated the step. Each step has its own timeout: seconds for reads, minutes for packages.',
  'not-verified': `The steps ended without an error, but the state read afterwards differs. Another program may write to the same resource.`,
  'assertion-failed': 'The condition is the one of the task; its variables are those of the host.',
  'condition-timeout': 'timeout of wait_for is in seconds.',
  'unit-flaps':
    'Check its log: journalctl -u UNIT. swk checks at the end of the section that a started unit is still running.',
  'verification-failed': 'swk verify runs only the verification. The message has the found and the expected state.',
  interrupted: 'Play again: finished changes are kept, and pending restarts still happen.',
  bug: 'The stack shows the location. No playbook or inventory should be able to cause it.',
}
