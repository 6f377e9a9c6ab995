# What a user does, done by the host itself, with the interpreter of Synapse, which every homeserver has. It finds the shared secret as
# Synapse does, and neither that nor a password or token leaves its memory. It prints a line of JSON for each step:
# `{"step": ..., "ms": ...}`, with `error` if it failed. Whatever happens, the user is removed. Argument: see smoke-test.ts.
import glob, hashlib, hmac, http.client, json, os, re, secrets, signal, socket, ssl, sys, threading, time, urllib.parse
import yaml

spec = json.loads(sys.argv[1])
# With all that may hang at its end, the round is over before the host would end it (60 s).
until = time.monotonic() + 20

class Failed(Exception):
    pass

class Way(http.client.HTTPConnection):
    """A connection to an address: a socket's path, or a host and port, with TLS or without."""
    def __init__(self, way, timeout):
        super().__init__(way["host"], timeout=timeout)
        self.way = way
    def connect(self):
        way = self.way
        if "socket" in way:
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.settimeout(self.timeout)
            self.sock.connect(way["socket"])
            return
        self.sock = socket.create_connection((way["address"], way["port"]), self.timeout)
        if way["tls"]:
            # The host asks itself, with a user who is gone in a moment: whether others would trust the certificate is not the question.
            self.sock = ssl._create_unverified_context().wrap_socket(self.sock, server_hostname=way["host"])

def ask(way, method, path, body=None, token=None, kind="application/json", timeout=7):
    headers = {"Host": way["host"], "User-Agent": "swk-verify", "Connection": "close"}
    # Over a UNIX socket Synapse knows of no address but this.
    if way is main: headers.update({"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"})
    if token: headers["Authorization"] = "Bearer " + token
    if body is not None: headers["Content-Type"] = kind
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    connection = Way(way, timeout)
    try:
        connection.request(method, path, data, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise Failed("%s %s: %s" % (method, path.split("?")[0], error or type(error).__name__))
    finally:
        connection.close()

def words(answer):
    """The beginning of what was said, in one line; of HTML without its tags."""
    return " ".join(re.sub("<[^>]*>", " ", answer.decode("utf8", "replace")).split())[:160]

def get(way, method, path, *rest, **more):
    status, answer = ask(way, method, path, *rest, **more)
    if status != 200:
        raise Failed("%s %s: status %d %s" % (method, path.split("?")[0], status, words(answer)))
    return json.loads(answer)

def say(**line):
    print(json.dumps(line), flush=True)

def step(name, work):
    begin = time.monotonic()
    if begin > until: raise Failed("the time is over before: " + name)
    try:
        result = work()
    except Failed as error:
        say(step=name, ms=round((time.monotonic() - begin) * 1000), error=str(error))
        raise
    say(step=name, ms=round((time.monotonic() - begin) * 1000))
    return result

def config():
    settings = {}
    for path in spec["config"]:
        for file in sorted(glob.glob(os.path.join(path, "*.yaml"))) if os.path.isdir(path) else [path]:
            with open(file) as text: settings.update(yaml.safe_load(text) or {})
    return settings

def shared_secret():
    settings = config()
    if settings.get("registration_shared_secret"): return settings["registration_shared_secret"]
    path = settings.get("registration_shared_secret_path")
    if not path: raise Failed("Synapse has no registration_shared_secret: no user can be made")
    with open(path) as text: return text.read().strip()

main, front = spec["main"], spec["front"]
client = "/_matrix/client/v3"
name, password = "swk-verify-" + secrets.token_hex(6), secrets.token_hex(24)
quoted = lambda text: urllib.parse.quote(text, safe="")

def register():
    secret = shared_secret()
    flows = get(front, "GET", client + "/login")["flows"]
    if not any(flow["type"] == "m.login.password" for flow in flows):
        raise Failed("there is no login by password: the user could not be removed again")
    nonce = get(main, "GET", "/_synapse/admin/v1/register")["nonce"]
    mac = hmac.new(secret.encode(), "\0".join([nonce, name, password, "notadmin"]).encode(), hashlib.sha1).hexdigest()
    body = {"nonce": nonce, "username": name, "password": password, "admin": False, "mac": mac}
    return get(main, "POST", "/_synapse/admin/v1/register", body)

def message(room, token):
    """Seconds from the moment of sending until a sync that waits has it."""
    since = get(front, "GET", client + "/sync?timeout=0", token=token)["next_batch"]
    seen, ready = {}, threading.Event()
    def wait(since):
        try:
            while time.monotonic() < until and "error" not in seen:
                ready.set()
                answer = get(front, "GET", client + "/sync?timeout=5000&since=" + quoted(since), token=token, timeout=12)
                since = answer["next_batch"]
                for event in answer.get("rooms", {}).get("join", {}).get(room, {}).get("timeline", {}).get("events", []):
                    seen[event["event_id"]] = time.monotonic()
                if sent.get("id") in seen: return
        except Failed as error:
            seen["error"] = str(error)
    sent = {}
    waiting = threading.Thread(target=wait, args=(since,), daemon=True)
    waiting.start()
    ready.wait(5)
    time.sleep(0.3)
    begin = time.monotonic()
    path = client + "/rooms/%s/send/m.room.message/%s" % (quoted(room), secrets.token_hex(8))
    try:
        sent["id"] = get(front, "PUT", path, {"msgtype": "m.text", "body": "swk verify"}, token)["event_id"]
    except Failed as error:
        seen["error"] = ""
        raise
    say(step="send a message", ms=round((time.monotonic() - begin) * 1000))
    while time.monotonic() < begin + 10 and sent["id"] not in seen and "error" not in seen: time.sleep(0.002)
    if seen.get("error"): raise Failed(seen["error"])
    if sent["id"] not in seen: raise Failed("a sync that waits did not get it within 10 s")
    say(step="a waiting sync has it", ms=round((seen[sent["id"]] - begin) * 1000))

def upload(data, token):
    return get(front, "POST", "/_matrix/media/v3/upload?filename=swk-verify.bin", data, token, "application/octet-stream")["content_uri"]

def download(uri, data, token):
    path = "/_matrix/client/v1/media/download/" + uri[len("mxc://"):]
    status, answer = ask(front, "GET", path, token=token)
    if status == 404 and b"M_UNRECOGNIZED" in answer:
        status, answer = ask(front, "GET", path.replace("client/v1/media", "media/v3"), token=token)
    if status != 200: raise Failed("status %d %s" % (status, words(answer)))
    if answer != data: raise Failed("what came back is not what was uploaded")

def remove(way, user, token):
    path = client + "/account/deactivate"
    status, answer = ask(way, "POST", path, {"erase": True}, token)
    if status == 401:
        identity = {"type": "m.id.user", "user": user}
        auth = {"type": "m.login.password", "identifier": identity, "password": password, "session": json.loads(answer).get("session")}
        status, answer = ask(way, "POST", path, {"erase": True, "auth": auth}, token)
    if status != 200: raise Failed("status %d %s" % (status, words(answer)))
    status, _ = ask(way, "GET", client + "/account/whoami", token=token)
    if status != 401: raise Failed("its token is still good (status %d)" % status)

def clean(user, token, room):
    global until
    until = time.monotonic() + 22
    if room:
        try:
            step("leave the room", lambda: get(front, "POST", client + "/rooms/%s/leave" % quoted(room), {}, token, timeout=5))
            step("forget it", lambda: get(front, "POST", client + "/rooms/%s/forget" % quoted(room), {}, token, timeout=5))
        except Failed: pass
    try:
        step("remove the user", lambda: remove(front, user, token))
    except Failed:
        # What stands before main is in trouble, which is said; the user goes all the same.
        try: step("remove the user, asked of main itself", lambda: remove(main, user, token))
        except Failed: say(left=user)

for one in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT): signal.signal(one, signal.SIG_IGN)
try:
    made = step("register a user", register)
    user, token, room = made["user_id"], made["access_token"], None
    try:
        room = step("create a room", lambda: get(front, "POST", client + "/createRoom", {"preset": "private_chat"}, token))["room_id"]
        try: message(room, token)
        except Failed as error: say(step="a message to a waiting sync", ms=0, error=str(error))
        data = secrets.token_bytes(2048)
        uri = step("upload media", lambda: upload(data, token))
        step("download it", lambda: download(uri, data, token))
    except Failed: pass
    finally: clean(user, token, room)
except Failed: pass
except Exception as error: say(step="the round", ms=0, error="%s: %s" % (type(error).__name__, error))
