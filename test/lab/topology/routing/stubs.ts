/** A host whose workers are stubs: each says its name, whatever it is asked. */
import { type LabHost, up } from '../../../../src/lab/index.ts'
import type { Deployment } from '../../../../src/topology/model/deployment.ts'
import {
  gateSocket,
  inboundSocket,
  nginxFolder,
  runFolder,
  workerGateSocket,
} from '../../../../src/topology/model/paths.ts'

/** A host with these packages of Debian, of which none runs yet. */
export async function proxyHost(name: string, packages: readonly string[]): Promise<LabHost> {
  const host = await up({ name, image: 'base' })
  await must(
    host,
    `printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; mkdir -p ${runFolder}
apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends ${packages.join(' ')}
rm -f /etc/nginx/sites-enabled/default /usr/sbin/policy-rc.d`,
  )
  return host
}

export async function must(host: LabHost, script: string): Promise<string> {
  const { code, stdout, stderr } = await host.run(`set -e\n${script}`)
  if (code !== 0) throw new Error(`${script.slice(0, 200)}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`)
  return stdout
}

export const put = async (host: LabHost, path: string, text: string): Promise<void> => {
  const { code, stderr } = await host.run(`mkdir -p "$(dirname '${path}')" && cat > '${path}'`, { input: text })
  if (code !== 0) throw new Error(stderr)
}

/** An nginx of its own, so that the one under test may be broken, reloaded and stopped. Each socket that a process may have says its name. */
export async function startStubs(host: LabHost, { workers }: Deployment): Promise<void> {
  const servers = [
    stub('main', [gateSocket]),
    ...workers.map(({ name }) => stub(name, [inboundSocket(name), workerGateSocket(name)])),
  ]
  await put(
    host,
    '/root/stubs.conf',
    `pid /run/stubs.pid; error_log /var/log/nginx/stubs.log; worker_processes 1;
events { worker_connections 1024; }
http { access_log off; large_client_header_buffers 4 16k;
${servers.join('')}}
`,
  )
  await must(
    host,
    `if [ -s /run/stubs.pid ]; then kill "$(cat /run/stubs.pid)"; while [ -e /run/stubs.pid ]; do sleep 0.05; done; fi
rm -f ${runFolder}/*.sock; nginx -c /root/stubs.conf; chmod 0666 ${runFolder}/*.sock`,
  )
}

function stub(name: string, sockets: readonly string[]): string {
  const listens = sockets.map(path => `listen unix:${path};`).join(' ')
  return `server { ${listens} location / { add_header X-Served-By ${name} always;
    add_header X-Seen "$http_x_forwarded_for|$http_x_forwarded_proto|$http_x_request_id|$request_uri" always; return 204; } }\n`
}

export const nginxSite = `${nginxFolder}/sites-enabled/matrix`
