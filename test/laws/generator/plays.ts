/** Random plays: tasks of a few topics with keywords, loops and blocks, and the state of the host that they meet. */
import fc from 'fast-check'
import type { Trial } from '../trial.ts'
import { topics } from './index.ts'
import { aboutPath, at } from './paths.ts'
import type { Action, Arranged, Fields, Topic } from './topic.ts'

type Leaf = { readonly action: Action; readonly keywords: Fields }
type Block = { readonly [part in 'block' | 'rescue' | 'always']: readonly Leaf[] } & {
  readonly condition?: string | undefined
}
type RandomPlay = {
  readonly topics: readonly Topic[]
  readonly arranged: readonly Arranged[]
  readonly nodes: readonly (Leaf | Block)[]
  readonly user: 'root' | 'admin' | 'operator'
  readonly become: boolean
}

/** What may run as another user than root: what that one may do there follows from owners and modes. */
const ordinary: ReadonlySet<string> = new Set([
  'file',
  'copy',
  'lineinfile',
  'blockinfile',
  'replace',
  'template',
  'stat',
])
const isOrdinary = (task: Fields): boolean => {
  const [module = '', args] = Object.entries(task)[0] ?? []
  const { recurse, remote_src, src } = args as Fields
  return ordinary.has(module) && !recurse && !remote_src && src !== 'tree/'
}

/** Conditions on what an earlier task registered. */
const condition = fc.constantFrom('is changed', 'is not changed', 'is failed')
const keywords: fc.Arbitrary<Fields> = fc.record(
  {
    notify: fc.constant('told'),
    changed_when: fc.boolean(),
    failed_when: fc.constantFrom(false, false, true),
    check_mode: fc.constant(true),
    condition,
    become: fc.constant(false),
    become_user: fc.constantFrom('admin', 'daemon'),
    ignore_errors: fc.boolean(),
  },
  { requiredKeys: [] },
)
/** Most go on after a refusal, so that one does not hide what would come after it. */
const usual: fc.Arbitrary<Fields> = fc.constantFrom({ ignore_errors: true }, { ignore_errors: true }, {})
const rare = fc
  .tuple(keywords, fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 8, maxLength: 8 }))
  .map(([all, keep]) => Object.fromEntries(Object.entries(all).filter((_, i) => (keep[i] ?? 0) < 2)))

/** Some tasks are about two paths, one after the other, or about those that a condition lets through. */
const looped = ({ task, about }: Action, other: string, when: string): Action => {
  const [module = '', args] = Object.entries(task)[0] ?? []
  const key = ['path', 'dest'].find(name => String((args as Fields)?.[name]).startsWith('{{ folder }}/'))
  if (key === undefined || 'loop' in task) return { task, about }
  const given = String((args as Fields)[key])
  const all = [...new Set([...about, aboutPath(given), aboutPath(other)])]
  const loop = { loop: [given, other], ...(when && { when }) }
  return {
    task: { [module]: { ...(args as Fields), [key]: '{{ item }}' }, ...loop },
    about: about[0] === about[1] && about.length > 1 ? about : all,
  }
}

const leafOf = (chosen: readonly Topic[]): fc.Arbitrary<Leaf> => {
  const action = fc.oneof(...chosen.map(({ actions }) => fc.oneof(...actions)))
  const paths = fc
    .tuple(action, at, fc.constantFrom('', '', "'d' in item"))
    .map(([one, other, when]) => looped(one, other, when))
  return fc.record({
    action: fc.oneof({ weight: 6, arbitrary: action }, { weight: 1, arbitrary: paths }),
    keywords: fc.oneof(
      usual,
      fc.tuple(usual, rare).map(([one, other]) => ({ ...one, ...other })),
    ),
  })
}

const nodeOf = (leaf: fc.Arbitrary<Leaf>): fc.Arbitrary<Leaf | Block> => {
  const part = fc.array(leaf, { maxLength: 2 })
  const block = fc.record({
    block: fc.array(leaf, { minLength: 1, maxLength: 3 }),
    rescue: part,
    always: part,
    condition: fc.option(condition, { nil: undefined, freq: 2 }),
  })
  return fc.oneof({ weight: 8, arbitrary: leaf }, { weight: 1, arbitrary: block })
}

/** Half of them are consistent. */
const randomPlay: fc.Arbitrary<RandomPlay> = fc
  .subarray([...topics], { minLength: 1, maxLength: 3 })
  .chain(chosen =>
    fc.record({
      topics: fc.constant(chosen),
      arranged: fc.tuple(...chosen.map(({ state }) => state)) as fc.Arbitrary<Arranged[]>,
      nodes: fc.array(nodeOf(leafOf(chosen)), { minLength: 3, maxLength: 8 }),
      user: fc.constantFrom('root', 'root', 'admin', 'operator'),
      become: fc.constantFrom(true, true, true, true, true, false),
      consistent: fc.boolean(),
    }),
  )
  .map(({ consistent, nodes, ...more }) => {
    if (!consistent) return { ...more, nodes }
    const kept: (Leaf | Block)[] = []
    for (const node of nodes) if (isConsistent([...kept, node], more.arranged)) kept.push(node)
    return { ...more, nodes: kept }
  })

const leaves = (nodes: readonly (Leaf | Block)[]): readonly Leaf[] =>
  nodes.flatMap(node => ('action' in node ? [node] : [...node.block, ...node.rescue, ...node.always]))

/** Whether no two tasks are about the same thing, and none says that it changes what it does not. */
function isConsistent(nodes: readonly (Leaf | Block)[], arranged: readonly Arranged[]): boolean {
  const aliases = Object.assign({}, ...arranged.map(one => one.aliases ?? {}))
  const real = (name: string): string =>
    aliases[name] === undefined || aliases[name] === name ? name : real(aliases[name])
  const all = leaves(nodes)
  const said = [...all.map(one => one.keywords), ...nodes.filter(node => 'block' in node)]
  if (said.some(one => 'changed_when' in one || 'check_mode' in one || one.condition === 'is not changed')) return false
  const subjects = all.flatMap(({ action }) =>
    action.about[0] === action.about[1] ? action.about : [...new Set(action.about.map(real))],
  )
  return new Set(subjects).size === subjects.length
}

/** The play as YAML would give it: tasks numbered, each registered, conditions on the one before. */
function playOf({ nodes, become }: RandomPlay, folder: string): Fields {
  let number = 0
  const render = ({ action, keywords }: Leaf, previous: string): Fields => {
    const { condition, become_user, become: own, ...rest } = keywords
    const { when, ...task } = JSON.parse(JSON.stringify(action.task).replaceAll('PREVIOUS', previous))
    const asOther = own === false ? { become: false } : become_user === undefined ? {} : { become: true, become_user }
    const user = isOrdinary(task) ? asOther : become ? {} : { become: true }
    // `meta` takes no condition.
    const conditions = 'meta' in task ? [] : [when, condition && `${previous} ${condition}`].filter(Boolean)
    const name = `task ${number}`
    return {
      name,
      ...task,
      ...rest,
      ...user,
      ...(conditions.length > 0 && { when: conditions }),
      register: `r${number++}`,
    }
  }
  const walk = (list: readonly (Leaf | Block)[], before: string): readonly Fields[] => {
    let previous = before
    return list.map(node => {
      const first = `r${number}`
      if ('action' in node) {
        const task = render(node, previous)
        previous = first
        return task
      }
      const { condition, ...parts } = node
      const when = condition === undefined ? {} : { when: `${previous} ${condition}` }
      const inner = Object.entries(parts).map(
        ([part, tasks]) => [part, walk(tasks, part === 'block' ? previous : first)] as const,
      )
      previous = first
      return { ...Object.fromEntries(inner.filter(([, tasks]) => tasks.length > 0)), ...when }
    })
  }
  const handlers = [
    { name: 'told', copy: { dest: '{{ folder }}/told', content: 'told\n' }, notify: 'told too' },
    { name: 'told too', lineinfile: { path: '{{ folder }}/told', line: 'too' } },
  ]
  return {
    name: 'random',
    hosts: 'all',
    become,
    vars: { folder, nothing: { changed: false } },
    tasks: walk(nodes, 'nothing'),
    handlers,
  }
}

/** A script that brings a new directory and what the topics are about into the play's state. */
function arrange({ arranged }: RandomPlay, folder: string): string {
  return [
    `F=${folder}; mkdir -p $F`,
    ...arranged.map(({ script }) => script),
    'rm -rf /var/lib/swk/notified; true',
  ].join('\n')
}

/** A script that prints all that the play may touch. */
function look({ topics }: RandomPlay, folder: string): string {
  return [
    `F=${folder}`,
    ...topics.map(({ name, look }) => `echo "# ${name}"; ${look}`),
    'ls -l $F; cat /var/lib/swk/notified/* 2>/dev/null; true',
  ].join('\n')
}

export const randomTrial: fc.Arbitrary<Trial> = randomPlay.map(random => ({
  user: random.user,
  isConsistent: isConsistent(random.nodes, random.arranged),
  arrange: folder => arrange(random, folder),
  look: folder => look(random, folder),
  play: folder => playOf(random, folder),
}))
