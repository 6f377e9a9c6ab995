/**
 * The variables that set how a host is reached, rendered and checked before any host is contacted. Those of a play count as
 * well; a host has one connection for all its plays.
 */
import { Collector } from '../errors/collect.ts'
import type { Diagnostic, Place } from '../errors/diagnostic.ts'
import { type Host, type Inventory, magicVars } from '../inventory/index.ts'
import { Secret } from '../secret/index.ts'
import { hasTemplates, render, vars } from '../template/index.ts'
import { readConnection } from '../transport/resolve/from-inventory.ts'
import { honoured } from '../transport/resolve/variables.ts'
import type { Play } from './types.ts'

type Values = Readonly<Record<string, unknown>>

/** What a play adds for its hosts. */
export type PlayConnection = {
  readonly play: Play
  readonly hosts: readonly string[]
  readonly varsFiles: Values
}

const connection = /^(ssh|ansible|become)_/
const isConnection = ([name]: readonly [string, unknown]) => connection.test(name)

/** Whose value holds for the whole run; the others are looked up for each task. */
const ofSession = new Set(
  honoured.filter(({ setting }) => !/^become(User|Flags|Exe)?$/.test(setting)).flatMap(({ names }) => names),
)

/** The inventory with these variables rendered, for the hosts of the plays (without plays: for all). Throws SwkError with all that is wrong. */
export function renderConnections(
  inventory: Inventory,
  extraVars: Values,
  plays: readonly PlayConnection[],
): Inventory {
  const problems = new Collector()
  const hosts = [...inventory.hosts].map(([name, host]): [string, Host] => {
    const own = plays.filter(play => play.hosts.includes(name))
    if (own.length === 0 && plays.length > 0) return [name, host]
    const fromPlays = valuesOfPlays(own, problems)
    const keywords = keywordsOf(own, { ...host.vars, ...fromPlays, ...extraVars }, problems)
    const written = { ...keywords, ...host.vars, ...fromPlays, ...pick(extraVars, connection) }
    const scope = vars(
      { values: magicVars(inventory, name), data: true },
      { values: extraVars },
      ...own.map(({ varsFiles, play }) => ({ values: { ...play.vars, ...varsFiles } })),
      { values: host.vars },
    )
    const placeOf = (variable: string) => placeIn(variable, name, { inventory, plays: own, extraVars })
    const rendered = Object.entries(written)
      .filter(entry => isConnection(entry) && isRendered(entry[1]))
      .map(([key, value]) => [
        key,
        problems.attempt(() =>
          value instanceof Secret ? value.reveal() : render(value as string, scope, placeOf(key)),
        ),
      ])
    const all = { ...written, ...Object.fromEntries(rendered) }
    for (const { variable, message, code, hint } of readConnection(all).problems) {
      const place = variable === undefined ? undefined : placeOf(variable)
      addOnce(problems, { code, message, ...(place && { place }), ...(hint !== undefined && { hint }) })
    }
    return [name, { ...host, vars: all }]
  })
  problems.throwIfAny()
  return { ...inventory, hosts: new Map(hosts) }
}

function isRendered(value: unknown): boolean {
  return (typeof value === 'string' || value instanceof Secret) && hasTemplates(value)
}

function pick(values: Values, pattern: RegExp): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => pattern.test(name)))
}

/** The plays' variables; two plays that disagree about the connection of one host are refused. */
function valuesOfPlays(plays: readonly PlayConnection[], problems: Collector): Values {
  const found: Record<string, unknown> = {}
  for (const { play, varsFiles } of plays)
    for (const [name, value] of Object.entries({ ...play.vars, ...varsFiles })) {
      if (!ofSession.has(name)) continue
      if (Object.hasOwn(found, name) && found[name] !== value)
        addOnce(problems, disagreement(name, name, play, ['vars', name]))
      found[name] = value
    }
  return found
}

/** Keywords of a play for its connection. */
const keywords = [
  { setting: 'user', variable: 'ansible_user', keyword: 'remote_user', field: 'remoteUser' },
  { setting: 'port', variable: 'ansible_port', keyword: 'port', field: 'port' },
  { setting: 'connection', variable: 'ansible_connection', keyword: 'connection', field: 'connection' },
  { setting: 'becomeMethod', variable: 'ansible_become_method', keyword: 'become_method', field: 'becomeMethod' },
] as const

/** Where no variable says the same. A play without the keyword disagrees with one that has it. */
function keywordsOf(plays: readonly PlayConnection[], values: Values, problems: Collector): Values {
  const found = keywords.flatMap(({ setting, variable, keyword, field }): [string, string][] => {
    const names = honoured.find(one => one.setting === setting)?.names ?? []
    const setters = plays.map(({ play }) => play).filter(play => play[field] !== undefined)
    const value = setters[0]?.[field]
    if (value === undefined || names.some(name => Object.hasOwn(values, name))) return []
    const other = setters.find(play => play[field] !== value) ?? setters[0]
    if (other && plays.some(({ play }) => play[field] !== value))
      addOnce(problems, disagreement(keyword, variable, other, [keyword]))
    return [[variable, value]]
  })
  return Object.fromEntries(found)
}

function disagreement(name: string, variable: string, play: Play, path: readonly string[]): Diagnostic {
  return {
    code: 'not-supported',
    message: `Two plays differ in \`${name}\`, and their hosts have one connection for all plays.`,
    hint: `Set \`${variable}\` for the hosts in the inventory, and in no play.`,
    place: play.source.place([...play.path, ...path], 'key'),
  }
}

type Written = { readonly inventory: Inventory; readonly plays: readonly PlayConnection[]; readonly extraVars: Values }

function placeIn(variable: string, host: string, { inventory, plays, extraVars }: Written): Place | undefined {
  if (Object.hasOwn(extraVars, variable)) return undefined
  const setter = plays.find(({ play }) => Object.hasOwn(play.vars, variable))?.play
  if (setter) return setter.source.place([...setter.path, 'vars', variable])
  const own = inventory.placeOf?.(host, variable)
  const given = keywords.find(one => one.variable === variable)
  if (own !== undefined || given === undefined) return own
  const play = plays.find(({ play }) => play[given.field] !== undefined)?.play
  return play?.source.place([...play.path, given.keyword])
}

/** A group's variable is wrong for each of its hosts, and reported once. */
function addOnce(problems: Collector, diagnostic: Diagnostic): void {
  const same = (other: Diagnostic) =>
    other.message === diagnostic.message && JSON.stringify(other.place) === JSON.stringify(diagnostic.place)
  if (!problems.diagnostics.some(same)) problems.add(diagnostic)
}
