/** Every error code, with the page that `swk explain CODE` shows. The union is closed: a new error is a new line here. */
import { topologyCodes } from './topology-codes.ts'

export const codes = {
  // the command line and files
  usage: 'The command line is not valid. `swk --help` lists commands and options.',
  'not-supported': 'Ansible has this, but swk does not support it yet. swk refuses it rather than ignore it.',
  'file-not-found': 'A file that the command line, a playbook or a task names does not exist or cannot be read.',
  'vault-locked': 'A file or value that ansible-vault has encrypted cannot be decrypted with the given passwords.',
  'yaml-syntax': 'The file is not valid YAML.',
  'unknown-key': 'A mapping has a key that nothing reads. A misspelt keyword would otherwise be ignored.',
  'wrong-type': 'A value has another type than the expected one.',
  'missing-key': 'A required key is missing.',
  'bad-value': 'A value has the right type but is not one of the possible values.',
  'undefined-variable': 'A template or condition uses a variable that nothing defines.',
  'template-error': 'A Jinja template or expression cannot be parsed or evaluated.',
  'unknown-module': 'A task names a module that is neither in swk nor in the modules/ directory of the project.',
  'unknown-host': 'A pattern names a host or group that the inventory does not have.',
  'bad-pattern': 'A hosts pattern or --limit cannot be parsed, or matches nothing.',
  'unknown-handler': 'A task notifies a handler that the play does not have.',
  'bad-mode':
    'A file mode must be octal text ("0660", 0660, 0o660) or symbolic (u=rw,g=rw). A bare 660 would be decimal.',
  'bad-topology': 'The worker topology cannot work; Synapse would refuse it or lose data.',
  ...topologyCodes,
  // a host
  unreachable: 'The host could not be reached, or the connection was lost.',
  'auth-failed': 'The host did not accept the offered keys or password.',
  'host-key-unknown': 'The host key is not in known_hosts. Connect once with ssh and verify its fingerprint.',
  'host-key-changed': 'The host key is another one than known_hosts has. This may be an attack.',
  'host-key-revoked': 'known_hosts marks this host key as @revoked.',
  'sudo-failed': 'Privilege escalation with sudo failed (a wrong or missing password, or not permitted).',
  protocol: 'The data received over the connection does not follow the protocol.',
  busy: 'Another swk run holds the lock of the host.',
  refused: 'A module refuses, before anything is changed, because the host is not in a state it can work from.',
  'plan-differs': 'The host is not as the saved plan says; swk applies exactly the plan or nothing.',
  'bad-plan': 'A saved plan cannot be used: it was changed, or made of other files or options.',
  'step-failed': 'A step of a change failed on the host.',
  'step-timeout': 'A step of a change did not end within its timeout.',
  'not-verified': 'After the change, the host does not have the wanted state.',
  'assertion-failed': 'A condition of an assert task is false, or failed_when is true.',
  'condition-timeout': 'The condition of wait_for did not become true within the timeout.',
  'unit-flaps': 'A unit was started and did not stay running.',
  'verification-failed': 'The deployment does not do what the topology declares.',
  interrupted: 'The run was interrupted; the host is between two tasks.',
  bug: 'An error that swk did not expect. Please report it with the stack.',
} as const

export type ErrorCode = keyof typeof codes
