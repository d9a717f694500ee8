"""Runs dunlin or squawk on SQL text, and gives back plain findings: what every suite here needs.

A case is written into an empty folder and linted there, so that neither a project's settings nor its other migrations
are seen. Nothing is kept.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

def program(variable, otherwise):
    """Its whole path, since each case is linted in a folder of its own; a bare name is looked for in PATH."""
    named = os.environ.get(variable, otherwise)
    return str(pathlib.Path(named).resolve()) if "/" in named else named


DUNLIN = program("DUNLIN", str(HERE.parent.parent / "build" / "release" / "dunlin"))
SQUAWK = program("SQUAWK", "squawk")


class Failed(Exception):
    """The linter itself failed; what it said is the text."""


def run(command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise Failed(f"{' '.join(map(str, command))}: exit {done.returncode}, no JSON: {(done.stderr or done.stdout)[:400]}")


def dunlin(files, pg=None, profile="safe", cwd=None, options=()):
    """Findings of `dunlin lint`, and what it couldn't analyse."""
    version = ["--pg-version", str(pg)] if pg else []
    said = run([DUNLIN, "lint", *files, "--json", "--profile", profile, *version, *options], cwd)
    return said["findings"], said["not_analysed"], said


def squawk(files, pg=None, in_transaction=False, cwd=None, opt_in=False):
    """Findings of squawk in dunlin's shape: lines from 1, `rule` for `rule_name`."""
    options = ["--pg-version", str(pg)] if pg else []
    if in_transaction:
        options.append("--assume-in-transaction")
    options += ["--include", "require-table-schema"] if opt_in else []
    said = run([SQUAWK, "--reporter", "json", *options, *files], cwd)
    findings = [dict(rule=f["rule_name"], message=f["message"], file=f["file"], line=f["line"] + 1, column=f["column"] + 1)
                for f in said]
    return findings, [f for f in findings if f["rule"] == "syntax-error"], said


def lint_text(tool, files, pg=None, in_transaction=False, profile="safe", options=()):
    """Lints texts {name: sql}, in the order of their names, in a folder of their own.

    The suites mean scripts that psql runs. So dunlin is told by its directives that it doesn't set the timeouts, and
    without `in_transaction` that each statement commits by itself: otherwise it would run a file as one transaction.
    """
    if tool == "dunlin":
        how = "-- dunlin:own-timeouts\n" + ("" if in_transaction else "-- dunlin:no-transaction\n")
        files = {name: how + text for name, text in files.items()}
    with tempfile.TemporaryDirectory(prefix="suite.") as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        names = sorted(files)
        if tool == "squawk":
            return squawk(names, pg, in_transaction, folder, profile == "all")[:2]
        return dunlin(names, pg, profile, folder, options)[:2]


def effects(files, pg=None):
    """What dunlin says that each statement of these texts does: `dunlin lint --effects`."""
    with tempfile.TemporaryDirectory(prefix="suite.") as folder:
        for name, text in files.items():
            pathlib.Path(folder, name).write_text(text)
        return dunlin(sorted(files), pg, "all", folder, ["--effects"])[2]["effects"]


def read_map(name):
    """A mapping file: key, tab, what it means (space-separated words), tab, note. `-` means nothing of ours."""
    rows = {}
    for line in (HERE / name).read_text().splitlines():
        if line and not line.startswith("#"):
            key, values, *_ = line.split("\t") + [""]
            rows[key] = [] if values == "-" else values.split()
    return rows


def arguments(about, checkout="the suite's checkout"):
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("checkout", type=pathlib.Path, help=checkout)
    parser.add_argument("--tool", choices=["dunlin", "squawk"], default="dunlin")
    parser.add_argument("--out", type=pathlib.Path, help="write every disagreement to this file, as JSON lines")
    return parser


def commit_of(checkout):
    done = subprocess.run(["git", "-C", str(checkout), "log", "-1", "--format=%h %cs"], capture_output=True, text=True)
    return done.stdout.strip() or "not a git checkout"


def table(rows, header):
    """Prints rows as a markdown table."""
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")


def write_disagreements(path, disagreements):
    if path:
        with open(path, "w") as out:
            for one in disagreements:
                out.write(json.dumps(one, ensure_ascii=False) + "\n")
    print(f"\n{len(disagreements)} disagreements" + (f", written to {path}" if path else ""), file=sys.stderr)
