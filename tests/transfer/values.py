"""Every value of a SQLite file held against every value in PostgreSQL, by Python's own SQLite and psql: as text of the server, turned
into what can be compared exactly. Nothing of the program under test is used but plan.json's names."""
import collections
import decimal
import fractions
import pathlib
import re
import sqlite3
import struct

import oracle
from oracle import quoted

MOMENT = re.compile(r"(?:(\d{4,})-(\d\d)-(\d\d))?[ T]?(?:(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?)? ?(Z|z|[+-]\d\d(?::?\d\d(?::\d\d)?)?)?( BC)?$")
NUMBERS = ("bigint", "integer", "smallint")


def day_number(year, month, day):
    year, month = (year - 1, month + 12) if month <= 2 else (year, month)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day


def moment(text):
    """The instant in seconds, exactly; an offset is taken off."""
    found = MOMENT.match(text)
    if not text or not found:
        return "no moment", text
    seconds = fractions.Fraction(0)
    if found[1]:
        seconds += 86400 * day_number(1 - int(found[1]) if found[9] else int(found[1]), int(found[2]), int(found[3]))
    if found[4]:
        seconds += 3600 * int(found[4]) + 60 * int(found[5]) + int(found[6] or 0) + fractions.Fraction("0" + (found[7] or ".0"))
    if found[8] and found[8] not in "zZ":
        digits = found[8][1:].replace(":", "")
        away = 3600 * int(digits[:2]) + 60 * int(digits[2:4] or 0)
        seconds -= away if found[8][0] == "+" else -away
    return "moment", seconds


def number(kind, value):
    if kind == "text":
        return decimal.Decimal(value.decode())
    return decimal.Decimal(value if kind == "integer" else repr(value))


def double(kind, value):
    if kind == "integer" and int(float(value)) != value:
        return "not exact", value
    return "double", struct.pack(">d", float(value))


def json_number(pg, raw):
    return ("number", decimal.Decimal(raw.decode())) if pg == "json" and re.fullmatch(rb"-?[0-9.]+([eE][+-]?[0-9]+)?", raw) else raw


def from_source(pg, kind, value):
    """What a value of a storage class has to be in a column of PostgreSQL's type; ("as it is", ...) equals nothing there."""
    if kind == "null":
        return None
    other = "as it is", kind, value
    if pg in NUMBERS:
        return value if kind == "integer" else other
    if pg == "double precision":
        return double(kind, value) if kind in ("real", "integer") else other
    if pg.startswith("numeric"):
        return number(kind, value) if kind != "blob" else other
    if pg == "json" and kind in ("integer", "real"):  # a column that is declared JSON turns texts into numbers
        return "number", decimal.Decimal(value)
    if pg in ("text", "json"):
        return json_number(pg, value) if kind == "text" else other
    if pg == "bytea":
        return value if kind == "blob" else other
    if pg == "boolean":
        return value in (1, b"t", b"true") if value in (0, 1, b"t", b"f", b"true", b"false") and kind in ("integer", "text") else other
    if pg == "uuid":
        return value.hex() if kind == "blob" else re.sub("[-{}]", "", value.decode().lower()) if kind == "text" else other
    if pg == "date" or pg.startswith("time"):
        return moment(value.decode()) if kind == "text" else other
    return other


def from_target(pg, hexed):
    if hexed == "N":
        return None
    raw = bytes.fromhex(hexed)
    if pg in ("text", "json", "bytea"):
        return json_number(pg, raw)
    text = raw.decode()
    if pg in NUMBERS:
        return int(text)
    if pg == "double precision":
        return double("real", float(text))
    if pg.startswith("numeric"):
        return decimal.Decimal(text)
    if pg == "boolean":
        return text == "true"
    if pg == "uuid":
        return text.replace("-", "")
    return moment(text) if pg == "date" or pg.startswith("time") else ("unknown type", pg)


def source_rows(connection, table, columns):
    picked = ", ".join(f"typeof({quoted(c)}), {quoted(c)}" for c in columns)
    for row in connection.execute(f"SELECT {picked} FROM {quoted(table)}"):
        yield tuple(zip((kind.decode() for kind in row[::2]), row[1::2]))


def target_rows(target, table, columns, types):
    shown = [f"coalesce(encode({quoted(c)}, 'hex'), 'N')" if t == "bytea" else f"coalesce(encode(convert_to({quoted(c)}::text, 'UTF8'), 'hex'), 'N')"
             for c, t in zip(columns, types)]
    return target.query(f"SET timezone = 'UTC'; SET datestyle = 'ISO'; SELECT {', '.join(shown)} FROM {quoted(target.schema)}.{quoted(table)}")


def open_source(path):
    connection = sqlite3.connect(f"file:{pathlib.Path(path).resolve()}?mode=ro", uri=True)
    connection.text_factory = bytes
    return connection


def names_of(connection, sql):
    return [tuple(v.decode("utf-8", "surrogateescape") if isinstance(v, bytes) else v for v in row) for row in connection.execute(sql)]


def stored(connection):
    """table -> the columns it stores, generated ones left out."""
    tables = sorted(n for n, k in names_of(connection, "SELECT name, type FROM pragma_table_list WHERE schema = 'main'")
                    if k == "table" and not n.startswith("sqlite_"))
    return {t: [row[1] for row in names_of(connection, f"PRAGMA table_xinfo({quoted(t)})") if row[6] == 0] for t in tables}


def made(connection, table):
    return [row[1] for row in names_of(connection, f"PRAGMA table_xinfo({quoted(table)})") if row[6] in (2, 3)]


def find_differences(path, url, renamed, schema="public"):
    """Lines that say which values aren't the same; none when all are."""
    connection, target, out = open_source(path), oracle.Target(url, schema), []
    for table, columns in stored(connection).items():
        new = renamed(table, None)[0]
        types = target.columns(new)
        for c in made(connection, table):  # a generated column that was kept has to hold the same
            if renamed(table, c)[1] in types:
                columns = [*columns, c]
        lost = [c for c in columns if renamed(table, c)[1] not in types]
        if lost:
            out.append(f"{table!r}: no column for {lost}")
            continue
        kinds = [types[renamed(table, c)[1]][0] for c in columns]
        was = collections.Counter(tuple(from_source(k, *v) for k, v in zip(kinds, row)) for row in source_rows(connection, table, columns))
        now = collections.Counter(tuple(from_target(k, v) for k, v in zip(kinds, row))
                                  for row in target_rows(target, new, [renamed(table, c)[1] for c in columns], kinds))
        out += [f"{table!r} {list(zip(columns, kinds))}: gone {repr(row)[:300]}" for row in list((was - now))[:2]]
        out += [f"{table!r}: came {repr(row)[:300]}" for row in list((now - was))[:2]]
    connection.close()
    return out
