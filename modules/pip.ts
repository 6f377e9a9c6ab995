/** Packages of Python. */
import { absolutePath, args, defineModule, flag, list, managed, Refusal, see, text, want, words, z } from 'swk'

export default defineModule({
  name: 'pip',
  summary: 'Installs, upgrades or removes packages of Python with pip, also in a virtual environment.',
  args: args(
    {
      name: list
        .optional()
        .describe('Packages, with versions as pip takes them (`django>=4,<5` as an item of a list).'),
      version: text.optional().describe('The version of the one package.'),
      requirements: z.string().min(1).optional().describe('A file of requirements on the host.'),
      state: z
        .enum(['present', 'absent', 'latest', 'forcereinstall'])
        .default('present')
        .describe(
          '`latest` asks the index each time. `forcereinstall` would change something at every run, and is refused.',
        ),
      virtualenv: absolutePath.optional().describe('A virtual environment, which is created if it does not exist.'),
      virtualenv_command: text
        .optional()
        .describe('Command that creates it (default: virtualenv, else `python3 -m venv`).'),
      virtualenv_python: text.optional().describe('The Python of a new environment.'),
      virtualenv_site_packages: flag.default(false).describe("A new environment sees the host's packages."),
      executable: text.optional().describe('The pip to use, by name or path.'),
      extra_args: text.optional().describe('More arguments of pip.'),
      editable: flag.default(false).describe('Install in editable mode.'),
      chdir: absolutePath.optional().describe('Where pip runs.'),
      umask: text.optional().describe('The umask with which it runs.'),
      break_system_packages: flag.default(false).describe("Install next to Debian's own packages of Python."),
    },
    {
      aliases: { pkg: 'name' },
      check({ name = [], version, requirements, virtualenv, executable, state }, fail) {
        if (name.length === 0 && requirements === undefined && virtualenv === undefined)
          fail({ code: 'missing-key', message: '`pip` needs `name`, `requirements` or `virtualenv`.' })
        if (version !== undefined && name.length !== 1)
          fail({ message: '`version` is for one package.', path: ['version'] })
        if (executable !== undefined && virtualenv !== undefined)
          fail({ message: '`executable` cannot be combined with `virtualenv`.', path: ['executable'] })
        if (state === 'forcereinstall')
          fail({ code: 'not-supported', message: '`forcereinstall` is not supported.', path: ['state'] })
      },
    },
  ),
  examples: [
    'pip: { name: ["matrix-synapse-ldap3>=0.3"], virtualenv: /opt/venvs/tools }',
    'pip: { requirements: /opt/app/requirements.txt, virtualenv: /opt/app/venv }',
  ],
  reads: args => [packages(args)],
  plan(args, observed) {
    if (see(observed, packages(args)) === null && args.virtualenv === undefined && !observed.mayExist(packages(args)))
      throw new Refusal('the host has no pip', { hint: 'Install python3-pip in an earlier task.' })
    return [want(packages(args), { right: 'yes' })]
  },
  intent: ({ name = [], requirements }) => `pip: ${[...name, requirements ?? ''].join(' ')}`,
  result: ({ name, version, requirements, state, virtualenv }) => ({
    name: name ?? null,
    version: version ?? null,
    requirements: requirements ?? null,
    state,
    virtualenv: virtualenv ?? null,
  }),
})

type Args = {
  readonly name?: readonly string[] | undefined
  readonly state: string
  readonly virtualenv_site_packages: boolean
  readonly editable: boolean
  readonly break_system_packages: boolean
} & {
  readonly [key in
    | 'version'
    | 'requirements'
    | 'virtualenv'
    | 'virtualenv_command'
    | 'virtualenv_python'
    | 'executable'
    | 'extra_args'
    | 'chdir'
    | 'umask']?: string | undefined
}

function packages(args: Args) {
  const { name = [], version = '', state, requirements = '', virtualenv = '', executable = '', chdir = '' } = args
  const isExact = version !== '' && /^\d/.test(version)
  const names = name.map(one => (version === '' ? one : `${one}${isExact ? '==' : ''}${version}`))
  const extra = words(args.extra_args ?? '').join('\n')
  return managed({
    program: 'pip',
    title: `pip: ${[...names, requirements, virtualenv].filter(Boolean).join(' ')}`,
    args: [
      state,
      virtualenv,
      executable,
      requirements,
      chdir,
      yes(args.break_system_packages),
      extra,
      names.join('\n'),
    ],
    options: [
      args.virtualenv_command ?? '',
      args.virtualenv_python ?? '',
      yes(args.virtualenv_site_packages),
      yes(args.editable),
      args.umask ?? '',
    ],
    timeout: 3600,
  })
}

const yes = (is: boolean): string => (is ? 'yes' : '')
