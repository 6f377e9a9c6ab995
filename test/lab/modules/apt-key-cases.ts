/** Keys that apt trusts: one of the test's own, and Debian's. */
import type { Case } from './case.ts'

const own = '/srv/own-key'
const trusted = '/etc/apt/trusted.gpg.d'
const debian = `${trusted}/debian-archive-bookworm-stable.asc`
const debianId = 'F8D2585B8783D481'

/** A key of the test's own with a signature of it; apt does not trust it yet. */
const keys = `{ command -v gpg || apt-get install -qqy --no-install-recommends gnupg; } >/dev/null 2>&1
export GNUPGHOME=${own}.home
[ -s ${own}.sig ] || { mkdir -m 700 ${own}.home; gpg --batch --quiet --passphrase '' --quick-gen-key own@example.org ed25519 default never
gpg --armor --export; gpg --batch --quiet --output ${own}.sig --detach-sign /etc/hostname; } >${own}.asc 2>/dev/null
rm -f ${trusted}/*.gpg; mkdir -p /etc/apt/keyrings`
const ring = (name: string) => `/etc/apt/keyrings/swk-${name}.gpg`
const both = (file: string) => `${keys}; { gpg --dearmor <${debian}; gpg --export; } >${file}`
const verified = (file: string) => `gpgv -q --keyring ${file} ${own}.sig /etc/hostname 2>/dev/null && echo good || true`
const debianIn = (file: string) =>
  `gpg --show-keys --with-colons ${file} 2>/dev/null | grep -c '^pub.*:${debianId}:' || true`

export const aptKeyCases: readonly Case[] = [
  {
    name: 'apt_key: from a file, without its number',
    module: 'apt_key',
    args: { file: `${own}.asc` },
    absent: keys,
    partly: `${keys}; gpg --dearmor <${debian} >${trusted}/zz.gpg`,
    look: `cd ${trusted}; for file in [0-9A-F]*.gpg; do stat -c %a $file 2>/dev/null; ${verified('./$file')}; done`,
    expect: '644\ngood\n',
  },
  {
    name: 'apt_key: into a keyring',
    module: 'apt_key',
    args: { id: `0x${debianId}`, file: debian, keyring: ring('into') },
    absent: `${keys}; rm -f ${ring('into')}`,
    partly: `${keys}; gpg --export >${ring('into')}`,
    look: debianIn(ring('into')),
    expect: '1\n',
  },
  {
    name: 'apt_key: one of two removed',
    module: 'apt_key',
    args: { id: debianId.slice(-8), state: 'absent', keyring: ring('of-two') },
    absent: both(ring('of-two')),
    partly: both(ring('of-two')),
    look: `${debianIn(ring('of-two'))}; ${verified(ring('of-two'))}`,
    expect: '0\ngood\n',
  },
  {
    name: 'apt_key: the only one removed',
    module: 'apt_key',
    args: { id: debianId, state: 'absent', keyring: ring('only') },
    absent: `${keys}; gpg --dearmor <${debian} >${ring('only')}`,
    partly: `${keys}; gpg --dearmor <${debian} >${ring('only')}`,
    look: `ls ${ring('only')} 2>/dev/null || true`,
    expect: '',
  },
]
