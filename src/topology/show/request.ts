/** Who serves a request, and which line says so: asked of the map that nginx would get. Pure. */
import { routesFile } from '../layout.ts'
import type { Role } from '../role.ts'
import { roles } from '../roles/index.ts'
import type { MapLine } from './nginx.ts'
import { type RequestLine, variablesOf } from './request-line.ts'
import type { View } from './view.ts'

export type Answer = {
  readonly request: string
  /** `main` for main. */
  readonly role: string
  /** Those among whom such requests are spread; main is `main`. */
  readonly workers: readonly string[]
  readonly because: string
}

export function answer(request: RequestLine, { router, processes }: View): Answer {
  const { upstream, line } = router.route(variablesOf(request))
  const sockets = router.servers(upstream)
  const workers = processes.filter(({ sockets: own }) => own.some(path => sockets.includes(path)))
  const because = line === undefined ? 'no line names it: main' : lineOf(line, workers[0]?.role)
  return {
    request: request.request,
    role: workers[0]?.role ?? 'main',
    workers: workers.length > 0 ? workers.map(({ name }) => name) : ['main'],
    because,
  }
}

function lineOf({ line, text }: MapLine, roleName: string | undefined): string {
  const role = roles.find(({ name }) => name === roleName)
  const route = role === undefined ? -1 : indexOf(role, text)
  const declared = route === -1 ? '' : ` (route ${route + 1} of src/topology/roles/${roleName}.ts)`
  return `${routesFile}:${line}: ${text}${declared}`
}

const indexOf = ({ routes }: Role, text: string): number => {
  const fits = routes.map(
    ({ path, methods }) => text.includes(path.slice(1)) && (methods ?? []).every(name => text.includes(name)),
  )
  return fits.indexOf(true)
}

/** For people: the request, who serves it, why. */
export function answerText({ request, role, workers, because }: Answer): string {
  const who = role === 'main' ? 'main' : `${role}: ${workers.join(', ')}`
  return `${request}\n  ${who}\n  ${because}\n`
}
