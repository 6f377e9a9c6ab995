import { expect, test } from 'vitest'
import { words } from '../../src/shell/words.ts'

// Each as Python's shlex.split has it.
test.each([
  [`a 'b c' "d \\" e" f\\ g`, ['a', 'b c', 'd " e', 'f g']],
  [`x"y"'z' ''`, ['xyz', '']],
  ['echo $HOME *.txt ~', ['echo', '$HOME', '*.txt', '~']],
  ['  a\t\nb ', ['a', 'b']],
  ['\'\\n\' "\\n" "\\\\"', ['\\n', '\\n', '\\']],
  ['', []],
])('%j is %j', (text, expected) => expect(words(text)).toEqual(expected))

test.each(["a 'b", 'a "b', 'a \\'])('%j is not closed', text => expect(() => words(text)).toThrow(TypeError))
