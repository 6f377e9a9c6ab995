/** The engine: observe, plan, apply, verify, host by host, and the roll-out over a fleet. */
export type { Diff, Emit, HostSummary, Status, SwkEvent } from './events.ts'
export { type Connection, type RunnablePlay, type RunOptions, type RunResult, run } from './fleet/run.ts'
export type { HostOptions, Mode } from './host/options.ts'
export type { HostStatus } from './host/run-host.ts'
export { runHost } from './host/run-host.ts'
export { defineModule, type HostView, type Module, Refusal, type Sources } from './module.ts'
export type { HostPlay, Instance, LeftItem, Resolution, Scope, Section, Task } from './task.ts'
