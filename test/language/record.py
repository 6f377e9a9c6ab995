#!/usr/bin/env python3
"""Answers of ansible-core itself, for the corpus that lies beside this file, and for any other texts.

    python3 record.py              writes the answers of expressions.json and templates.json anew
    python3 record.py --answer     reads cases (one JSON list) on standard input, writes their answers

Needs ansible-core 2.18 (npm run language installs it in a virtual environment of its own). A case has a `form`:
`value` is one expression, `text` a text of a playbook, `file` the text of a template file. The answer of the first two
is Python's repr, so that 2 and 2.0, lists and tuples, and the order of mappings can be told apart.
"""
import json
import os
import sys

os.environ.setdefault("ANSIBLE_DEPRECATION_WARNINGS", "0")
os.environ.setdefault("ANSIBLE_SYSTEM_WARNINGS", "0")
os.environ.setdefault("ANSIBLE_LOCALHOST_WARNING", "0")
os.environ["TZ"] = "UTC"

from ansible.errors import AnsibleUndefinedVariable
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader
from ansible.template import Templar
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

HERE = os.path.dirname(os.path.abspath(__file__))

init_plugin_loader()


def plain(value):
    """Markup is text in swk."""
    return str(value) if isinstance(value, Markup) else value


def answer(case):
    loader = DataLoader()
    loader.set_basedir(os.path.join(HERE, "project"))
    variables = dict(case.get("variables") or {})
    variables.setdefault("ansible_search_path", [os.path.join(HERE, "project")])
    templar = Templar(loader=loader, variables=variables)
    text = case["input"]
    try:
        if case["form"] == "value":
            return {"answer": repr(templar.template("{{ [" + text + "] }}")[0])}
        if case["form"] == "text":
            return {"answer": repr(plain(templar.template(text)))}
        paths = [os.path.join(HERE, "project", "templates")]
        with templar.set_temporary_context(searchpath=paths):
            options = dict(case.get("options") or {})
            return {"answer": templar.do_template(text, escape_backslashes=False, overrides=options)}
    except (AnsibleUndefinedVariable, UndefinedError):
        return {"error": "undefined"}
    except Exception:
        return {"error": "error"}


def record(name):
    path = os.path.join(HERE, name)
    with open(path, encoding="utf-8") as file:
        corpus = json.load(file)
    for case in corpus["cases"]:
        case.pop("answer", None)
        case.pop("error", None)
        full = dict(case, variables=dict(corpus["variables"], **case.get("variables", {})))
        full.setdefault("form", corpus["form"])
        case.update(answer(full))
    with open(path, "w", encoding="utf-8") as file:
        file.write("{\n" + '  "form": ' + json.dumps(corpus["form"]) + ",\n")
        file.write('  "variables": ' + json.dumps(corpus["variables"], ensure_ascii=False) + ",\n")
        file.write('  "cases": [\n')
        file.write(",\n".join("    " + json.dumps(case, ensure_ascii=False) for case in corpus["cases"]))
        file.write("\n  ]\n}\n")


if sys.argv[1:] == ["--answer"]:
    json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
else:
    record("expressions.json")
    record("templates.json")
