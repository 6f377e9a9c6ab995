/** Who serves a request, and which line of which file says so. Pure. */
import { mainOnly } from '../model/api/main-only.ts'
import { routesFile } from '../model/paths.ts'
import { declaredName, type Route } from '../model/role.ts'
import { defaultLine, pinLine, routeLine } from '../nginx/routes.ts'
import { type Request, roomOf } from '../routing/request.ts'
import { type Line, type Pin, serve, type Traffic } from '../routing/traffic.ts'
import type { View } from './view.ts'

export type Answer = {
  readonly request: string
  /** `main` for main. */
  readonly role: string
  /** Those among whom such requests are spread; main is `main`. */
  readonly workers: readonly string[]
  readonly because: string
}

export function answer(request: Request, { traffic, files }: View): Answer {
  const { upstream, line } = serve(traffic, request)
  const pin = traffic.pins.find(other => other.upstream === upstream && other.room === roomOf(request))
  const text = files.find(({ path }) => path === routesFile)?.text
  return {
    request: request.request,
    role: upstream.role ? declaredName(upstream.role) : 'main',
    workers: upstream.workers,
    because: text === undefined ? declared(line, pin) : written(text, traffic, line, pin),
  }
}

/** The lines of nginx's map, by their places in the file. */
function written(text: string, { main, pins }: Traffic, line: Line | undefined, pin: Pin | undefined): string {
  if (line === undefined) return `${placed(text, defaultLine(main))} (no other line names it)`
  const room = pin === undefined ? '' : `; ${placed(text, pinLine(pin))}`
  return `${placed(text, routeLine(line, pins))}${room} (${declared(line, undefined)})`
}

function placed(text: string, line: string): string {
  const index = text.split('\n').findIndex(other => other.trim() === line)
  return `${routesFile}:${index + 1}: ${line}`
}

/** Where another proxy leads requests, the routes of swk's own roles are what says it. */
function declared(line: Line | undefined, pin: Pin | undefined): string {
  if (line === undefined) return 'no route names it: main'
  const { role, route } = line
  const room = pin === undefined ? '' : `; the room ${pin.room} has a worker of its own`
  if (role === null) return `main's alone by src/topology/model/api/main-only.ts: ${reasonOf(route)}`
  return `route ${role.routes.indexOf(route) + 1} of src/topology/model/roles/${declaredName(role)}.ts${room}`
}

const reasonOf = (route: Route): string => mainOnly.find(other => other === route)?.because ?? ''

/** For people: the request, who serves it, why. */
export function answerText({ request, role, workers, because }: Answer): string {
  const who = role === 'main' ? 'main' : `${role}: ${workers.join(', ')}`
  return `${request}\n  ${who}\n  ${because}\n`
}
