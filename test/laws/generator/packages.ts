/** Small packages of a repository on the host, with files, configuration files, a unit and what they need. */
import fc from 'fast-check'
import { type Action, contradictory, lenient, type Topic } from './topic.ts'

const names = ['toy-plain', 'toy-needs', 'toy-serves'] as const

const furnish = `mkdir -p /srv/laws/repository /srv/laws/build; cd /srv/laws/build
pack() { mkdir -p $1/DEBIAN; printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: toy <toy@example.org>\\nDescription: toy\\n%s' $1 $2 "$3" >$1/DEBIAN/control
[ ! -d $1/etc ] || (cd $1; find etc -type f | sed 's,^,/,') >$1/DEBIAN/conffiles; dpkg-deb -b $1 ../repository/$1_$2_all.deb >/dev/null; }
mkdir -p toy-plain/etc toy-plain/usr/share/toy toy-needs/usr/share/toy toy-serves/usr/lib/systemd/system
echo plain >toy-plain/usr/share/toy/plain; for v in 1.0 2.0; do echo "of $v" >toy-plain/etc/toy.conf; pack toy-plain $v; done
echo needs >toy-needs/usr/share/toy/needs; pack toy-needs 1.0 'Depends: toy-plain
'
printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' >toy-serves/usr/lib/systemd/system/toy-serves.service
pack toy-serves 1.0; cd ../repository
for f in *.deb; do dpkg-deb -f $f; echo "Filename: ./$f"; echo "Size: $(stat -c %s $f)"; echo "SHA256: $(sha256sum $f | cut -d' ' -f1)"; echo; done >Packages
mkdir -p /srv/laws/lists; echo 'deb [trusted=yes] file:/srv/laws/repository ./' >/etc/apt/sources.list.d/laws.list
apt-get update -qq -o Dir::Etc::sourcelist=sources.list.d/laws.list -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0`

const install = 'apt-get install -qq -y --allow-downgrades'
const states = {
  none: ':',
  plain: `${install} toy-plain`,
  old: `${install} toy-plain=1.0`,
  needs: `${install} toy-needs`,
  serves: `${install} toy-serves`,
  removed: `${install} toy-plain; apt-get remove -qq -y toy-plain`,
  edited: `${install} toy-plain=1.0; echo mine >/etc/toy.conf`,
} as const

const act = (module: string, args: object): Action => ({ task: { [module]: args }, about: ['packages'] })
const name = fc.constantFrom(...names)
const configuration = '/etc/toy.conf'

export const packages: Topic = {
  name: 'packages',
  furnish,
  state: fc.constantFrom(...Object.values(states)).map(state => ({
    // An override for a group that an earlier playbook has removed keeps dpkg from work.
    script: lenient(
      `sed -i "\\,/srv/p/,{\\,$F/,!d}" /var/lib/dpkg/statoverride; dpkg --configure -a; dpkg -P ${[...names].reverse().join(' ')}; rm -f ${configuration}*`,
      state,
    ),
  })),
  look: `dpkg -l 'toy-*' 2>/dev/null | grep toy; cat ${configuration}* /usr/share/toy/* 2>/dev/null; systemctl is-active toy-serves; apt-mark showmanual | grep toy; :`,
  actions: [
    fc.tuple(name, fc.constantFrom('present', 'absent', 'latest')).map(([name, state]) => act('apt', { name, state })),
    fc.subarray([...names], { minLength: 1 }).map(name => act('apt', { name })),
    name.map(name => act('apt', { name, state: 'absent', purge: true })),
    fc.constantFrom('toy-plain=1.0', 'toy-plain=2.0', 'toy-plain=2.*').map(name => act('apt', { name })),
    name.map(name => act('package', { name, state: 'present' })),
    fc.constantFrom('mine\n', 'of 2.0\n').map(content => act('copy', { dest: configuration, content })),
    fc.constant(act('lineinfile', { path: configuration, line: 'more', create: true })),
    fc.constant(act('file', { path: configuration, state: 'absent' })),
    fc.constantFrom('started', 'stopped').map(state => act('systemd', { name: 'toy-serves', state })),
    fc.constantFrom('hold', 'install').map(selection => ({
      task: { dpkg_selections: { name: 'toy-plain', selection } },
      about: contradictory,
    })),
    fc.constant(act('stat', { path: '/usr/share/toy/plain' })),
  ],
  opaque: ['apt', 'package', 'systemd'],
}
