/** Where every host of a play stands, folded from events. */
import type { SwkEvent } from '../engine/events.ts'
import { Output } from './output.ts'

/** `waiting`: for a later batch. `connecting`: also for one of the `--forks`, which events don't tell. */
export type Phase = 'waiting' | 'connecting' | 'working' | 'done' | 'failed' | 'unreachable' | 'interrupted'

export type HostState = {
  readonly host: string
  readonly phase: Phase
  /** Tasks of the play, and how many have ended (handlers come on top of them). */
  readonly tasks: number
  readonly ended: number
  readonly changed: number
  /** The task at work, and since when. */
  readonly task?: string
  readonly since: number
  /** The last line that a long step has written. */
  readonly output?: string
}

export class Fleet {
  readonly #hosts = new Map<string, HostState>()
  readonly #output = new Output()
  readonly #now: () => number

  constructor(hosts: readonly string[], now: () => number) {
    this.#now = now
    for (const host of hosts) {
      this.#hosts.set(host, { host, phase: 'connecting', tasks: 0, ended: 0, changed: 0, since: now() })
    }
  }

  get(host: string): HostState | undefined {
    return this.#hosts.get(host)
  }

  get hosts(): readonly HostState[] {
    return [...this.#hosts.values()]
  }

  event(event: SwkEvent): void {
    if (event.type === 'batch:start') this.#begin(new Set(event.hosts))
    if (!('host' in event)) return
    const state = this.#hosts.get(event.host)
    if (state) this.#hosts.set(event.host, this.#after(state, event))
  }

  #begin(batch: ReadonlySet<string>): void {
    for (const [host, state] of this.#hosts) {
      if (state.phase !== 'waiting' && state.phase !== 'connecting') continue
      this.#hosts.set(host, { ...state, phase: batch.has(host) ? 'connecting' : 'waiting', since: this.#now() })
    }
  }

  #after(state: HostState, event: Extract<SwkEvent, { host: string }>): HostState {
    switch (event.type) {
      case 'host:start':
        return { ...idle(state), phase: 'working', tasks: event.tasks, since: this.#now() }
      case 'task:start':
        return { ...idle(state), task: event.task, since: this.#now() }
      case 'output': {
        const line = this.#output.add(event).findLast(text => text.trim() !== '')
        return line === undefined ? state : { ...state, output: line }
      }
      case 'task': {
        this.#output.rest(event)
        const changed = state.changed + (event.status === 'changed' ? 1 : 0)
        return { ...idle(state), ended: state.ended + 1, changed, since: this.#now() }
      }
      case 'host:end':
        return { ...idle(state), phase: event.status }
      case 'detail':
      case 'run':
        return state
    }
  }
}

function idle({ host, phase, tasks, ended, changed, since }: HostState): HostState {
  return { host, phase, tasks, ended, changed, since }
}
