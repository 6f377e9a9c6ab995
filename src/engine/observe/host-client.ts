/** The engine's side of a session: what is known of the host grows with each exchange. */
import { SwkError } from '../../errors/diagnostic.ts'
import { kindOf } from '../../resources/index.ts'
import { type Ref, type Restart, refKey, type State, type Step } from '../../resources/kind.ts'
import { pendingHandlersRef } from '../../resources/pending-handlers.ts'
import { quote } from '../../shell/sh.ts'
import type { Frame, Reply, Session } from '../../transport/session.ts'
import { renderFrame } from '../apply/steps.ts'
import type { Change } from '../plan/change.ts'
import { HostState } from '../plan/host-state.ts'
import { isEarly, nameOf } from '../plan/unknown.ts'
import { describeReads } from '../report/details.ts'
import { ContentCache } from './content-cache.ts'
import { mergeRefs } from './merge-refs.ts'
import { probe } from './probe.ts'
import { refsAfter } from './refs.ts'
import { awaitRestart, markFrame, restartOf } from './restart.ts'

export class HostClient {
  readonly world = new HostState()
  /** Every ref that was asked for, as it is to be asked again. */
  readonly known = new Map<string, Ref>()
  readonly #session: Session
  readonly #lock: LockOptions
  readonly #texts = new ContentCache()
  /** A step failed, and nothing runs on the host before that is cleared. */
  #poisoned = false
  #isLocked: boolean

  constructor(session: Session, options: LockOptions) {
    this.#session = session
    this.world.loginUser = options.loginUser ?? options.sessionUser
    this.#lock = options
    this.#isLocked = options.locked ?? false
  }

  /** Whether the connection can end and be made anew: not to this machine. */
  get isRemote(): boolean {
    return this.#session.reopen !== undefined
  }

  /** The first batch, behind the lock where one is taken. Returns the handlers left over from an earlier run. */
  async open(refs: readonly Ref[], lock: boolean): Promise<readonly string[]> {
    const first = this.#probe(refs)
    const reply = lock ? await this.#openLocked(first.frame) : (await this.#session.exchange([first.frame]))[0]
    this.#learn(refs, first.read(reply as Reply))
    const left = this.world.state(pendingHandlersRef)
    return (left?.handlers ?? []) as readonly string[]
  }

  /** The reply to `frame`, read under the lock. Another host of the run that is the same machine is waited for. */
  async #openLocked(frame: Frame): Promise<Reply> {
    const frames: Frame[] = [{ kind: 'lock', script: quote(this.#lock.holder), timeout: 10 }, frame]
    this.#isLocked = true
    let [lock, reply] = await this.#session.exchange(frames)
    while (lock?.rc !== 0) {
      const holder = holderIn(lock as Reply)
      if (!(await this.#lock.giveWay?.(holder))) throw busy(holder)
      const [, ...again] = await this.#session.exchange([{ kind: 'clear', script: quote(''), timeout: 10 }, ...frames])
      ;[lock, reply] = again
    }
    return reply as Reply
  }

  /** Reads resources: one round trip. */
  async read(refs: Iterable<Ref>): Promise<void> {
    const wanted = mergeRefs([...refs].map(ref => this.#asKnown(ref)))
    const { frame, read } = this.#probe(this.#hinted(wanted))
    const [reply] = await this.#session.exchange([frame])
    this.#learn(wanted, read(reply as Reply))
  }

  /**
   * Sends the frames that make `changes` and, behind them, a fresh look at what they touch: one round trip. Where a step failed
   * there is no look.
   */
  async change(
    frames: readonly Frame[],
    changes: readonly Change[],
    { output = () => {}, reply = () => {} }: Listeners = {},
  ): Promise<readonly Reply[]> {
    const restart = restartOf(changes)
    if (restart) return this.#restart(frames, restart, reply)
    const refs = mergeRefs([
      pendingHandlersRef,
      ...refsAfter(changes, [...this.known.values()], {
        state: ref => this.world.lastRead(refKey(ref)),
        place: ref => this.world.placeOf(ref),
      }),
    ])
    this.#texts.expect(changes)
    const look = this.#probe(this.#hinted(refs, changes))
    const show = (chunk: Buffer): void => output(chunk.toString('utf8'))
    const replies = await this.#session.exchange([...frames, look.frame], show, reply)
    this.world.forgetTransient()
    const last = replies.at(-1) as Reply
    this.#poisoned = last.skipped
    if (!last.skipped) this.#learn(refs, look.read(last))
    return replies.slice(0, -1)
  }

  /** Sends the frames that take the host down, waits until it is back, and reads all that is known afresh. */
  async #restart(frames: readonly Frame[], restart: Restart, listen: NonNullable<Listeners['reply']>) {
    if (!this.isRemote) throw new SwkError({ code: 'refused', message: 'a reboot of this machine would end the run' })
    const started = Date.now()
    const replies = await this.#session.exchange([...frames, markFrame(restart)])
    const last = replies.at(-1) as Reply
    this.#poisoned = last.skipped
    if (replies.every(reply => reply.rc === 0)) {
      await awaitRestart(this.#session, restart, last.stdout.toString('utf8'))
      await this.#readAfresh()
    }
    const times = { started, ended: Date.now() }
    const own = replies.slice(0, -1).map(reply => ({ ...reply, times }))
    for (const [at, one] of own.entries()) listen(one, at)
    return own
  }

  /** Logs in again (`meta: reset_connection`): what a login reads, such as the environment, is read again. */
  async reconnect(): Promise<void> {
    if (!this.isRemote) return
    await this.#session.reopen?.()
    await this.#readAfresh()
  }

  /** On a connection that is new. */
  async #readAfresh(): Promise<void> {
    this.world.forgetTransient()
    const refs = this.#readable()
    const look = this.#probe(this.#hinted(refs))
    const reply = this.#isLocked ? await this.#openLocked(look.frame) : (await this.#session.exchange([look.frame]))[0]
    this.#learn(refs, look.read(reply as Reply))
  }

  #readable(): readonly Ref[] {
    return [...this.known.values()].filter(({ kind }) => !isEarly(kind))
  }

  /** A last step, whose reply nobody waits for. */
  post(step: Step | undefined): void {
    if (step !== undefined) this.#session.post([clear, renderFrame(step, undefined)])
  }

  /** After a failed step that the play passes over: frames run again, and all that is known is read afresh. */
  async recover(): Promise<void> {
    if (!this.#poisoned) return
    this.#poisoned = false
    const refs = this.#readable()
    const look = this.#probe(this.#hinted(refs))
    const replies = await this.#session.exchange([{ kind: 'clear', script: quote(''), timeout: 10 }, look.frame])
    this.#learn(refs, look.read(replies.at(-1) as Reply))
  }

  #probe(refs: readonly Ref[]): ReturnType<typeof probe> {
    this.#lock.tell?.(describeReads(refs))
    return probe(refs)
  }

  #asKnown(ref: Ref): Ref {
    const known = this.known.get(refKey(ref))
    return known === undefined ? ref : (mergeRefs([known, ref])[0] as Ref)
  }

  /** `changes`: what is expected to be there by then, instead of what was read last. */
  #hinted(refs: readonly Ref[], changes: readonly Change[] = []): readonly Ref[] {
    const after = new Map(changes.map(change => [refKey(change.want), change.after]))
    return refs.map(ref => {
      const key = refKey(ref)
      return this.#texts.hinted(ref, after.has(key) ? after.get(key) : this.world.lastRead(key))
    })
  }

  #learn(refs: readonly Ref[], found: ReadonlyMap<string, State | null>): void {
    for (const ref of refs) this.known.set(refKey(ref), ref)
    // Links that were met on the way are read again when they change.
    for (const key of found.keys()) {
      const ref = nameOf(key)
      if (kindOf(ref.kind).names !== undefined && !this.known.has(key)) this.known.set(key, ref)
    }
    this.world.record(new Map([...found].map(([key, state]) => [key, this.#texts.complete(state)])))
  }
}

const clear: Frame = { kind: 'clear', script: quote(''), timeout: 10 }

type Listeners = { output?(text: string): void; reply?(reply: Reply, at: number): void }

type LockOptions = {
  readonly holder: string
  readonly loginUser?: string | undefined
  readonly sessionUser?: string | undefined
  /** The session holds the lock already. */
  readonly locked?: boolean | undefined
  /** Hears what is read. */
  readonly tell?: ((text: string) => void) | undefined
  giveWay?(holder: string): Promise<boolean>
}

function holderIn(reply: Reply): string {
  return reply.stdout.toString('utf8').trim().replaceAll(/^'|'$/g, '')
}

function busy(holder: string): SwkError {
  return new SwkError({
    code: 'busy',
    message: 'another swk run holds the lock of this host',
    found: holder,
    hint: 'wait until that run has ended; its lock ends with its connection',
  })
}
