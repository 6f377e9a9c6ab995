/** Carries out what `swk play` and `swk verify` ask for. */
import { existsSync } from 'node:fs'
import type { Emit } from '../engine/events.ts'
import type { PlanFile } from '../plans/index.ts'
import { type PlayOptions, play as run } from '../play.ts'
import { loadProject, type Project } from '../playbook/project.ts'
import type { Prompt } from '../playbook/types.ts'
import { openReporter } from '../reporters/index.ts'
import { usage } from './args.ts'
import type { Io } from './io.ts'
import { listings } from './listing.ts'
import { readPasswords } from './passwords.ts'
import { askPrompt } from './prompt.ts'
import type { Request } from './request.ts'
import { describePlaybook } from './revision.ts'
import { taskQuestions } from './step.ts'
import { readKeyring } from './vault-keys.ts'

/** Loads, then plays or lists. Nothing is asked and no host is contacted before all that was written is right. */
export async function perform(request: Request, io: Io, saved?: PlanFile): Promise<number> {
  const project = await load(request, io)
  if (request.only) return tell(request.only, project, request.reporter, io)
  const plan = request.plan === undefined ? undefined : (await import('./plan.ts')).usePlan(request, project, saved)
  const isFile = request.load.playbookText === undefined
  const about = request.mode === 'play' && isFile ? { about: await describePlaybook(request.load.playbook) } : {}
  const command = rollbackCommand(request.load.inventory)
  const review = plan && { review: plan.review }
  const exit = await playProject(project, { ...request, ...about, ...review, rollbackCommand: command }, io)
  plan?.end(exit, io)
  return exit
}

/** Plays what is loaded, with a reporter; the exit code. */
export async function playProject(
  project: Parameters<typeof run>[0],
  request: Omit<Request, 'load' | 'only' | 'vault'> & Pick<PlayOptions, 'about' | 'review' | 'rollbackCommand'>,
  io: Io,
): Promise<number> {
  const passwords = await readPasswords(request.passwords, io)
  // Questions stand between the lines.
  const name = request.reporter ?? (io.terminal && !request.step ? 'tree' : 'plain')
  const reporter = await openReporter(name, {
    out: io.out,
    env: io.env,
    terminal: io.terminal,
    ...(io.size && { size: io.size }),
    ...(io.atExit && { atExit: io.atExit }),
    showDiff: request.showDiff,
    verify: request.mode === 'verify',
  })
  const onEvent: Emit = event => reporter.event(event)
  io.interrupt.addEventListener('abort', () =>
    reporter.note('interrupted: the tasks at work are finished; once more ends them'),
  )
  io.cancel.addEventListener('abort', () => reporter.note('interrupted again: the tasks at work are ended'))
  try {
    const { exit } = await run(project, {
      mode: request.mode,
      active: request.active ?? false,
      verbosity: request.verbosity ?? 0,
      forks: request.forks,
      onEvent,
      signal: io.interrupt,
      cancelSignal: io.cancel,
      connection: { ...request.connection, ...passwords },
      detailedExitcode: request.detailedExitcode,
      ...(request.step && { confirmTask: taskQuestions(io) }),
      ...(request.about && { about: request.about }),
      ...(request.review && { review: request.review }),
      ...(request.confirm !== undefined && { confirm: request.confirm }),
      ...(request.rollback !== undefined && { rollback: request.rollback }),
      ...(request.rollbackCommand && { rollbackCommand: request.rollbackCommand }),
    })
    return exit
  } finally {
    await reporter.end()
  }
}

async function load(request: Request, io: Io): Promise<Project> {
  const { privateKey, sshConfig } = request.connection
  mustExist('--private-key', privateKey)
  mustExist('--ssh-config', sshConfig)
  const ask = request.only === undefined && { ask: (prompt: Prompt) => askPrompt(prompt, io) }
  return loadProject({ ...request.load, ...ask, vault: await readKeyring(request.vault, io) })
}

/** What the command line names must be there before any host is contacted; `none` is ssh's own word for no file. */
function mustExist(option: string, file: string | undefined): void {
  if (file === undefined || file === 'none' || file.startsWith('~') || existsSync(file)) return
  throw usage(`${option}: file ${file} does not exist`)
}

async function tell(
  what: NonNullable<Request['only']>,
  { plays }: Project,
  reporter: Request['reporter'],
  { out }: Io,
): Promise<number> {
  const listing = what === 'syntax-check' ? undefined : listings[what]
  const listed = listing ? plays.flatMap(listing.read) : []
  if (reporter === 'json') {
    const { event } = (await import('../reporters/json.ts')).json({ out, showDiff: false })
    for (const one of [...listed, { type: 'summary', hosts: {}, exit: 0 } as const]) event(one)
  } else out(listing ? listed.map(listing.text).join('\n') : 'Syntax OK\n')
  return 0
}

/** What takes a run back, with the inventory that is in use. */
export const rollbackCommand =
  (inventory: string | readonly string[]) =>
  (host: string, run: string): string =>
    `swk rollback ${[inventory]
      .flat()
      .map(one => `-i ${one}`)
      .join(' ')} --limit ${host} --run ${run}`
