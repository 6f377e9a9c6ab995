/** Writes docs/: pages made from schemas and error codes, and the picture of a recorded run. `npm run docs`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { manual } from '../src/cli/manual.ts'
import { codes } from '../src/errors/codes.ts'
import { pages as errorPages } from '../src/errors/pages.ts'
import { catalogue, loadModules } from '../src/playbook/modules/index.ts'
import { eventSchema, eventSchemas } from '../src/reporters/schema.ts'
import { badTopologies } from './bad-topologies.ts'
import { connectionsPage } from './connections-page.ts'
import { jinjaPage } from './jinja-page.ts'
import { presetsPage } from './presets-page.ts'
import { rolesPage } from './roles-page.ts'
import { runPicture } from './run-picture.ts'
import { settingsPage } from './settings-page.ts'
import { whenWorkersPage } from './when-workers-page.ts'

const root = join(import.meta.dirname, '..')
const note = '<!-- Made by `npm run docs`: change the source, not this page. -->\n'

/** File -> text. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/events.md', events()],
    ['docs/events.schema.json', `${JSON.stringify(z.toJSONSchema(eventSchema), null, 2)}\n`],
    ['docs/modules.md', await modules()],
    ['docs/errors.md', errors()],
    ['docs/jinja.md', `${note}\n${jinjaPage()}`],
    ['docs/bad-topologies.md', `${note}\n${badTopologies()}`],
    ['docs/roles.md', `${note}\n${rolesPage()}`],
    ['docs/synapse-settings.md', `${note}\n${settingsPage()}`],
    ['docs/presets.md', `${note}\n${presetsPage()}`],
    ['docs/connections.md', `${note}\n${connectionsPage()}`],
    ['docs/run.svg', await runPicture()],
    ['docs/when-workers.md', `${note}\n${whenWorkersPage()}`],
  ])
}

function events(): string {
  const parts = Object.entries(eventSchemas).map(([type, schema]) => {
    const { properties = {}, required = [] } = z.toJSONSchema(schema) as Schema
    const rows = Object.entries(properties).map(
      ([name, field]) =>
        `| \`${name}\` | ${typeOf(field)} | ${required.includes(name) ? '' : 'may be absent. '}${field.description ?? ''} |`,
    )
    return `## ${type}\n\n${schema.description}\n\n| field | type | |\n|---|---|---|\n${rows.join('\n')}\n`
  })
  const head =
    '# Events\n\n`--reporter json` prints one JSON object a line on standard output. The schema for programs is [events.schema.json](events.schema.json). Fields may be added, never changed.\n'
  return [note, head, ...parts].join('\n')
}

type Field = {
  readonly type?: string
  readonly const?: string
  readonly enum?: readonly string[]
  readonly description?: string
  readonly items?: Field
}
type Schema = { readonly properties?: Readonly<Record<string, Field>>; readonly required?: readonly string[] }

function typeOf(field: Field): string {
  if (field.const !== undefined) return `"${field.const}"`
  if (field.enum) return field.enum.map(value => `"${value}"`).join(', ')
  return field.items ? `list of ${typeOf(field.items)}` : (field.type ?? 'value')
}

async function modules(): Promise<string> {
  const all = catalogue([])
  const loaded = await loadModules(all.keys(), all)
  const texts = [...loaded.values()].map(
    module => `## ${module.name}\n\n\`\`\`text\n${manual(module).trimEnd()}\n\`\`\`\n`,
  )
  return [note, '# Modules\n\nAs `swk modules NAME` prints them.\n', ...texts].join('\n')
}

function errors(): string {
  const texts = (Object.keys(codes) as (keyof typeof codes)[]).map(
    code => `## ${code}\n\n${codes[code]}\n\n\`\`\`text\n${errorPages[code]}\n\`\`\`\n`,
  )
  return [note, '# Error codes\n\nAs `swk explain CODE` prints them.\n', ...texts].join('\n')
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, text] of await pages()) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}
