/** Files, directories and links with several names. */
import fc from 'fast-check'
import { aboutPath, at, group, meta, modes, names, onPath, text, word } from './paths.ts'
import { type Arranged, q, type Topic } from './topic.ts'

/** Modes in letters: what they make of a path depends on the mode that it has. */
const inLetters = ['u=rwX,go=rX', 'g+w', 'o-rwx', 'a+X', 'u+s', '=rx'] as const

type Entry = { readonly what: 'file' | 'folder' | 'link' | 'none'; readonly text: string; readonly mode: string }

const entry: fc.Arbitrary<Entry> = fc.record({
  what: fc.constantFrom('file', 'folder', 'link', 'none', 'none'),
  text,
  mode: fc.constantFrom(...modes),
})

const state = fc.record({
  entries: fc.array(entry, { minLength: names.length, maxLength: names.length }),
  override: fc.boolean(),
  alias: fc.constantFrom('none', 'd', 'd', '/srv/elsewhere'),
  owner: fc.constantFrom('root', 'root', 'admin'),
})

function arrange({
  entries,
  override,
  alias,
  owner,
}: typeof state extends fc.Arbitrary<infer S> ? S : never): Arranged {
  const paths = entries.map(({ what, text, mode }, i) => {
    const path = `$F/${names[i]}`
    const make = {
      file: `printf %s ${q(text)} >${path} && chmod ${mode} ${path}`,
      folder: `mkdir ${path} && chmod ${mode} ${path}`,
      link: `ln -s /srv/elsewhere ${path}`,
      none: ':',
    }[what]
    // What lies in `d` is there only where `d` is a directory.
    return `[ ! -d $(dirname ${path}) ] || [ -L $(dirname ${path}) ] || { ${make}; }`
  })
  // With what lies in it, a directory is elsewhere.
  const links = entries.flatMap(({ what }, i) =>
    what === 'link' ? [[aboutPath(names[i] ?? ''), 'elsewhere'] as const] : [],
  )
  const script = `chown root:root /srv/elsewhere; chmod 0755 /srv/elsewhere; rm -rf /srv/elsewhere/*
${paths.join('\n')}
${alias === 'none' ? '' : `ln -s ${alias} $F/l`}
${override ? `dpkg-statoverride --add root daemon 0750 $F/d 2>/dev/null` : ''}
chown -h ${owner} $F $F/* 2>/dev/null; true`
  const target = { none: 'path l', d: 'path d', '/srv/elsewhere': 'elsewhere' }[alias] ?? ''
  return { script, aliases: { ...Object.fromEntries(links), 'path l': target } }
}

const linkTargets = ['d', 'a', 'd/x', '/srv/elsewhere', 'nowhere'] as const

export const files: Topic = {
  name: 'files',
  furnish: 'mkdir -p /srv/p /srv/elsewhere',
  state: state.map(arrange),
  look: `find $F /srv/elsewhere -printf '%p %y %m %u:%g %n %l\\n' | sort; find $F /srv/elsewhere -type f | sort | xargs -r sha256sum
dpkg-statoverride --list | sort`,
  actions: [
    fc.tuple(at, meta).map(([path, more]) => onPath('file', path, { path, state: 'directory', ...more })),
    at.map(path => onPath('file', path, { path, state: 'absent' })),
    fc.tuple(at, meta).map(([path, more]) => onPath('file', path, { path, mode: '0640', ...more })),
    fc.tuple(at, meta).map(([path, more]) => {
      const times = { access_time: 'preserve', modification_time: 'preserve' }
      return onPath('file', path, { path, state: 'touch', ...times, ...more })
    }),
    fc
      .tuple(at, meta, fc.constantFrom({}, {}, ...inLetters.map(mode => ({ mode }))))
      .map(([path, more, letters]) =>
        onPath('file', path, { path, state: 'directory', recurse: true, ...more, ...letters }),
      ),
    fc.tuple(at, text, meta).map(([dest, content, more]) => onPath('copy', dest, { dest, content, ...more })),
    fc.tuple(at, text).map(([dest, content]) => onPath('copy', dest, { dest, content, force: false })),
    fc.tuple(at, fc.constantFrom(...linkTargets), fc.boolean()).map(([path, src, force]) => {
      const { task, about } = onPath('file', path, { path, src, state: 'link', force })
      const target = src.startsWith('/') ? 'elsewhere' : `path ${src.split('/')[0]}`
      return { task, about: [...about, ...(about.includes(target) ? [] : [target])] }
    }),
    fc.tuple(at, at).map(([src, dest]) => {
      const { task, about } = onPath('copy', dest, { src, dest, remote_src: true })
      return { task, about: [...new Set([...about, ...onPath('copy', src, {}).about])] }
    }),
    fc.tuple(fc.constantFrom('d', 'd/x', 'a'), group, fc.constantFrom('0750', '2770')).map(([name, group, mode]) => {
      const path = `{{ folder }}/${name}`
      return onPath('statoverride', path, { path, owner: 'root', group, mode })
    }),
    fc.tuple(fc.array(word, { minLength: 1, maxLength: 3 }), at).map(([loop, path]) => {
      const args = { path, line: '{{ item }}', create: true }
      return onPath('lineinfile', path, args, { loop })
    }),
  ],
}
