/** Modules that look at the host, wait for it or tell the run something, keys and certificates, and those that base hosts can only refuse. */
import fc from 'fast-check'
import { at, meta, onPath } from './paths.ts'
import { type Action, contradictory, type Fields, lenient, type Topic } from './topic.ts'

const reads = (module: string, args: Fields): Action => ({ task: { [module]: args }, about: [] })
/** What it does is not the same the second time. */
const once = (module: string, args: Fields): Action => ({ task: { [module]: args }, about: contradictory })

const key = '{{ folder }}/key'
const certificate = '{{ folder }}/certificate'
const url = 'http://127.0.0.1:8088/x'

export const observations: Topic = {
  name: 'observations',
  // The result of a fetch is there when the file is.
  opaque: ['openssl_privatekey', 'x509_certificate', 'fetch'],
  furnish: '{ apt-get install -qq -y openssl; } >/dev/null 2>&1; :',
  state: fc
    .constantFrom(':', 'openssl genpkey -algorithm ed25519 -out $F/key', 'mkdir $F/certificate')
    .map(script => ({ script: lenient(script) })),
  look: `find $F -printf '%p %y %m %u:%g\\n' | sort; sha256sum $F/key $F/certificate 2>/dev/null; :`,
  actions: [
    fc
      .constantFrom(
        reads('ping', {}),
        reads('setup', { gather_subset: 'min' }),
        reads('package_facts', {}),
        reads('service_facts', {}),
        reads('set_stats', { data: { seen: 1 } }),
        reads('group_by', { key: 'toys' }),
        reads('pause', { seconds: 0 }),
        reads('wait_for_connection', { timeout: 5 }),
        reads('validate_argument_spec', {
          argument_spec: { toy: { type: 'int', required: true } },
          provided_arguments: { toy: 1 },
        }),
      )
      .map(action => action),
    fc
      .constantFrom({ status_code: 200 }, { status_code: 404 }, { return_content: true })
      .map(more => reads('uri', { url, ...more })),
    // A check does not wait: what is not so yet may come.
    fc.constantFrom(
      reads('wait_for', { path: '{{ folder }}', timeout: 1 }),
      reads('wait_for', { path: '/nowhere', state: 'absent', timeout: 1 }),
      reads('wait_for', { port: 8088, timeout: 1 }),
    ),
    at.map(src => once('fetch', { src, dest: 'fetched/', flat: true })),
    fc.constantFrom('file', 'directory').map(state => once('tempfile', { state, path: '{{ folder }}' })),
    fc
      .tuple(fc.constantFrom({ type: 'Ed25519' }, { type: 'ECC', curve: 'secp384r1' }), meta)
      .map(([type, more]) => onPath('openssl_privatekey', key, { path: key, ...type, ...more })),
    meta.map(more => {
      const signed = { path: certificate, privatekey_path: key, provider: 'selfsigned' }
      const { task, about } = onPath('x509_certificate', certificate, { ...signed, ...more })
      return { task, about: [...about, 'path key'] }
    }),
    fc.constantFrom(key, certificate).map(path => onPath('file', path, { path, state: 'absent' })),
    fc.constantFrom(
      once('locale_gen', { name: 'de_DE.UTF-8' }),
      once('ufw', { rule: 'allow', port: '22' }),
      once('postgresql_db', { name: 'toy' }),
      once('postgresql_user', { name: 'toy' }),
      once('postgresql_query', { query: 'SELECT 1' }),
      once('pip', { name: 'toy' }),
    ),
  ],
}
