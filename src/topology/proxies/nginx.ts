/** The same routes for an nginx that swk does not touch (another host's package, a container): `swk topology --format nginx`. */
import { proxySnippet, requestLogFile, routesFile, upstreamsFile } from '../model/paths.ts'
import { logText } from '../nginx/log.ts'
import { snippetText } from '../nginx/missing-directives.ts'
import { routesText } from '../nginx/routes.ts'
import { upstreamsText } from '../nginx/upstreams.ts'
import { editVhosts } from '../nginx/vhost.ts'
import type { Traffic } from '../routing/traffic.ts'

export function nginxText(traffic: Traffic): string {
  return [
    section(upstreamsFile, upstreamsText(traffic)),
    section(routesFile, routesText(traffic)),
    section(requestLogFile, logText(null)),
    section(proxySnippet, snippetText),
    section('a vhost, as clients and servers need it', exampleVhost()),
  ].join('\n')
}

const section = (name: string, text: string): string => `# ===== ${name}\n${withoutNote(text)}`

/** Here it is a person who writes the files. */
const withoutNote = (text: string): string => text.replace(/^# Written by swk.*\n\n?/, '')

/** What swk would make of the plainest vhost. */
function exampleVhost(): string {
  const text = `server {
    listen 443 ssl http2;
    listen 8448 ssl http2;
    server_name matrix.example.org;
    # ssl_certificate and ssl_certificate_key are yours.
    location ~ ^/(_matrix|_synapse/client) {
        proxy_pass http://localhost:8008;
        client_max_body_size 50M;
    }
}
`
  const [edited] = editVhosts([{ path: '', text }], [{ port: 8008 }])
  return edited?.text ?? text
}
