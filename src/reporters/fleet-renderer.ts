/**
 * Draws a Listr tree of a play and its hosts. listr2's own renderer draws all rows at each event, which stops the event
 * loop for seconds with a few hosts; this one draws at most ten times a second, and only what fits.
 */
import type { ListrRenderer, ListrRendererTask } from 'listr2'
import type { Fleet } from './fleet.ts'
import { rows } from './rows.ts'
import type { Screen } from './screen.ts'
import type { Theme } from './theme.ts'

export type FleetRendererOptions = {
  readonly screen: Screen
  readonly fleet: Fleet
  readonly theme: Theme
  now(): number
}

export class FleetRenderer implements ListrRenderer {
  /** The command line has checked for a terminal; listr2 would only check this process's standard output. */
  static nonTTY = true
  static rendererOptions: FleetRendererOptions
  static rendererTaskOptions: never
  readonly #plays: readonly ListrRendererTask<typeof ListrRenderer>[]
  readonly #options: FleetRendererOptions
  #timer: NodeJS.Timeout | undefined
  #picture = 0

  constructor(plays: readonly ListrRendererTask<typeof ListrRenderer>[], options: FleetRendererOptions) {
    this.#plays = plays
    this.#options = options
  }

  readonly render = (): void => {
    this.#draw()
    this.#timer = setInterval(() => this.#draw(), 100)
  }

  readonly end = (): void => {
    clearInterval(this.#timer)
    this.#options.screen.draw([])
  }

  #draw(): void {
    const { screen, fleet, theme, now } = this.#options
    const canvas = {
      columns: Math.max(40, screen.columns) - 1,
      rows: Math.max(4, Math.min(16, screen.rows - 3)),
      now: now(),
      picture: this.#picture++,
    }
    const hosts = this.#plays.flatMap(play => play.subtasks ?? []).map(task => fleet.get(String(task.title)))
    const title = String(this.#plays[0]?.title ?? '')
    screen.draw(
      rows(
        title,
        hosts.filter(state => state !== undefined),
        canvas,
        theme,
      ),
    )
  }
}
