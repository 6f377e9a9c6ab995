/** A mount point with what lies under it and in it, writable or not. */
import fc from 'fast-check'
import { meta, onPath, text } from './paths.ts'
import type { Action, Topic } from './topic.ts'

const at = fc.constantFrom('m', 'm/x', 'm/s', 'm/s/y').map(name => `{{ folder }}/${name}`)
const flag = fc.boolean()
const options = fc.constantFrom('defaults', 'ro', 'size=1m')

const state = fc
  .record({ directory: flag, under: flag, mounted: fc.constantFrom('no', 'defaults', 'ro'), line: flag, into: flag })
  .map(({ directory, under, mounted, line, into }) => {
    const mount = `mount -t tmpfs toy $F/m; ${into ? 'echo in >$F/m/x;' : ''} mount -o remount,${mounted} $F/m`
    return {
      script: `sed -i '/ toy /d;/^toy /d' /etc/fstab 2>/dev/null; touch /etc/fstab
for m in $(awk '$1 == "toy" {print $2}' /proc/mounts); do umount $m; done
${directory || mounted !== 'no' ? 'mkdir -p $F/m' : ':'}; ${under ? '[ ! -d $F/m ] || echo under >$F/m/x' : ':'}
${mounted === 'no' ? ':' : mount.replace('remount,defaults', 'remount,rw')}
${line ? 'echo "toy $F/m tmpfs defaults 0 0" >>/etc/fstab' : ''}`,
    }
  })

const about = (task: object): Action => ({ task: { ...task }, about: ['path m'] })
const path = '{{ folder }}/m'

export const mounts: Topic = {
  name: 'mounts',
  state,
  look: `grep ^toy /proc/mounts; cat /etc/fstab; find $F/m -printf '%p %y %m %u:%g\\n' 2>/dev/null | sort; cat $F/m/x 2>/dev/null; :`,
  actions: [
    fc
      .tuple(fc.constantFrom('mounted', 'present'), options)
      .map(([state, opts]) => about({ mount: { path, src: 'toy', fstype: 'tmpfs', opts, state } })),
    fc.constantFrom('unmounted', 'absent', 'absent_from_fstab').map(state => about({ mount: { path, state } })),
    fc.tuple(at, text, meta).map(([dest, content, more]) => onPath('copy', dest, { dest, content, ...more })),
    fc.tuple(at, meta).map(([path, more]) => onPath('file', path, { path, state: 'directory', ...more })),
    at.map(path => onPath('file', path, { path, state: 'absent' })),
    at.map(path => onPath('lineinfile', path, { path, line: 'two', create: true })),
    at.map(path => onPath('stat', path, { path })),
  ],
  opaque: ['mount'],
}
