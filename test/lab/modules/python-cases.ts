import type { Case } from './case.ts'

/** Two versions of a package, in wheels of the host's own. */
const wheels = `command -v pip3 >/dev/null || apt-get install -qqy --no-install-recommends python3-pip python3-venv >/dev/null 2>&1
mkdir -p /srv/wheels; cd /srv/wheels; python3 - <<'END'
import zipfile
for v in ("1.0", "2.0"):
    z = zipfile.ZipFile(f"swkpkg-{v}-py3-none-any.whl", "w")
    z.writestr("swkpkg.py", f"v = '{v}'\\n")
    d = f"swkpkg-{v}.dist-info/"
    z.writestr(d + "METADATA", f"Metadata-Version: 2.1\\nName: swkpkg\\nVersion: {v}\\n")
    z.writestr(d + "WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    z.writestr(d + "RECORD", "")
    z.close()
END
printf 'swkpkg<2\\n' >/srv/wheels/requirements.txt`
const offline = '--no-index --find-links /srv/wheels'
const install = (version: string) =>
  `${wheels}; rm -rf /srv/venv; python3 -m venv /srv/venv && /srv/venv/bin/pip -q install ${offline} swkpkg==${version}`
const look = '/srv/venv/bin/python -c "import swkpkg; print(swkpkg.v)" 2>/dev/null || true'

export const pythonCases: readonly Case[] = [
  {
    name: 'pip: a version in a new environment',
    module: 'pip',
    args: { name: 'swkpkg', version: '1.0', virtualenv: '/srv/venv', extra_args: offline },
    absent: `${wheels}; rm -rf /srv/venv`,
    partly: install('2.0'),
    look,
    expect: '1.0\n',
  },
  {
    name: 'pip: the latest version',
    module: 'pip',
    args: { name: ['swkpkg>1'], state: 'latest', virtualenv: '/srv/venv', extra_args: offline },
    absent: `${wheels}; rm -rf /srv/venv`,
    partly: install('1.0'),
    look,
    expect: '2.0\n',
  },
  {
    name: 'pip: requirements',
    module: 'pip',
    args: { requirements: '/srv/wheels/requirements.txt', virtualenv: '/srv/venv', extra_args: offline },
    absent: `${wheels}; rm -rf /srv/venv`,
    partly: install('2.0'),
    look,
    expect: '1.0\n',
  },
  {
    name: 'pip: absent',
    module: 'pip',
    args: { name: ['swkpkg', 'nosuch'], state: 'absent', virtualenv: '/srv/venv' },
    absent: install('2.0'),
    partly: install('1.0'),
    look,
    expect: '',
  },
  {
    name: 'pip: next to the packages of Debian',
    module: 'pip',
    args: { name: 'swkpkg', executable: 'pip3', break_system_packages: true, extra_args: offline },
    absent: `${wheels}; pip3 uninstall -qy --break-system-packages swkpkg >/dev/null 2>&1 || true`,
    partly: `${wheels}; pip3 uninstall -qy --break-system-packages swkpkg >/dev/null 2>&1 || true`,
    look: 'cd /; python3 -c "import swkpkg; print(swkpkg.v)" 2>/dev/null || true',
    expect: '2.0\n',
  },
]
