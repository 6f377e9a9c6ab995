/** What `--request` names: requests, or files that have one a line. */
import { Collector } from '../errors/collect.ts'
import { SwkError } from '../errors/diagnostic.ts'
import { type Request, readRequest } from '../topology/routing/request.ts'
import { readText } from '../yaml/text.ts'

/** `@FILE` stands for its lines; empty ones and those that begin with # are passed over. Throws SwkError with all that is wrong. */
export function readRequests(given: readonly string[]): readonly Request[] {
  const problems = new Collector()
  const requests = given.flatMap(
    text => problems.attempt(() => (text.startsWith('@') ? ofFile(text.slice(1)) : [ofLine(text)])) ?? [],
  )
  problems.throwIfAny()
  return requests
}

function ofLine(text: string): Request {
  try {
    return readRequest(text)
  } catch (error) {
    throw new SwkError({ code: 'usage', message: `--request "${text}": ${(error as Error).message}` })
  }
}

function ofFile(file: string): readonly Request[] {
  const problems = new Collector()
  const requests = readText(file)
    .split(/\r?\n/)
    .flatMap((source, i) => {
      if (/^\s*(#|$)/.test(source)) return []
      return problems.attempt(() => ofFileLine(source, file, i + 1)) ?? []
    })
  problems.throwIfAny()
  return requests
}

function ofFileLine(source: string, file: string, line: number): Request {
  try {
    return readRequest(source)
  } catch (error) {
    const column = source.search(/\S/) + 1
    const place = { file, line, column, length: source.trim().length, source }
    throw new SwkError({
      code: 'bad-value',
      message: `Not a valid request: ${(error as Error).message}.`,
      place,
      expected: 'METHOD URL',
    })
  }
}
