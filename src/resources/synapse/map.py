# Prints, as JSON, which requests an installed Synapse serves on which kind of process: main, a generic worker, a media worker. Builds on
# Synapse's own script (synapse._scripts.generate_workers_map), whose list leaves out the admin API and the media repository, and which
# prints no more than what workers serve. It opens no database and reads nothing of the host's configuration.
import contextlib
import importlib.metadata
import json
import sys

from synapse._scripts.generate_workers_map import EnumerationResource, MockHomeserver, get_registered_paths_for_hs
from synapse.config.homeserver import HomeServerConfig
from synapse.federation.transport.server import TransportLayerServer
from synapse.federation.transport.server import register_servlets as register_federation_servlets
from synapse.rest import admin
from synapse.rest.client import media

# Everything that registers routes of its own is enabled; no server is started and no database opened.
CONFIG = {
    "server_name": "example.org",
    "report_stats": False,
    "pid_file": "/nonexistent/synapse.pid",
    # A folder that is there, so that none is made; nothing is put into it.
    "media_store_path": "/",
    "database": {"name": "sqlite3", "args": {"database": ":memory:"}},
    "macaroon_secret_key": "none",
    "form_secret": "none",
    "signing_key": "ed25519 a_swk 1VDd1zUPdpkTbOEh0R4wuJWy0HuF3QVC0SqKpCZaK5M",
    "trusted_key_servers": [],
    "refreshable_access_token_lifetime": "1h",
    "cas_config": {"enabled": True, "server_url": "https://cas.example.org"},
    "experimental_features": {
        # On in older versions, and not beside msc3814.
        "msc2697_enabled": False,
        "msc3391_enabled": True,
        "msc3814_enabled": True,
        "msc4133_enabled": True,
        "msc4143_enabled": True,
        "msc4306_enabled": True,
    },
}


def main():
    kinds = {
        "main": registered(None, {}),
        "worker": registered("synapse.app.generic_worker", {"enable_media_repo": False}),
        "media": registered("synapse.app.media_repository", {}, only_media=True),
    }
    rows = []
    for method, path in sorted({key for paths in kinds.values() for key in paths}):
        on = [kind for kind, paths in kinds.items() if (method, path) in paths]
        category = kinds[on[-1]][(method, path)].category
        rows.append({"method": method, "path": path, "on": on, "category": category})
    json.dump({"version": importlib.metadata.version("matrix-synapse"), "routes": rows}, sys.stdout)


def registered(worker_app, settings, only_media=False):
    config = HomeServerConfig()
    config.parse_config_dict({**CONFIG, **settings}, "", "")
    hs = MockHomeserver(config, worker_app)
    with contextlib.redirect_stdout(sys.stderr):
        hs.setup()
    if only_media:
        resource = EnumerationResource(is_worker=True)
        media.register_servlets(hs, resource)
        admin.register_servlets_for_media_repo(hs, resource)
        server = TransportLayerServer(hs, servlet_groups=["media"])
        register_federation_servlets(hs, resource, server.authenticator, server.ratelimiter, ["media"])
        return resource.registrations
    resource = EnumerationResource(is_worker=worker_app is not None)
    admin.register_servlets(hs, resource)
    if worker_app is None:
        media.register_servlets(hs, resource)
    return {**get_registered_paths_for_hs(hs), **resource.registrations}


main()
