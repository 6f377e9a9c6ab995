/** Requests to the sockets of workers themselves, past nginx: what would happen if they were led there. */
import type { LabHost } from '../../../src/lab/index.ts'

export type Asked = { readonly worker: string; readonly method: string; readonly path: string }

/** The status of each answer. */
export async function askWorkers(host: LabHost, token: string, asked: readonly Asked[]): Promise<readonly number[]> {
  const input = `given = ${JSON.stringify(JSON.stringify({ token, asked }))}\n${script}`
  const { code, stdout, stderr } = await host.run('python3 -', { input })
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const script = `
import http.client, json, socket

class Unix(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(f"/run/matrix-synapse/inbound_{self.host}.sock")

def status(token, worker, method, path):
    headers = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "Authorization": f"Bearer {token}"}
    connection = Unix(worker)
    connection.request(method, path, body=None if method == "GET" else "{}", headers=headers)
    return connection.getresponse().status

given = json.loads(given)
print(json.dumps([status(given["token"], **asked) for asked in given["asked"]]))
`
