/** Which host is played when, and what a run's end means: no host is needed for that, only how its connection fails. */
import { SwkError } from 'swk'
import { describe, expect, test } from 'vitest'
import type { SwkEvent } from '../../src/engine/events.ts'
import { exitCode } from '../../src/engine/fleet/exit.ts'
import { Slots } from '../../src/engine/fleet/pool.ts'
import { Tally } from '../../src/engine/fleet/tally.ts'
import { type Op, type OpStatus, schedule } from '../../src/engine/host/schedule.ts'
import { type HostPlay, type RunnablePlay, run, type Task } from '../../src/engine/index.ts'
import type { BlockPart, Scope } from '../../src/engine/task.ts'
import { task, wanting } from './hand-made.ts'

const counts = { ok: 0, changed: 0, unknown: 0, skipped: 0, failed: 0, unreachable: 0, ignored: 0 }
const summary = { ...counts, roundTrips: 0, bytesUp: 0, bytesDown: 0 }

describe('the exit status', () => {
  const plain = { interrupted: false, detailed: false }
  const detailed = { interrupted: false, detailed: true }
  test.each([
    ['nothing', [{}], plain, 0],
    ['a change', [{ changed: 1 }], plain, 0],
    ['a change, in detail', [{ changed: 1 }], detailed, 3],
    ['something unknown, in detail', [{ unknown: 1 }], detailed, 3],
    ['nothing, in detail', [{ ok: 9 }], detailed, 0],
    ['a failure', [{ failed: 1 }, {}], detailed, 2],
    ['a failure that is passed over', [{ ignored: 1 }], plain, 0],
    ['a lost host', [{ unreachable: 1 }, { changed: 1 }], detailed, 4],
    ['both', [{ unreachable: 1 }, { failed: 1 }], plain, 6],
    ['an interrupt', [{ failed: 1 }], { interrupted: true, detailed: true }, 130],
    ['no hosts', [], plain, 0],
  ] as const)('of %s', (_, hosts, how, expected) => {
    const all = Object.fromEntries(hosts.map((host, i) => [`h${i}`, { ...summary, ...host }]))
    expect(exitCode(all, how)).toBe(expected)
  })
})

describe('a pool', () => {
  test('works on no more than its limit at once, on each item once, in order', async () => {
    const begun: number[] = []
    let atWork = 0
    let most = 0
    await new Slots(3).each([1, 2, 3, 4, 5, 6, 7], async item => {
      begun.push(item)
      most = Math.max(most, ++atWork)
      await new Promise(resolve => setTimeout(resolve, 1))
      atWork--
    })
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(most).toBe(3)
  })

  test('of nothing ends at once', async () => {
    await new Slots(3).each([], async () => expect.unreachable())
  })
})

const nothing: Scope = { host: 'h', registered: new Map(), pending: new Map(), observed: null }

/** What is done, in order; `ends`: how some tasks end. */
function walked(tasks: readonly Task[], ends: Readonly<Record<string, OpStatus>> = {}, more: Partial<HostPlay> = {}) {
  const ops = schedule({ host: 'h', tasks, handlers: [], ...more }, () => nothing)
  const names: string[] = []
  for (let next = ops.next(); ; ) {
    if (next.done) return [...names, next.value]
    const op = next.value
    const name = op.type === 'task' ? op.task.name : op.type === 'flush' ? `/${op.section}` : 'new connection'
    names.push(name)
    next = ops.next(ends[name] ?? 'done')
  }
}

const none = wanting()

test('a play is its sections in order, handlers at the end of each that has tasks and where they are flushed', () => {
  const tasks = [
    task('post', none, { section: 'post_tasks' }),
    task('one', none),
    task('meta', none, { meta: 'flush_handlers' }),
    task('two', none),
    task('pre', none, { section: 'pre_tasks' }),
  ]
  const all = ['pre', '/pre_tasks', 'one', '/tasks', 'two', '/tasks', 'post', '/post_tasks']
  expect(walked(tasks)).toEqual([...all, 'done'])
  expect(walked(tasks, { two: 'failed' })).toEqual([...all.slice(0, 5), 'failed'])
  expect(walked(tasks, { two: 'failed' }, { forceHandlers: true })).toEqual([...all.slice(0, 5), '/tasks', 'failed'])
})

describe('a block', () => {
  const part = (block: string, name: BlockPart['part'], hasRescue = true): BlockPart => ({
    block,
    part: name,
    hasRescue,
  })
  const inPart = (name: string, ...within: BlockPart[]) => task(name, none, { within })
  const tasks = [
    inPart('a', part('1', 'block')),
    inPart('b', part('1', 'block'), part('2', 'block', false)),
    inPart('c', part('1', 'block'), part('2', 'always', false)),
    inPart('rescue', part('1', 'rescue')),
    inPart('always', part('1', 'always')),
    task('after', none),
  ]

  test.each([
    ['succeeds', {}, ['a', 'b', 'c', 'always', 'after', '/tasks', 'done']],
    ['is rescued', { a: 'failed' }, ['a', 'rescue', 'always', 'after', '/tasks', 'done']],
    ['fails within', { b: 'failed' }, ['a', 'b', 'c', 'rescue', 'always', 'after', '/tasks', 'done']],
    ['fails in its rescue', { a: 'failed', rescue: 'failed' }, ['a', 'rescue', 'always', 'failed']],
    ['fails in its always', { always: 'failed' }, ['a', 'b', 'c', 'always', 'failed']],
    ['is interrupted', { a: 'interrupted' }, ['a', 'interrupted']],
  ] as const)('that %s', (_, ends, expected) => {
    expect(walked(tasks, ends)).toEqual(expected)
  })
})

test('meta: end_host ends the play without handlers, except where its condition does not hold', () => {
  const tasks = [task('end', none, { meta: 'end_host' }), task('after', none)]
  expect(walked(tasks)).toEqual(['end', 'done'])
  expect(walked(tasks, { end: 'skipped' })).toEqual(['end', 'after', '/tasks', 'done'])
})

test('meta: reset_connection logs in anew behind what stands before it, and nothing is sent across it', () => {
  const tasks = [task('join', none), task('reset', none, { meta: 'reset_connection' }), task('after', none)]
  expect(walked(tasks)).toEqual(['join', 'reset', 'new connection', 'after', '/tasks', 'done'])
  const first = schedule({ host: 'h', tasks, handlers: [] }, () => nothing).next().value as Op & { type: 'task' }
  expect([...first.following].map(({ name }) => name)).toEqual([])
})

test('a tally counts by host, what is passed over apart, and passes all on', () => {
  const events: SwkEvent[] = []
  const tally = new Tally(event => events.push(event))
  const told = { type: 'task', task: 't', module: 'm', section: 'tasks', ms: 1, diff: [] } as const
  tally.emit({ type: 'host:start', host: 'idle', tasks: 0 })
  tally.emit({ ...told, host: 'a', status: 'ok' })
  tally.emit({ ...told, host: 'a', status: 'failed', ignored: true })
  tally.emit({ ...told, host: 'b', status: 'failed' })
  tally.traffic('a', { roundTrips: 1, bytesUp: 20, bytesDown: 300 })
  tally.traffic('a', { roundTrips: 1, bytesUp: 20, bytesDown: 300 })
  expect(tally.summary()).toEqual({
    idle: summary,
    a: { ...summary, ok: 1, ignored: 1, roundTrips: 2, bytesUp: 40, bytesDown: 600 },
    b: { ...summary, failed: 1 },
  })
  expect(events).toHaveLength(4)
})

/** Every host of these plays fails as its name says, before anything is exchanged. */
async function playOn(plays: readonly Partial<RunnablePlay>[], more: { forks?: number; abortAt?: string } = {}) {
  const asked: string[] = []
  const events: SwkEvent[] = []
  const abort = new AbortController()
  const result = await run(
    plays.map((play, i) => {
      const hosts = (play.batches ?? []).flat()
      const bind = (host: string) => ({ host, tasks: [], handlers: [] })
      return { name: `play ${i}`, hosts, batches: [], needsBecome: false, bind, ...play }
    }),
    {
      mode: 'play',
      forks: more.forks ?? 50,
      emit: event => events.push(event),
      holder: 'test',
      signal: abort.signal,
      async connect(host, become) {
        asked.push(become ? `${host} as root` : host)
        if (host === more.abortAt) abort.abort()
        const code = host.startsWith('gone') ? 'unreachable' : host.startsWith('odd') ? undefined : 'sudo-failed'
        if (code === undefined) throw new TypeError('oops')
        throw new SwkError({ code, message: 'no' })
      },
    },
  )
  return { ...result, asked, events }
}

describe('a fleet', () => {
  test('of which one fails and one is gone: exit 6, each told once', async () => {
    const { exit, hosts, events } = await playOn([{ batches: [['bad', 'gone']] }])
    expect(exit).toBe(6)
    expect(hosts).toMatchObject({ bad: { failed: 1, unreachable: 0 }, gone: { failed: 0, unreachable: 1 } })
    expect(events.filter(event => event.type === 'host:end').map(({ host, status }) => `${host} ${status}`)).toEqual([
      'bad failed',
      'gone unreachable',
    ])
  })

  test('in which something unforeseen happens goes on, and shows the stack', async () => {
    const { exit, events } = await playOn([{ batches: [['odd', 'gone']] }])
    expect(exit).toBe(6)
    const [first] = events.filter(event => event.type === 'task')
    expect(first?.error).toMatchObject({ code: 'bug', message: expect.stringMatching(/^TypeError: oops\n +at/) })
  })

  test('is not played on once a whole batch is lost, nor are later plays', async () => {
    const { asked } = await playOn([{ batches: [['gone1', 'gone2'], ['gone3']] }, { batches: [['gone4']] }])
    expect(asked).toEqual(['gone1', 'gone2'])
  })

  test('stops within a batch when more have failed than max_fail_percentage allows', async () => {
    const batches = [['a', 'b', 'c', 'd']]
    expect((await playOn([{ batches, maxFailPercentage: 0 }], { forks: 1 })).asked).toEqual(['a'])
    expect((await playOn([{ batches, maxFailPercentage: 25 }], { forks: 1 })).asked).toEqual(['a', 'b'])
    expect((await playOn([{ batches, maxFailPercentage: 100 }], { forks: 1 })).asked).toEqual(['a', 'b', 'c', 'd'])
    expect((await playOn([{ batches }], { forks: 1 })).asked).toEqual(['a', 'b', 'c', 'd'])
  })

  test('begins no host after an interrupt: exit 130', async () => {
    const { asked, exit } = await playOn([{ batches: [['a', 'b', 'c']] }], { forks: 1, abortAt: 'b' })
    expect(asked).toEqual(['a', 'b'])
    expect(exit).toBe(130)
  })

  test('is entered as root where any of its plays needs root', async () => {
    const { asked } = await playOn([{ batches: [['a', 'b']] }, { batches: [['a']], needsBecome: true }])
    expect(asked).toEqual(['a as root', 'b'])
  })

  test('without hosts is done', async () => {
    expect(await playOn([{ batches: [] }])).toMatchObject({ exit: 0, hosts: {} })
  })
})

test('meta: end_role ends the tasks of its role alone', () => {
  const role = { name: 'r' }
  const own = (name: string, more = {}) => task(name, none, { role, ...more })
  const tasks = [own('first'), own('end', { meta: 'end_role' }), own('second'), task('after', none)]
  expect(walked(tasks)).toEqual(['first', 'end', 'after', '/tasks', 'done'])
  expect(walked(tasks, { end: 'skipped' })).toEqual(['first', 'end', 'second', 'after', '/tasks', 'done'])
})
