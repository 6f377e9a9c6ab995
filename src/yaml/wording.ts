/** The YAML parser's messages in the words of who writes playbooks, with what to do. */
import type { YAMLError } from 'yaml'

type Wording = { readonly message: string; readonly hint?: string }

const templateHint = 'A value that starts with {{ must be quoted: "{{ name }}".'
const indentation = 'Check the indentation: keys of one mapping start at the same column.'

/** What to say of an error; `line` is the source line of its place, from its place on `rest`. */
export function wording(error: YAMLError, line: string, rest: string): Wording {
  const known = table.find(([pattern]) => pattern.test(error.message))
  const { message, hint } = known?.[1](rest) ?? { message: error.message.replace(/\.?$/, '.') }
  if (/(?:^|[:-])\s+\{\{/.test(line)) return { message, hint: templateHint }
  return { message, ...(hint === undefined ? {} : { hint }) }
}

const table: readonly (readonly [RegExp, (rest: string) => Wording])[] = [
  [/^Missing closing ["']quote/, () => ({ message: 'This quoted text is not closed.' })],
  [/^Flow sequence .* end with a \]/, () => ({ message: 'This list is not closed with `]`.' })],
  [/^Flow map .* end with a \}/, () => ({ message: 'This mapping is not closed with `}`.' })],
  [
    /^Source contains multiple documents/,
    () => ({
      message: 'The file holds several YAML documents; one is expected.',
      hint: 'Put each document into a file of its own.',
    }),
  ],
  [/^With stringKeys/, () => ({ message: 'A key must be plain text.' })],
  [
    /^Tabs are not allowed as indentation/,
    () => ({ message: 'A tab indents this line.', hint: 'Indent with spaces.' }),
  ],
  [
    /^Nested mappings are not allowed/,
    rest =>
      rest.includes(': ') || rest.trimEnd().endsWith(':')
        ? {
            message: 'This value contains `: `, which starts a mapping within the line.',
            hint: 'Quote the value.',
          }
        : { message: 'The line below is indented as if it belonged to this value.', hint: indentation },
  ],
  [
    /^Implicit keys need to be on a single line/,
    () => ({
      message: 'Expected `key: value`.',
      hint: 'A key ends with `:` on its own line.',
    }),
  ],
  [/^Implicit map keys need to be followed/, () => ({ message: 'Expected `key: value`.', hint: indentation })],
  [
    /^All mapping items must start at the same column/,
    () => ({ message: 'This key starts at another column than the keys before it.', hint: indentation }),
  ],
  [
    /^All sequence items must start at the same column/,
    () => ({ message: 'This item starts at another column than the items before it.' }),
  ],
  [/^Sequence item without - indicator/, () => ({ message: 'Expected a list item.', hint: indentation })],
  [
    /^Unexpected scalar at node end/,
    () => ({
      message: 'Unexpected text after the end of the value.',
      hint: 'Quote the whole value, or check the indentation.',
    }),
  ],
  [
    /^Unexpected block-seq-ind on same line/,
    () => ({ message: 'A list cannot start on the line of its key.', hint: 'Put `- ` on a line of its own.' }),
  ],
  [
    /^(?:Plain value|Block scalar) cannot start with/,
    () => ({
      message: 'A plain value cannot start with this character.',
      hint: 'Quote the value.',
    }),
  ],
  [/call stack/, () => ({ message: 'The file is nested too deeply.' })],
]
