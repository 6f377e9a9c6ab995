/** The manual's page on expressions and templates: what there is, from the tables that the evaluator itself uses. */
import type { Plugin } from '../src/template/evaluate/context.ts'
import { filters, refusedFilters } from '../src/template/filters/index.ts'
import { functions } from '../src/template/functions/index.ts'
import { lookups, refusedLookups } from '../src/template/lookups/index.ts'
import { tests } from '../src/template/tests/index.ts'
import { readCorpus } from '../test/language/corpus.ts'

export function jinjaPage(): string {
  return [
    head(),
    list('Filters', filters, 1),
    list('Tests', tests, 1),
    list('Functions', functions, 0),
    lookupList(),
    missing(),
    differences(),
  ].join('\n')
}

function head(): string {
  const count = readCorpus('expressions.json').length + readCorpus('templates.json').length
  return `# Expressions and templates

swk evaluates Jinja as ansible-core 2.18 does with its default settings: the same values, the same texts, the same
undefined variables. ${count} answers of ansible-core are part of swk's tests, and \`npm run language\` compares random
expressions with the real one.

- A text that is one \`{{ expression }}\` gives a list, a mapping or a boolean if the result looks like one, else a text:
  \`"{{ 1 + 1 }}"\` is the text \`2\`. Where a module wants a number, the text of a number is one. Conditions (\`when\`,
  \`that\`) and \`topology\` work with the value itself.
- Variables are rendered when they are used. Results of tasks, facts and loop items are never rendered.
- In a playbook, backslashes within \`{{ }}\` stay as they are: write \`'\\d+'\`. In template files and conditions they are
  those of Python.
- A filter, test or function that does not exist, and an argument that it does not take, is an error before any host is
  contacted.
- Regular expressions are Python's.
`
}

/** \`skip\`: parameters that are the value itself. */
function list(title: string, table: ReadonlyMap<string, Plugin>, skip: number): string {
  const rows = [...table]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { parameters }]) => {
      const shown = withoutFirst(parameters, skip)
      return `- \`${name}${shown === '' && skip > 0 ? '' : `(${shown})`}\``
    })
  return `## ${title}\n\n${rows.join('\n')}\n`
}

function withoutFirst(parameters: string, count: number): string {
  const parts = parameters.split(/,\s*(?![^'"]*['"](?:,|$))/)
  return parameters.startsWith('*') ? parameters : parts.slice(count).join(', ')
}

function lookupList(): string {
  const rows = [...lookups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { parameters }]) => `- \`lookup('${name}', ${parameters})\``)
  return `## Lookups\n\nAll take \`wantlist\` and \`errors\` as well; \`query(...)\` and \`q(...)\` give lists.\n\n${rows.join('\n')}\n`
}

function missing(): string {
  const rows = [
    ...[...refusedFilters].map(([name, instead]) => `- the filter \`${name}\`: ${instead}`),
    ...[...refusedLookups].map(([name, instead]) => `- the lookup \`${name}\`: ${instead}`),
    '- the function `lipsum`: write the text',
  ]
  return `## What is refused\n\n${rows.join('\n')}\n`
}

function differences(): string {
  const reasons = new Map<string, string>()
  for (const { test } of [...readCorpus('expressions.json'), ...readCorpus('templates.json')])
    if (test.differs !== undefined && !reasons.has(test.differs)) reasons.set(test.differs, test.input.trim())
  const rows = [...reasons].map(([reason, input]) => `- ${reason}: \`\` ${input} \`\``)
  return `## What differs from Ansible\n\nEach with an example; a test holds that these and no others of the recorded answers differ.\n\n${rows.join('\n')}\n`
}
