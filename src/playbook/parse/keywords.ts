/** The keywords of plays and tasks: those that are read, and Ansible's others, which are refused by name. */

export const playKeywords = [
  'name',
  'hosts',
  'become',
  'become_user',
  'become_method',
  'serial',
  'max_fail_percentage',
  'vars',
  'vars_files',
  'topology',
  'pre_tasks',
  'tasks',
  'post_tasks',
  'handlers',
  'tags',
  'gather_facts',
  'remote_user',
  'ignore_errors',
  'check_mode',
  'no_log',
] as const

export const taskKeywords = [
  'name',
  'when',
  'loop',
  'loop_control',
  'register',
  'notify',
  'listen',
  'tags',
  'become',
  'become_user',
  'become_method',
  'vars',
  'ignore_errors',
  'no_log',
  'changed_when',
  'failed_when',
  'check_mode',
  'args',
] as const

/** Ansible's keywords that swk doesn't have, with what to do instead where there is something. */
const shared: Record<string, string> = {
  any_errors_fatal: 'With `max_fail_percentage: 0` a failed host ends the play after its batch.',
  become_exe: '',
  become_flags: '',
  collections: 'Modules are named without their collection.',
  connection: '',
  debugger: '',
  diff: 'Use --diff or --no-diff.',
  environment: '',
  ignore_unreachable: '',
  module_defaults: '',
  port: 'Set `ssh_port` for the host in the inventory.',
  run_once: '',
  throttle: 'Use --forks or `serial`.',
  timeout: '',
}

export const refusedInPlays: Record<string, string> = {
  ...shared,
  roles: 'Write the tasks into the play.',
  strategy: 'Hosts run independently of each other.',
  fact_path: '',
  force_handlers: '',
  gather_subset: '',
  gather_timeout: '',
  order: '',
  user: 'Use `remote_user`.',
  validate_argspec: '',
  vars_prompt: 'Pass values with --extra-vars.',
  import_playbook: 'Run the playbooks one after the other.',
  'ansible.builtin.import_playbook': 'Run the playbooks one after the other.',
}

const writeOut = 'Write the tasks into the play.'

export const refusedInTasks: Record<string, string> = {
  ...shared,
  action: 'Name the module itself: `apt: { name: htop }`.',
  local_action: '',
  async: '',
  poll: '',
  block: 'Write the tasks one after the other, each with its own `when`.',
  rescue: '',
  always: '',
  until: 'Use the module wait_for.',
  retries: 'Use the module wait_for.',
  delay: 'Use the module wait_for.',
  delegate_to: '',
  delegate_facts: '',
  remote_user: 'Set it for the play, or `ssh_user` in the inventory.',
  include: writeOut,
  include_tasks: writeOut,
  import_tasks: writeOut,
  include_role: writeOut,
  import_role: writeOut,
  include_vars: 'Use `vars_files`.',
}

/** Whether Ansible knows the task keyword but swk doesn't; gives the hint ('' for none). */
export function refusedTaskKeyword(key: string): string | undefined {
  if (key.startsWith('with_'))
    return key === 'with_items' || key === 'with_list' ? 'Use `loop`.' : 'Use `loop` with a filter.'
  return Object.hasOwn(refusedInTasks, key) ? refusedInTasks[key] : undefined
}
