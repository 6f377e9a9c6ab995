/** What can be known of a play before it is played. */
import { SwkError, type Want } from 'swk'
import { describe, expect, test } from 'vitest'
import type { Scope, Task } from '../../src/engine/index.ts'
import type { HostState } from '../../src/engine/plan/host-state.ts'
import { predict } from '../../src/engine/plan/predict.ts'
import { command, folder, host, installed, module, needing, path, task, wanting } from './hand-made.ts'

const made = { ...path('/srv/a'), state: folder }
const isThere = { 'path:/srv/a': folder }

function told(
  world: HostState,
  tasks: readonly Task[],
  { handlers = [], notified = [] }: More = {},
): readonly string[] {
  const foresight = predict({ play: { host: 'h', tasks, handlers }, world, notified })
  if (foresight.type !== 'forecast') throw new Error(`${foresight.type}`)
  return foresight.forecasts.map(({ task, status, because, error, ignored }) =>
    [`${task.name} ${status}`, because, error?.message, ignored && 'ignored'].filter(Boolean).join(': '),
  )
}
type More = { readonly handlers?: readonly Task[]; readonly notified?: readonly string[] }

/** Waits for a registered name, as a bound task does. */
const waiting = (name: string, needs: string): Task =>
  task(name, wanting(), {
    resolve: ({ registered }: Scope) =>
      registered.has(needs) ? { type: 'run', instances: [{ args: {} }] } : { type: 'waits', on: needs },
  })

describe('a task', () => {
  test('is a change only where what is wanted differs', () => {
    expect(told(host({}, 'path:/srv/a'), [task('t', wanting(made))])).toEqual(['t changed'])
    expect(told(host(isThere), [task('t', wanting(made))])).toEqual(['t ok'])
  })

  test('sees what an earlier one would leave', () => {
    const tasks = [task('one', wanting(made)), task('two', wanting(made)), task('three', needing(path('/srv/a')))]
    expect(told(host({}, 'path:/srv/a'), tasks)).toEqual(['one changed', 'two ok', 'three ok'])
  })

  test('that needs more of the host asks for all that is missing at once', () => {
    const tasks = [task('one', needing(path('/a'))), task('two', needing(path('/b')))]
    const foresight = predict({ play: { host: 'h', tasks, handlers: [] }, world: host({}), notified: [] })
    expect(foresight).toEqual({ type: 'unread', refs: [path('/a'), path('/b')] })
  })

  test('that uses the result of one which is still to be read waits for it', () => {
    const using = task('three', wanting(), {
      resolve({ registered }: Scope) {
        if (!registered.has('b')) throw new SwkError({ code: 'undefined-variable', message: "'b' is undefined" })
        return { type: 'run', instances: [{ args: {} }] }
      },
    })
    const tasks = [
      task('one', wanting(made), { register: 'a' }),
      task('two', needing(path('/b')), { register: 'b' }),
      using,
    ]
    const foresight = predict({
      play: { host: 'h', tasks, handlers: [] },
      world: host({}, 'path:/srv/a'),
      notified: [],
    })
    expect(foresight).toEqual({ type: 'unread', refs: [path('/b')] })
  })

  test('that names the result of one that cannot be planned yet waits for it', () => {
    const reading = task('one', wanting({ ...path('/a'), state: folder }), { register: 'r' })
    const foresight = predict({
      play: { host: 'h', tasks: [reading, waiting('two', 'r')], handlers: [] },
      world: host({}),
      notified: [],
    })
    expect(foresight).toEqual({ type: 'unread', refs: [path('/a')] })
    const strict = task('two', wanting(), {
      resolve({ registered, pending }: Scope) {
        if (!registered.has('r') && !pending.has('r')) throw new Error('r is undefined')
        return { type: 'waits', on: 'r' }
      },
    })
    expect(() =>
      predict({ play: { host: 'h', tasks: [reading, strict], handlers: [] }, world: host({}), notified: [] }),
    ).not.toThrow()
  })

  test('that refuses is the last one', () => {
    const tasks = [task('one', needing(path('/srv/a'))), task('two', wanting(made))]
    expect(told(host({}, 'path:/srv/a'), tasks)).toEqual(['one failed: there is no path:/srv/a'])
  })

  test('that refuses and is passed over is not', () => {
    const tasks = [task('one', needing(path('/srv/a')), { ignoreErrors: true, register: 'one' }), waiting('two', 'one')]
    expect(told(host({}, 'path:/srv/a'), tasks)).toEqual(['one failed: there is no path:/srv/a: ignored', 'two ok'])
  })

  test('whose module breaks fails with the stack, and nothing passes over that', () => {
    const broken = module([], () => {
      throw new TypeError('oops')
    })
    const [only] = told(host({}), [task('t', broken, { ignoreErrors: true })])
    expect(only).toMatch(/^t failed: TypeError: oops\n +at/)
    expect(only).not.toMatch(/ignored$/)
  })
})

describe('behind a package', () => {
  const install = task('install', wanting(installed('p')))
  const absent = ['package:p', 'path:/srv/a', 'user:u']

  test('what is absent is unknown, because of it; what is there is known', () => {
    const tasks = [install, task('user', needing({ kind: 'user', id: 'u' })), task('path', needing(path('/etc')))]
    expect(told(host({ 'path:/etc': folder }, ...absent), tasks)).toEqual([
      'install changed',
      'user unknown: install',
      'path ok',
    ])
  })

  test('what it cannot bring stays known', () => {
    const only = { ...install, provides: (ref: { kind: string }) => ref.kind === 'user' }
    const tasks = [only, task('path', wanting(made)), task('user', needing({ kind: 'user', id: 'u' }))]
    expect(told(host({}, ...absent), tasks)).toEqual(['install changed', 'path changed', 'user unknown: install'])
  })

  test('a refusal is no certainty', () => {
    const tasks = [install, task('needs', needing(path('/srv/a')))]
    expect(told(host({}, ...absent), tasks)).toEqual(['install changed', 'needs unknown: install'])
  })

  test('a command is unknown whose working directory the package may bring', () => {
    const inside = { ...command('x'), id: JSON.stringify({ argv: ['x'], chdir: '/srv/a' }) }
    const run = module([path('/srv/a')], () => [inside])
    const tasks = [install, task('run', run)]
    expect(told(host({}, ...absent), tasks)).toEqual(['install changed', 'run unknown: install'])
    const world = host({ 'path:/srv/a': folder }, 'package:p')
    expect(told(world, tasks)).toEqual(['install changed', 'run changed'])
  })

  test('that is there already nothing is unknown', () => {
    const tasks = [install, task('needs', needing(path('/srv/a')))]
    const world = host({ 'package:p': { installed: true, version: '1' } }, 'path:/srv/a')
    expect(told(world, tasks)).toEqual(['install ok', 'needs failed: there is no path:/srv/a'])
  })
})

describe('a command', () => {
  const run = module([path('/srv/a')], observed => (observed.state(path('/srv/a')) === null ? [command('x')] : []))

  test('leaves what it registers unknown until it has run', () => {
    const tasks = [task('run', run, { register: 'it' }), waiting('next', 'it')]
    expect(told(host({}, 'path:/srv/a'), tasks)).toEqual(['run changed', 'next unknown: run'])
    expect(told(host(isThere), tasks)).toEqual(['run ok', 'next ok'])
  })

  test('leaves the path by which it is decided unknown', () => {
    const tasks = [task('run', run), task('next', wanting(made))]
    expect(told(host({}, 'path:/srv/a'), tasks)).toEqual(['run changed', 'next unknown: run'])
  })

  test('leaves what lies in that path unknown, too', () => {
    const inIt = { ...path('/srv/a/b'), state: folder }
    const remove = module([path('/srv/a')], observed => (observed.state(path('/srv/a')) ? [command('rm')] : []))
    const world = host({ ...isThere, 'path:/srv/a/b': folder, 'path:/srv/ab': folder })
    const tasks = [task('rm', remove), task('in', wanting(inIt)), task('beside', needing(path('/srv/ab')))]
    expect(told(world, tasks)).toEqual(['rm changed', 'in unknown: rm', 'beside ok'])
  })

  test('decides whether a later task runs: then what that one may change is unknown', () => {
    const deciding = task('one', wanting(command('true')), { register: 'r' })
    const then = task('three', wanting({ ...path('/srv/a/b'), state: folder }))
    const behind = (second: Want): readonly string[] => {
      const possible = [{ args: {} }]
      const resolve: Task['resolve'] = () => ({ type: 'waits', on: 'r', possible })
      const world = host(isThere, 'path:/srv/a/b', 'path:/srv/c', 'package:nginx')
      return told(world, [deciding, task('two', wanting(second), { resolve }), then])
    }
    expect(behind({ ...path('/srv/c'), state: folder })).toEqual(['one changed', 'two unknown: one', 'three changed'])
    expect(behind({ ...path('/srv/a/b'), state: folder }).at(-1)).toBe('three unknown: two')
    expect(behind({ ...path('/srv/a'), state: null }).at(-1)).toBe('three unknown: two')
    expect(behind(command('touch /srv/a/b')).at(-1)).toBe('three unknown: two')
    expect(behind(installed('nginx')).at(-1)).toBe('three unknown: two')
    const around = { resolve: () => ({ type: 'waits' as const, on: 'r', possible: [{ args: {} }] }) }
    const nested = [task('one', wanting(command('true')), { register: 'r' })]
    const twice = [
      task('two', wanting({ ...path('/srv/a'), state: null }), around),
      task('three', wanting({ ...path('/srv/a/b'), state: folder }), around),
    ]
    expect(told(host(isThere, 'path:/srv/a/b'), [...nested, ...twice])).toEqual([
      'one changed',
      'two unknown: one',
      'three unknown: one',
    ])
  })

  test('makes a later refusal uncertain', () => {
    const tasks = [task('run', wanting(command('x'))), task('next', needing(path('/srv/a')))]
    expect(told(host({}, 'path:/srv/a'), tasks)).toEqual(['run changed', 'next unknown: run'])
  })

  test('is unknown where changed_when needs its result, and known where it does not', () => {
    const needsIt = (_: Scope, result: unknown): boolean => {
      if ((result as { rc?: number }).rc === undefined)
        throw new SwkError({ code: 'undefined-variable', message: 'rc is not defined' })
      return true
    }
    expect(told(host({}), [task('t', wanting(command('x')), { changedWhen: needsIt })])).toEqual(['t unknown: t'])
    expect(told(host({}), [task('t', wanting(command('x')), { changedWhen: () => false })])).toEqual(['t ok'])
    expect(told(host({}), [task('t', wanting(command('x')), { failedWhen: needsIt })])).toEqual(['t changed'])
  })
})

describe('changed_when and failed_when', () => {
  const absent = host({}, 'path:/srv/a')
  test('decide, item by item', () => {
    const seen: unknown[] = []
    const items = [
      { label: 'a', item: 'a', args: {} },
      { label: 'b', item: 'b', args: {} },
    ]
    const judging = task('t', wanting(), {
      instances: items,
      register: 'r',
      changedWhen: (_, result) => {
        seen.push(result)
        return (result as { item: string }).item === 'b'
      },
    })
    expect(told(absent, [judging])).toEqual(['t changed'])
    const same = { changed: false, failed: false, ansible_loop_var: 'item' }
    expect(seen).toEqual(items.map(({ item }) => ({ ...same, item })))
  })

  test('changed_when: false shows no diff', () => {
    const quiet = task('t', wanting(made), { changedWhen: () => false })
    const foresight = predict({ play: { host: 'h', tasks: [quiet], handlers: [] }, world: absent, notified: [] })
    expect(foresight).toMatchObject({ forecasts: [{ status: 'ok', changes: [] }] })
  })

  test('failed_when that holds is a failure that is known before', () => {
    const failing = task('t', wanting(made), { failedWhen: () => true })
    expect(told(absent, [failing])).toEqual(['t failed: failed_when holds'])
    const doubtful = [task('run', wanting(command('x'))), failing]
    expect(told(absent, doubtful)).toEqual(['run changed', 't unknown: run'])
  })

  test('that cannot be evaluated fails the task', () => {
    const wrong = task('t', wanting(made), {
      changedWhen: () => {
        throw new SwkError({ code: 'undefined-variable', message: 'x is not defined' })
      },
    })
    expect(told(absent, [wrong])).toEqual(['t failed: x is not defined'])
  })
})

describe('check_mode', () => {
  const absent = host({}, 'path:/srv/a')
  test('true leaves nothing to later tasks', () => {
    const tasks = [task('never', wanting(made), { checkMode: true }), task('next', needing(path('/srv/a')))]
    expect(told(absent, tasks)).toEqual(['never changed', 'next failed: there is no path:/srv/a'])
  })

  test('false is run by a check, once nothing is left to read before it', () => {
    const really = task('really', wanting(command('x')), { checkMode: false })
    const play = { host: 'h', handlers: [], tasks: [really, task('next', wanting(made))] }
    expect(predict({ play, world: absent, notified: [], ran: new Map() })).toMatchObject({ type: 'run', task: really })
    expect(predict({ play, world: absent, notified: [] })).toMatchObject({ type: 'forecast' })
    const forecast = { task: really, status: 'changed', changes: [] } as const
    const ran = new Map([[really, { forecast, registered: {} }]])
    expect(predict({ play, world: absent, notified: [], ran })).toMatchObject({
      forecasts: [{ status: 'changed' }, { status: 'changed' }],
    })
  })

  test('false that notifies makes its handler due', () => {
    const really = task('really', wanting(command('x')), { checkMode: false, notify: ['h'] })
    const handlers = [task('h', wanting(made), { section: 'handlers' })]
    const forecast = { task: really, status: 'changed', changes: [] } as const
    const ran = new Map([[really, { forecast, registered: {} }]])
    const foresight = predict({ play: { host: 'h', tasks: [really], handlers }, world: absent, notified: [], ran })
    expect(foresight).toMatchObject({ forecasts: [{ status: 'changed' }, { task: { name: 'h' } }] })
  })
})

describe('handlers', () => {
  const absent = host({}, 'path:/srv/a', 'path:/srv/b', 'package:p')
  const handlers = [
    task('first', wanting({ ...path('/srv/b'), state: folder }), { section: 'handlers' }),
    task('second', wanting(), { section: 'handlers' }),
  ]
  test('run once, in their own order, where a task changed', () => {
    const notify = ['second', 'first']
    const tasks = [task('one', wanting(made), { notify }), task('two', wanting(made), { notify: ['first'] })]
    expect(told(absent, tasks, { handlers })).toEqual(['one changed', 'two ok', 'first changed', 'second ok'])
    expect(told(host(isThere, 'path:/srv/b'), tasks, { handlers })).toEqual(['one ok', 'two ok'])
  })

  test('that an earlier run left due run at the first flush', () => {
    const tasks = [task('one', wanting(), { section: 'pre_tasks' }), task('two', wanting())]
    expect(told(absent, tasks, { handlers, notified: ['second', 'of another play'] })).toEqual([
      'one ok',
      'second ok',
      'two ok',
    ])
  })

  test('of a task that is unknown are unknown, because of it', () => {
    const tasks = [
      task('install', wanting(installed('p'))),
      task('maybe', needing(path('/srv/a')), { notify: ['second'] }),
    ]
    expect(told(absent, tasks, { handlers })).toEqual([
      'install changed',
      'maybe unknown: install',
      'second unknown: maybe',
    ])
  })
})

test('what a handler may change that may be due is unknown', () => {
  const handler = task('told', wanting(made))
  const first = task('one', wanting(command('true')), { register: 'r' })
  const unsure = { ...waiting('two', 'r'), notify: ['told'] }
  const flush = task('flush', wanting(), { meta: 'flush_handlers' })
  const tasks = [first, unsure, flush, task('three', wanting(made))]
  expect(told(host({}, 'path:/srv/a'), tasks, { handlers: [handler] })).toEqual([
    'one changed',
    'two unknown: one',
    'told unknown: two',
    'three unknown: told',
  ])
})

test('a thousand unit files are foreseen, each with its unit', () => {
  const paths = Array.from({ length: 1000 }, (_, i) => path(`/etc/systemd/system/unit${i}.service`))
  const tasks = paths.map(ref => task(ref.id, wanting({ ...ref, state: { type: 'file', sha256: 'x' } })))
  const units = paths.map((_, i) => `unit:unit${i}.service`)
  const world = host({}, ...paths.map(ref => `path:${ref.id}`), ...units)
  const foresight = predict({ play: { host: 'h', tasks, handlers: [] }, world, notified: [] })
  const forecasts = foresight.type === 'forecast' ? foresight.forecasts : []
  expect(forecasts.map(({ status }) => status)).toEqual(paths.map(() => 'changed'))
})

describe('a block with rescue', () => {
  const within = (part: 'block' | 'rescue') => ({ within: [{ block: '1', part, hasRescue: true }] })

  test('whose task refuses shows what rescues it, and knows the failed task', () => {
    const tasks = [
      task('one', needing(path('/srv/a')), within('block')),
      task('left', wanting(made), within('block')),
      { ...waiting('rescue', 'ansible_failed_result'), ...within('rescue') },
      task('after', wanting(made)),
    ]
    expect(told(host({}, 'path:/srv/a'), tasks)).toEqual([
      'one failed: there is no path:/srv/a: ignored',
      'rescue ok',
      'after changed',
    ])
  })
})
