"""What two databases hold, read without the program under test: counts, sums and extremes of every column, and the constraints
that have to be there. Python's own SQLite on one side, psql on the other."""
import pathlib
import re
import sqlite3
import subprocess


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def wanted_tables(source):
    """Tables with rows of their own: no views, no virtual tables, none that belongs to one or to SQLite."""
    listed = source.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main'").fetchall()
    return sorted(name for name, kind in listed if kind == "table" and not name.startswith("sqlite_"))


class Source:
    def __init__(self, path):
        self.connection = sqlite3.connect(f"file:{pathlib.Path(path).resolve()}?immutable=1".replace(" ", "%20"), uri=True)
        self.connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        self.tables = wanted_tables(self.connection)
        self.wide = self.connection.execute("PRAGMA encoding").fetchone()[0] != "UTF-8"

    def columns(self, table):
        """(name, not null, key position) of the columns that are stored."""
        rows = self.connection.execute(f"PRAGMA table_xinfo({quoted(table)})").fetchall()
        return [(name, bool(notnull), key) for _, name, _, notnull, _, key, hidden in rows if hidden == 0]

    def facts(self, table):
        """The number of rows, and for each column: values that aren't NULL, bytes of texts and blobs."""
        columns = [name for name, _, _ in self.columns(table)]
        wanted = ["count(*)"]
        for name in columns:
            c = quoted(name)
            sized = "('blob')" if self.wide else "('text', 'blob')"  # a cast gives the file's own encoding
            wanted += [f"count({c})", f"sum(CASE WHEN typeof({c}) IN {sized} THEN length(CAST({c} AS BLOB)) END)",
                       f"min(CASE WHEN typeof({c}) = 'integer' THEN {c} END)", f"max(CASE WHEN typeof({c}) = 'integer' THEN {c} END)"]
        values = []
        for begin in range(0, len(wanted), 400):
            values += self.connection.execute(f"SELECT {', '.join(wanted[begin:begin + 400])} FROM {quoted(table)}").fetchone()
        return values[0], {name: values[1 + 4 * i:5 + 4 * i] for i, name in enumerate(columns)}

    def foreign_keys(self, table):
        return len({row[0] for row in self.connection.execute(f"PRAGMA foreign_key_list({quoted(table)})")
                    if any(row[2].lower() == t.lower() for t in self.tables)})

    def rows(self):
        return sum(self.connection.execute(f"SELECT count(*) FROM {quoted(t)}").fetchone()[0] for t in self.tables)

    def not_null(self):
        return sum(notnull for t in self.tables for _, notnull, _ in self.columns(t))


class Target:
    def __init__(self, url, schema="public"):
        self.url, self.schema = url, schema
        self.known = self.keys = None

    def query(self, sql):
        done = subprocess.run(["psql", "-XqAt", "-F", "\x1f", "-R", "\x1e", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-f", "-"], input=sql,
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        text = done.stdout[:-1] if done.stdout.endswith(("\n", "\x1e")) else done.stdout
        return [line.split("\x1f") for line in text.split("\x1e")] if text else []

    def tables(self):
        rows = self.query(f"SELECT relname FROM pg_class WHERE relnamespace = '{self.schema}'::regnamespace AND relkind IN ('r', 'p')")
        return sorted(row[0] for row in rows)

    def columns(self, table):
        """name -> (type, not null)"""
        if self.known is None:
            self.known = {}
            for owner, name, kind, notnull in self.query(
                    f"SELECT relname, attname, format_type(atttypid, NULL), attnotnull FROM pg_attribute JOIN pg_class c ON c.oid = attrelid "
                    f"WHERE relnamespace = '{self.schema}'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped"):
                self.known.setdefault(owner, {})[name] = kind, notnull == "t"
        return self.known.get(table, {})

    def facts(self, table, names):
        types = self.columns(table)
        wanted = ["count(*)"]
        for name in names:
            c = quoted(name)
            kind = types[name][0]
            sized = kind in ("text", "bytea")
            number = kind in ("bigint", "integer", "smallint")
            wanted += [f"count({c})", f"sum(octet_length({c}))" if sized else "NULL",
                       f"min({c})" if number else "NULL", f"max({c})" if number else "NULL"]
        values = []
        for begin in range(0, len(wanted), 400):
            row = self.query(f"SELECT 1, {', '.join(wanted[begin:begin + 400])} FROM {quoted(self.schema)}.{quoted(table)}")[0]
            values += row[1:]
        return int(values[0]), {name: values[1 + 4 * i:5 + 4 * i] for i, name in enumerate(names)}

    def foreign_keys(self, table):
        if self.keys is None:
            self.keys = dict(self.query(
                f"SELECT relname, count(*) FROM pg_constraint JOIN pg_class c ON c.oid = conrelid WHERE contype = 'f' AND convalidated "
                f"AND relnamespace = '{self.schema}'::regnamespace GROUP BY 1"))
        return int(self.keys.get(table, 0))

    def count(self, table):
        return int(self.query(f"SELECT count(*) FROM {quoted(self.schema)}.{quoted(table)}")[0][0])


def shown(name):
    return re.sub(r"[\x00-\x1f\x7f]", "?", name)[:60]


def find_differences(source, target, renamed=lambda table, column: (table, column)):
    """Lines that say what isn't the same; empty when nothing is."""
    out = []
    for table in source.tables:
        columns = source.columns(table)
        there = target.columns(renamed(table, None)[0])
        if not there:
            out.append(f"table {shown(table)} is missing")
            continue
        names = [renamed(table, name)[1] for name, _, _ in columns]
        missing = [shown(name) for name in names if name not in there]
        if missing:
            out.append(f"{shown(table)}: columns {', '.join(missing)} are missing")
            continue
        out += compare_rows(source, target, table, renamed(table, None)[0], names, columns)
        for (name, notnull, _), new in zip(columns, names):
            if notnull and not there[new][1]:
                out.append(f"{shown(table)}.{shown(name)} lost its NOT NULL")
        if source.foreign_keys(table) > target.foreign_keys(renamed(table, None)[0]):
            out.append(f"{shown(table)} lost a foreign key")
    return out


def compare_rows(source, target, table, new_table, names, columns):
    out = []
    rows, facts = source.facts(table)
    rows_there, facts_there = target.facts(new_table, names)
    if rows != rows_there:
        return [f"{shown(table)}: {rows} rows became {rows_there}"]
    for (name, _, _), new in zip(columns, names):
        for what, was, now in zip(("values", "bytes", "least", "greatest"), facts[name], facts_there[new]):
            if now != "" and was is not None and str(was) != now:
                out.append(f"{shown(table)}.{shown(name)}: {what} {was} became {now}")
    return out
