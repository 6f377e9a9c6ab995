"""Prints Synapse's configuration as one line of JSON: of each file the names of its settings, and what swk may see of them.

Arguments: a JSON object {"whole": [setting...], "picks": {setting: {name: [key...]}}}, then Synapse's --config-path arguments. Runs with
the interpreter, the user and the working directory of Synapse. Values of other settings never leave this process.
"""

import json
import os
import sys

# PYTHONPATH of the unit: the interpreter is isolated, so that it ignores the variable itself.
sys.path += [path for path in os.environ.get("SWK_PYTHONPATH", "").split(":") if path]

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def main():
    wanted, paths = json.loads(sys.argv[1]), sys.argv[2:]
    settings, files = {}, []
    try:
        for path in find_files(paths):
            found, values = read_file(path, wanted)
            settings.update(values)
            files.append(found)
        print(json.dumps({"files": files, "log": read_log(settings.get("log_config"))}))
    except Unreadable as error:
        print(json.dumps({"error": str(error)}))
    except Exception as error:
        # Its text could hold a value.
        print(json.dumps({"error": "%s while reading %s" % (type(error).__name__, " ".join(paths))}))


class Unreadable(Exception):
    pass


def find_files(paths):
    """As synapse.config._base.find_config_files: files, and of directories the *.yaml in the order of their names."""
    for path in paths:
        if not os.path.isdir(path):
            if os.path.exists(path):
                yield path
            continue
        for name in sorted(os.listdir(path)):
            file = os.path.join(path, name)
            if name.endswith(".yaml") and os.path.isfile(file):
                yield file


def read_file(path, wanted):
    text = read_text(path)
    values = parse(text, path)
    if not isinstance(values, dict):
        # Synapse ignores such a file.
        values = {}
    nodes = find_nodes(text)
    found = {"path": path, "keys": [key for key in values if isinstance(key, str)], "texts": {}, "picks": {}}
    found["lines"] = {key: [node[0].start_mark.line + 1 for node in nodes[key]] for key in found["keys"] if key in nodes}
    for key in wanted["whole"]:
        if key in values:
            found["texts"][key] = write_setting(key, values[key], text, nodes.get(key))
    for key, names in wanted["picks"].items():
        for name, way in names.items():
            value = pick(values.get(key), way)
            if value is not None:
                found["picks"][key + "." + name] = value
    return found, values


def read_text(path):
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable("%s: %s" % (path, getattr(error, "strerror", None) or "it is not UTF-8"))


def parse(text, path):
    try:
        return yaml.load(text, Loader)
    except yaml.MarkedYAMLError as error:
        # Never str(error): it quotes the line.
        mark = error.problem_mark or error.context_mark
        raise Unreadable("%s:%s: %s" % (path, mark.line + 1 if mark else 1, error.problem))
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable("%s: %s" % (path, type(error).__name__))


def find_nodes(text):
    """Setting -> its (key, value) nodes in a mapping of one setting a line; of several of the same name, the last counts."""
    root = yaml.compose(text, Loader)
    nodes = {}
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if isinstance(key, yaml.ScalarNode):
                nodes.setdefault(key.value, []).append((key, value))
    return nodes


def write_setting(key, value, text, nodes):
    """The setting as it is written, where those lines alone mean the same (no alias, no flow style); otherwise written anew."""
    if nodes:
        first, last = nodes[-1][0].start_mark, end_of(nodes[-1][1])
        lines = [line[first.column :] for line in text.splitlines()[first.line : last + 1]]
        written = "\n".join(line for line in lines if not line.startswith("#")) + "\n"
        try:
            if yaml.load(written, Loader) == {key: value}:
                return written
        except yaml.YAMLError:
            pass
    return yaml.dump({key: value}, Dumper=PlainDumper, sort_keys=False, default_flow_style=None, allow_unicode=True)


class PlainDumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def end_of(node):
    """The last line of a node's own text; the end of a block collection is the next token, after comments."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        children = [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
        return max([node.start_mark.line, *map(end_of, children)])
    end = node.end_mark
    return end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line


def pick(value, way):
    for key in way:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else None


def read_log(path):
    """Where main logs: its file, or null; and the directory where workers of the same user can create theirs, or null."""
    config = parse(read_text(path), path) if isinstance(path, str) and os.path.isfile(path) else None
    handlers = config.get("handlers") if isinstance(config, dict) else None
    names = [handler.get("filename") for handler in (handlers or {}).values() if isinstance(handler, dict)]
    file = next((os.path.abspath(name) for name in names if isinstance(name, str)), None)
    directories = ([os.path.dirname(file)] if file else []) + ["/var/log/matrix-synapse"]
    usable = [directory for directory in directories if os.access(directory, os.W_OK | os.X_OK)]
    return {"file": file, "directory": usable[0] if usable else None, "requests": logs_requests(config)}


def logs_requests(config):
    """Whether requests are logged (at INFO, by loggers below synapse.access.http)."""
    if not isinstance(config, dict):
        return True
    loggers = config.get("loggers") if isinstance(config.get("loggers"), dict) else {}
    for logger in [loggers.get(name) for name in ("synapse.access.http", "synapse.access", "synapse")] + [config.get("root")]:
        if isinstance(logger, dict) and logger.get("level"):
            return str(logger["level"]) in ("DEBUG", "INFO", "NOTSET")
    return False


main()
