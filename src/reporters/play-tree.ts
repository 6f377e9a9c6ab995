/** One play as a Listr tree: the play, under it its hosts. Its tasks only wait for the engine's events. */
import { Listr, type ListrRendererFactory } from 'listr2'
import type { SwkEvent } from '../engine/events.ts'
import { Fleet } from './fleet.ts'
import { FleetRenderer } from './fleet-renderer.ts'
import type { Screen } from './screen.ts'
import type { Theme } from './theme.ts'

type Ending = Extract<SwkEvent, { type: 'host:end' }>['status'] | 'not started'

export class PlayTree {
  readonly #fleet: Fleet
  readonly #endings: ReadonlyMap<string, PromiseWithResolvers<Ending>>
  readonly #finished: Promise<unknown>

  /** `now`: milliseconds, ever growing. */
  constructor(title: string, hosts: readonly string[], show: { screen: Screen; theme: Theme; now: () => number }) {
    const { screen, theme, now } = show
    const fleet = new Fleet(hosts, now)
    const endings = new Map(hosts.map(host => [host, Promise.withResolvers<Ending>()]))
    const listr = new Listr(
      [
        {
          title,
          task: (_, play) =>
            play.newListr(
              [...endings].map(([host, { promise }]) => ({
                title: host,
                task: async (_, task) => {
                  const ending = await promise
                  if (ending === 'not started') task.skip()
                  else if (ending !== 'done') throw new Error(ending)
                },
              })),
              { concurrent: true },
            ),
        },
      ],
      {
        // A class of one's own is allowed, but the types only know renderers whose options are an index signature.
        renderer: FleetRenderer as unknown as ListrRendererFactory,
        rendererOptions: { screen, fleet, theme, now },
        // Signals are the command line's.
        registerSignalListeners: false,
        exitOnError: false,
      },
    )
    this.#fleet = fleet
    this.#endings = endings
    this.#finished = listr.run()
  }

  event(event: SwkEvent): void {
    this.#fleet.event(event)
    if (event.type === 'host:end') this.#endings.get(event.host)?.resolve(event.status)
  }

  /** Hosts that never began are skipped; the live part is taken off the screen. */
  async end(): Promise<void> {
    for (const { resolve } of this.#endings.values()) resolve('not started')
    await this.#finished
  }
}
