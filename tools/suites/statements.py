"""Splits a migration into statements with their lines, by PostgreSQL's lexical rules (docs, 4.1).

Deliberately not dunlin's splitter: this is the side that dunlin is compared with.
"""
import dataclasses
import re

TOKEN = re.compile(r"""
    (?P<line_comment>--[^\n]*)
  | (?P<block_comment>/\*)
  | (?P<escape>\b[eE]'(?:[^'\\]|\\.|'')*')
  | (?P<string>'(?:[^']|'')*')
  | (?P<name>"(?:[^"]|"")*")
  | (?P<dollar>(?<![\w$])\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)
  | (?P<end>;)
  | (?P<word>[A-Za-z_]\w*)
""", re.X | re.S)


@dataclasses.dataclass
class Statement:
    text: str
    line: int       # of its first word, from 1
    end_line: int


def after_block_comment(text, start):
    depth, at = 0, start
    for match in re.compile(r"/\*|\*/").finditer(text, start):
        depth += 1 if match[0] == "/*" else -1
        at = match.end()
        if depth == 0:
            return at
    return len(text)


def split(text):
    """Statements without comments before them and without the semicolon."""
    found, start, at, atomic = [], None, 0, 0

    def finish(end):
        nonlocal start
        if start is not None:
            body = text[start:end].rstrip()
            found.append(Statement(body, text.count("\n", 0, start) + 1, text.count("\n", 0, start + len(body)) + 1))
        start = None

    previous = ""
    while match := TOKEN.search(text, at):
        gap = text[at:match.start()]
        if start is None and gap.strip():
            start = at + len(gap) - len(gap.lstrip())
        at = match.end()
        kind = match.lastgroup
        if kind == "block_comment":
            at = after_block_comment(text, match.start())
        elif kind == "end" and not atomic:
            finish(match.start())
        elif kind not in ("line_comment", "end"):
            if start is None:
                start = match.start()
            if kind == "dollar":
                close = text.find(match[0], at)
                at = len(text) if close < 0 else close + len(match[0])
            elif kind == "word":
                word = match[0].lower()
                if word == "atomic" and previous == "begin":
                    atomic = 1  # a function body in SQL: it ends at its own END
                elif atomic and word == "case":
                    atomic += 1
                elif atomic and word == "end":
                    atomic -= 1
                previous = word
    rest = text[at:]
    if start is None and rest.strip():
        start = at + len(rest) - len(rest.lstrip())
    finish(len(text))
    return found
