/** The keywords of plays and tasks: those that are read, and Ansible's others, which are refused by name. */

/** Keywords of a task that a block may set for all of its tasks. */
const inherited = [
  'remote_user',
  'run_once',
  'delegate_to',
  'delegate_facts',
  'connection',
  'async',
  'poll',
  'any_errors_fatal',
  'environment',
  'module_defaults',
  'diff',
  'throttle',
  'collections',
] as const

export const playKeywords = [
  'name',
  'hosts',
  'become',
  'become_user',
  'become_method',
  'serial',
  'order',
  'max_fail_percentage',
  'vars',
  'vars_files',
  'vars_prompt',
  'topology',
  'roles',
  'pre_tasks',
  'tasks',
  'post_tasks',
  'handlers',
  'tags',
  'gather_facts',
  'connection',
  'remote_user',
  'port',
  'ignore_errors',
  'ignore_unreachable',
  'check_mode',
  'no_log',
  'any_errors_fatal',
  'environment',
  'module_defaults',
  'diff',
  'throttle',
  'force_handlers',
  'rollback',
  'confirm',
  'strategy',
  'collections',
  'gather_subset',
  'gather_timeout',
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
  'until',
  'retries',
  'delay',
  ...inherited,
] as const

/** Keywords of a block; most are those that its tasks inherit. */
export const blockKeywords = [
  'name',
  'block',
  'rescue',
  'always',
  'when',
  'tags',
  'vars',
  'become',
  'become_user',
  'become_method',
  'ignore_errors',
  'no_log',
  'check_mode',
  'notify',
  ...inherited,
] as const

/** Ansible's keywords that swk doesn't have, with what to do instead where there is something. */
const shared: Record<string, string> = {
  become_exe: '',
  become_flags: '',
  debugger: 'swk has no debugger; a failure shows what was run and read.',
  timeout: 'A command may take so many seconds with `async`.',
}

export const refusedInPlays: Record<string, string> = {
  ...shared,
  fact_path: '',
  user: 'Use `remote_user`.',
  validate_argspec: '',
}

export const refusedInTasks: Record<string, string> = {
  ...shared,
  port: 'Set it for the play, or `ssh_port` for the host in the inventory.',
  ignore_unreachable: 'Set it for the play: a host has one connection for all of its tasks.',
  include: 'Use `include_tasks` or `import_tasks`.',
}

/** The `with_*` that become loops. */
const loopKeys = `with_items with_list with_dict with_fileglob with_sequence with_together with_nested with_cartesian
  with_indexed_items with_subelements with_first_found with_flattened with_ini`.split(/\s+/)

export function isLoopKey(key: string): boolean {
  return loopKeys.includes(key)
}

/** Whether Ansible knows the task keyword but swk doesn't; gives the hint ('' for none). */
export function refusedTaskKeyword(key: string): string | undefined {
  if (key.startsWith('with_')) return isLoopKey(key) ? undefined : 'Use `loop` with a filter.'
  return Object.hasOwn(refusedInTasks, key) ? refusedInTasks[key] : undefined
}
