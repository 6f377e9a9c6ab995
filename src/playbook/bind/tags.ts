/** `--tags` and `--skip-tags`, as Ansible reads them: always, never, all, tagged, untagged. Pure. */

export type TagChoice = { readonly tags?: readonly string[]; readonly skipTags?: readonly string[] }

/** True where a task with these tags (the play's among them) is to run. */
export function isSelected(own: readonly string[], { tags = ['all'], skipTags = [] }: TagChoice): boolean {
  const tagged = own.length > 0
  const all = new Set(tagged ? own : ['untagged'])
  const only = new Set(tags.length > 0 ? tags : ['all'])
  const skip = new Set(skipTags)
  const never = all.has('never')
  const wanted =
    all.has('always') || (only.has('all') && !never) || meets(all, only) || (only.has('tagged') && tagged && !never)
  if (!wanted || meets(all, skip)) return false
  if (skip.has('all') && !all.has('always')) return false
  return !(skip.has('tagged') && tagged)
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some(tag => b.has(tag))
}
