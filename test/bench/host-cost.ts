/** What the processes of a homeserver cost: memory, database connections, and the time until all serve again. */
import type { LabHost } from '../../src/lab/index.ts'

export type HostCost = {
  readonly processes: number
  /** Memory of all Synapse processes; what they share is counted once. */
  readonly pssMiB: number
  /** Restart of all processes until each answers /health. */
  readonly startSeconds: number
  /** Main's part of it: from its stop until systemd has it as started. */
  readonly mainDownSeconds: number
  /** Connections to PostgreSQL that are open after work. */
  readonly connections: number
}

/** Of a homeserver that has been at work: pools of connections are filled by use. Restarts everything in the end. */
export async function costOf(host: LabHost): Promise<HostCost> {
  const count = `cd /; runuser -u postgres -- psql -Atc "select count(*) from pg_stat_activity where datname = 'synapse'"`
  const connections = Number(await output(host, count))
  const measured = JSON.parse(await output(host, 'python3 -', script)) as Omit<HostCost, 'connections'>
  return { ...measured, connections }
}

async function output(host: LabHost, command: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await host.run(command, { input })
  if (code !== 0) throw new Error(`${command}: ${stderr}`)
  return stdout.trim()
}

const script = `
import glob, http.client, json, re, socket, subprocess, time, urllib.request

def systemctl(*args):
    return subprocess.run(["systemctl", *args], check=True, capture_output=True, text=True).stdout

def shown(unit, name):
    return int(systemctl("show", "--value", "-p", name, unit))

def pss(unit):
    text = open(f"/proc/{shown(unit, 'MainPID')}/smaps_rollup").read()
    return int(re.search(r"^Pss:\\s+(\\d+)", text, re.M)[1]) / 1024

class Unix(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(5)
        self.sock.connect(self.host)

def is_healthy(path):
    try:
        connection = Unix(path)
        connection.request("GET", "/health", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False

def is_main_healthy():
    try:
        return urllib.request.urlopen("http://127.0.0.1:8008/health").status == 200
    except OSError:
        return False

main = "matrix-synapse.service"
listed = systemctl("list-units", "--plain", "--no-legend", "--state=active", main, "matrix-synapse-worker@*.service")
units = [line.split()[0] for line in listed.splitlines()]
memory = sum(pss(unit) for unit in units)
sockets = [f"/run/matrix-synapse/inbound_{unit.split('@')[1].removesuffix('.service')}.sock" for unit in units if "@" in unit]
start = time.monotonic()
systemctl("restart", "matrix-synapse.target" if sockets else main)
while not (is_main_healthy() and all(is_healthy(path) for path in sockets)):
    time.sleep(0.05)
seconds = time.monotonic() - start
down = (shown(main, "ActiveEnterTimestampMonotonic") - shown(main, "ActiveExitTimestampMonotonic")) / 1e6
print(json.dumps({"processes": len(units), "pssMiB": round(memory), "startSeconds": round(seconds, 1), "mainDownSeconds": round(down, 1)}))
`
