/** What `swk topology` shows: a block for hosts for which it is the same. Pure. */

import { proxies } from '../proxies/index.ts'
import type { Request } from '../routing/request.ts'
import type { Difference } from './difference.ts'
import { filesText } from './files.ts'
import { type Block, jsonText } from './json.ts'
import { mermaidText } from './mermaid.ts'
import { type Answer, answer, answerText } from './request.ts'
import { tableText } from './table.ts'
import { tasksText } from './tasks.ts'
import type { View } from './view.ts'

export type HostView = { readonly host: string; readonly view: View }

const texts = {
  ...{ table: tableText, tasks: tasksText, files: filesText, mermaid: mermaidText },
  nginx: ({ traffic }: View) => proxies.nginx(traffic),
  haproxy: ({ traffic }: View) => proxies.haproxy(traffic),
  caddy: ({ traffic }: View) => proxies.caddy(traffic),
  apache: ({ traffic }: View) => proxies.apache(traffic),
} as const

export type Format = keyof typeof texts | 'json'

/** A comment in the words of what reads it, so that what is piped there stays what it reads. */
const heads: Readonly<Partial<Record<Format, string>>> = {
  mermaid: '%% ',
  nginx: '# ',
  haproxy: '# ',
  caddy: '# ',
  apache: '# ',
}

/** The topology of these hosts. Where they differ, each block is headed by its hosts. `differences`: of hosts that were asked, in JSON. */
export function show(format: Format, views: readonly HostView[], differences?: readonly Difference[]): string {
  if (format === 'json')
    return jsonText(
      blocksOf(views, view => jsonText([{ hosts: [], view }])),
      differences,
    )
  const text = texts[format]
  const blocks = blocksOf(views, text)
  const head = heads[format] ?? ''
  return joined(blocks, head, text)
}

/** Who serves these requests. As JSON a line each; `hosts` is told only where hosts differ. */
export function showRequests(
  format: 'text' | 'json',
  requests: readonly Request[],
  views: readonly HostView[],
): string {
  const textOf = (view: View): string => requests.map(request => answerText(answer(request, view))).join('')
  const blocks = blocksOf(views, textOf)
  if (format === 'text') return joined(blocks, '', textOf)
  const lines = blocks.flatMap(({ hosts, view }) =>
    requests.map((request): Answer & { readonly hosts?: readonly string[] } => ({
      ...answer(request, view),
      ...(blocks.length > 1 ? { hosts } : {}),
    })),
  )
  return lines.map(line => `${JSON.stringify(line)}\n`).join('')
}

function blocksOf(views: readonly HostView[], textOf: (view: View) => string): readonly Block[] {
  const blocks = new Map<string, { hosts: string[]; view: View }>()
  for (const { host, view } of views) {
    const text = textOf(view)
    const block = blocks.get(text)
    if (block) block.hosts.push(host)
    else blocks.set(text, { hosts: [host], view })
  }
  return [...blocks.values()]
}

function joined(blocks: readonly Block[], head: string, textOf: (view: View) => string): string {
  if (blocks.length === 1) return blocks.map(({ view }) => textOf(view)).join('')
  return blocks.map(({ hosts, view }) => `${head}${hosts.join(', ')}\n${textOf(view)}`).join('\n')
}
