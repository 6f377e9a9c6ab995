/** nginx's configuration as one tree: each `include` is followed by what the files that it names contain. */
import { Refusal } from '../../engine/module.ts'
import { globToRegExp } from '../../shell/glob.ts'
import { nginxFolder } from '../model/paths.ts'
import { type Directive, type Found, parseNginx, walk } from './parse.ts'

export type NginxFile = {
  readonly path: string
  readonly text: string
  /** Names by which it is included; default: its path. */
  readonly names?: readonly string[]
}

const main = `${nginxFolder}/nginx.conf`
/** nginx follows includes without a limit; a file that includes itself would never end. */
const deepest = 10

/**
 * All directives, each in every context in which it is read. A file that no given file includes is read as if nginx.conf included it in its
 * `http` block. Throws Refusal if a file cannot be parsed.
 */
export function expandConfig(files: readonly NginxFile[]): readonly Found[] {
  const parsed = files.map(file => ({ ...file, directives: parse(file) }))
  const read = new Set<string>()
  const expand = (directives: readonly Directive[], depth: number): readonly Directive[] =>
    directives.flatMap(directive => {
      const { name, args, block } = directive
      if (block) return [{ ...directive, block: expand(block, depth) }]
      if (name !== 'include' || depth === deepest) return [directive]
      const included = parsed.filter(file => (file.names ?? [file.path]).some(path => includes(args[0] ?? '', path)))
      for (const { path } of included) read.add(path)
      return [directive, ...included.flatMap(file => expand(file.directives, depth + 1))]
    })
  const isMain = ({ path }: NginxFile): boolean => path === main
  const whole = expand(
    parsed.filter(isMain).flatMap(file => file.directives),
    0,
  )
  const expanded = parsed
    .filter(file => !isMain(file))
    .map(file => ({ ...file, directives: expand(file.directives, 1) }))
  const orphans = expanded.filter(({ path }) => !read.has(path))
  const inConfD = orphans.filter(({ path }) => path.startsWith(`${nginxFolder}/conf.d/`))
  const common = [
    ...whole.filter(({ name }) => name === 'http').flatMap(({ block = [] }) => block),
    ...inConfD.flatMap(({ directives }) => directives),
  ]
  return [
    ...walk(whole),
    ...orphans.flatMap(({ directives }) => walk(directives, [httpOf([...common, ...directives])])),
  ]
}

const httpOf = (block: readonly Directive[]): Directive => ({
  ...{ file: '', name: 'http', args: [], start: 0, end: 0 },
  block: [...new Set(block)],
})

function parse({ path, text }: NginxFile): readonly Directive[] {
  try {
    return parseNginx(text, path)
  } catch (error) {
    throw new Refusal(`${path}: ${(error as Error).message}`, {
      hint: 'Run `nginx -t` on the host: it names the location.',
    })
  }
}

/** Whether an `include` names a file: nginx expands its pattern with glob(3), relative to /etc/nginx. */
export function includes(pattern: string, path: string): boolean {
  const whole = pattern.startsWith('/') ? pattern : `${nginxFolder}/${pattern}`
  return globToRegExp(whole, { path: true }).test(path)
}
