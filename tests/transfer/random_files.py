"""Random SQLite files: what SQLite lets people store, the ordinary and the odd. The same seed gives the same file."""
import random
import sqlite3
import uuid

TABLE_NAMES = ["orders", "Order", "user", "select", 'a"b', "it's", "two\nlines", "a.b", "ünï", "x" * 70, "x" * 69 + "y", "50%", "spa ce", "É", "é", "$1",
               "pg_class", "dunlin"]
COLUMN_NAMES = ["name", "Value", "group", 'q"q', "it''s", "new\nline", "tab\there", "naïve", "y" * 66, "y" * 65 + "z", "oid", "ctid", "xmin", "rowid",
                "a b", "100%", "É", "é", "$2", "user", "", "\\", "{}", "?", "1st", ":p"]
INTEGERS = [0, 1, -1, 2**31, -2**31 - 1, 2**53, 2**53 + 1, 2**63 - 1, -2**63, 1700000000, 1700000000000]
REALS = [0.0, -0.0, 1.5, 0.1, 1e308, -1e308, 5e-324, 2.0**53, 9007199254740993.0, 1e15, 123456789.123456789, 1e-7, -3.25, 1e100, float("inf"), float("-inf")]
TEXTS = ["", " ", "x", "it's", "a\\b", "\\N", "NULL", "tab\tline\nreturn\r", "ünïcödé", "\U0001F600", "e\u0301", "\ufeffbom", "\uffff", "0", "1e5", "  7 ",
         "a,b\"c", "\x01\x7f", "\\x41", "{", "t", "true"]
DATES = ["2020-01-01", "1999-12-31", "0001-01-01", "9999-12-31", "2024-02-29"]
BAD_DATES = ["2023-02-29", "2020-13-01", "0000-00-00", "01/02/2020", "20200101", "now", "", "2020-1-1", "-4712-01-01", "10000-01-01"]
TIMES = ["00:00:00", "23:59:59", "12:34:56", "12:34", "12:34:56.789", "12:34:56.123456", "12:34:56.1"]
BAD_TIMES = ["24:00:00", "23:59:60", "25:00:00", "12:34:56.1234567", "1:2:3", "12:34:56 PM"]
OFFSETS = ["Z", "+00:00", "+02:00", "-05:30", "+14:00", "-00:00"]
BAD_OFFSETS = ["+0200", "+02", " UTC", "+25:00", " +02:00", "z"]
JSONS = ["{}", "[]", '{"a": 1}', '{"a":1,"a":2}', " [1, 2.50, 1e400] ", '"x"', "null", "true", '{"é":"\\u00e9"}', '"\\ud83d\\ude00"', "12345678901234567890"]
BAD_JSONS = ["", "{", "{'a':1}", "[1,]", "NaN", '"\\u0000"', '"\\ud800"', "{a:1}", "1 2", "// x", "01", '"\t"']


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Kind:
    """What a column is declared as, what it holds, and what it holds when somebody was careless."""

    def __init__(self, declared, values, careless):
        self.declared, self.values, self.careless = declared, values, careless


def timestamp(r, dates=DATES, times=TIMES, offsets=("",)):
    return r.choice(dates) + r.choice(" T") + r.choice(times) + r.choice(offsets)


def spelled(r, make, one):
    """Values with one spelling of what may vary, or with all."""
    fixed = make(r)
    return (lambda r: fixed if r.random() < 0.3 else one(r)), make


def a_uuid(r):
    return str(uuid.UUID(int=r.getrandbits(128)))


def kinds(r):
    text = lambda r: r.choice(TEXTS + ["word %d" % r.randrange(10**6)])
    blob = lambda r: r.choice([b"", b"\x00", b"\xff\xfe", r.randbytes(r.randrange(20)), b"text"])
    integer = lambda r: r.choice(INTEGERS + [r.randrange(-2**63, 2**63), r.randrange(1000)])
    small = lambda r: r.randrange(-1000, 1000)
    real = lambda r: r.choice(REALS[:-2] + [r.random(), r.uniform(-1e18, 1e18)])
    any_real = lambda r: r.choice(REALS)
    zone = r.choice([("",), ("Z",), ("+00:00",), ("+02:00",), OFFSETS, ["", "Z"]])
    times = r.choice([["12:34:56", "00:00:00"], ["12:34:56.789", "01:02:03.000"], TIMES])
    sep = r.choice(" T")
    moment = lambda r: r.choice(DATES) + sep + r.choice(times) + r.choice(zone)
    bad_moment = lambda r: timestamp(r, DATES + BAD_DATES, TIMES + BAD_TIMES, OFFSETS + BAD_OFFSETS)
    big = lambda r: r.choice("ab\u00e9") * r.randrange(1, 40000)
    money = lambda r: round(r.uniform(-999, 999), 2)
    return [
        Kind(r.choice(["INTEGER", "INT", "BIGINT", "TINYINT", "UNSIGNED BIG INT", "int(11)"]), integer, lambda r: r.choice([1.5, "x", "12abc", b"1", 1e300])),
        Kind(r.choice(["SMALLINT", "INTEGER", "MEDIUMINT"]), small, lambda r: r.choice([0.5, "", 2**40])),
        Kind(r.choice(["REAL", "DOUBLE", "FLOAT", "DOUBLE PRECISION"]), real, lambda r: r.choice([any_real(r), "x", 2**53 + 1, b""])),
        Kind(r.choice(["REAL", ""]), any_real, lambda r: r.choice(["nan", 2**62 + 1])),
        Kind(r.choice(["NUMERIC", "DECIMAL(10,2)", "DECIMAL(5,1)", "MONEY", "NUMERIC(20)"]), money,
             lambda r: r.choice([integer(r), any_real(r), "1.10", "1e999", "x", "12345678901234567890.5"])),
        Kind(r.choice(["NUMERIC", "DECIMAL(40,2)"]), lambda r: r.choice([integer(r), real(r)]), any_real),
        Kind(r.choice(["TEXT", "VARCHAR(5)", "CLOB", "NVARCHAR(100)", "CHARACTER(20)"]), text, lambda r: r.choice([b"x", b"", "nul\0byte"])),
        Kind("TEXT", big, lambda r: r.choice([b"\xff" * 9000, "z" * 70000])),
        Kind(r.choice(["BLOB", ""]), blob, lambda r: r.choice([1, "text", 1.0])),
        Kind("BLOB", lambda r: r.randbytes(r.randrange(30000)), lambda r: "text"),
        Kind(r.choice(["BOOLEAN", "BOOL"]), lambda r: r.randrange(2), lambda r: r.choice([2, "t", "true", 0.5, -1, "", b"\x01"])),
        Kind("BOOLEAN", lambda r: r.choice("tf"), lambda r: r.choice(["T", "yes", 1])),
        Kind("BOOLEAN", lambda r: r.choice(["true", "false"]), lambda r: r.choice(["TRUE", "no", 0])),
        Kind("DATE", lambda r: r.choice(DATES), lambda r: r.choice(BAD_DATES + [20200101, 2458849.5, "2020-01-01 00:00:00"])),
        Kind(r.choice(["DATETIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"]), moment, lambda r: r.choice([bad_moment(r), 1700000000, 1.5, "2020-01-01"])),
        Kind(r.choice(["DATETIME", "TIMESTAMP"]), lambda r: timestamp(r), lambda r: bad_moment(r)),
        Kind(r.choice(["DATETIME", "TIMESTAMP"]), lambda r: timestamp(r, offsets=OFFSETS), lambda r: bad_moment(r)),
        Kind("DATETIME", lambda r: r.randrange(2 * 10**9), lambda r: r.choice([1.5, "2020-01-01 00:00:00"])),
        Kind("TIME", lambda r: r.choice(times), lambda r: r.choice(BAD_TIMES + ["12:34:56Z"])),
        Kind("JSON", lambda r: r.choice(JSONS), lambda r: r.choice(BAD_JSONS + [1, b"{}"])),
        Kind(r.choice(["UUID", "GUID"]), a_uuid, lambda r: r.choice([a_uuid(r).upper(), a_uuid(r)[:-1], r.randbytes(16), "{" + a_uuid(r) + "}",
                                                                   a_uuid(r).replace("-", "")])),
        Kind("UUID", lambda r: a_uuid(r).upper(), a_uuid),
        Kind("UUID", lambda r: r.randbytes(16), lambda r: r.randbytes(15)),
        Kind(r.choice(["", "ANY", "STRING", "POINT", "CHARINT", "my type", "FLOATING POINT", "date)'"[:4]]), lambda r: r.choice([small, integer])(r),
             lambda r: r.choice([integer, real, text, blob])(r)),
        Kind("XML", text, lambda r: r.choice([integer, blob])(r)),
    ]


class File:
    """Makes one file at `path`, closed but for a WAL that may be left with frames (`open` keeps it so)."""

    def __init__(self, path, seed):
        self.r = r = random.Random(seed)
        self.careless = 0.03 if r.random() < 0.35 else 0
        self.broken = self.careless and r.random() < 0.3  # bytes that are no text, NULs
        self.open = sqlite3.connect(path, isolation_level=None)
        run = self.open.execute
        run(f"PRAGMA page_size = {r.choice([512, 1024, 4096, 4096, 65536])}")
        run(f"PRAGMA encoding = '{r.choice(['UTF-8', 'UTF-8', 'UTF-8', 'UTF-16le', 'UTF-16be'])}'")
        run(f"PRAGMA auto_vacuum = {r.choice([0, 0, 1, 2])}")
        wal = r.random() < 0.3
        if wal:
            run("PRAGMA journal_mode = WAL")
            run("PRAGMA wal_autocheckpoint = 0")
        self.tables = {}
        run("BEGIN")
        for name in r.sample(TABLE_NAMES, r.randint(1, 4)):
            self.make_table(name)
        run("COMMIT")
        if r.random() < 0.3:
            self.delete_some()
        if not wal or r.random() < 0.3:
            self.open.close()
            self.open = None

    def make_table(self, name):
        r = self.r
        columns = [(c, r.choice(kinds(r))) for c in r.sample(COLUMN_NAMES, r.randint(1, 6))]
        shape = r.choice(["rowid", "rowid", "autoincrement", "none", "none", "text key", "composite", "without rowid", "int key"])
        lines, keys = [], []
        if shape in ("rowid", "autoincrement"):
            lines.append("id INTEGER PRIMARY KEY" + (" AUTOINCREMENT" if shape == "autoincrement" else ""))
            keys = [("id", lambda n: r.choice([n, n, n * 3 - 50]) if n else -2**63)]
        elif shape == "int key":
            lines.append("id INT PRIMARY KEY")
            keys = [("id", lambda n: n if n != 2 or not self.careless else None)]
        elif shape == "text key":
            lines.append("code TEXT PRIMARY KEY" + r.choice(["", " COLLATE NOCASE"]))
            keys = [("code", lambda n: f"Key {n}" if n != 3 or not self.careless else None)]
        elif shape in ("composite", "without rowid"):
            lines += ["k1 TEXT NOT NULL", "k2 INTEGER NOT NULL"]
            keys = [("k1", lambda n: f"é{n // 3}"), ("k2", lambda n: n % 3)]
        for c, kind in columns:
            extra = r.choice(["", "", "", " COLLATE NOCASE", " DEFAULT NULL", " DEFAULT 5", " DEFAULT 'it''s'", " DEFAULT (1 + 2)", " DEFAULT CURRENT_TIMESTAMP"])
            lines.append(f"{quoted(c)} {kind.declared}{extra}")
        if columns and r.random() < 0.2:
            c = quoted(columns[0][0])
            lines.append(f"made {r.choice(['INTEGER', 'TEXT', ''])} AS ({r.choice([f'length({c})', f'{c} || 1', f'coalesce({c}, 0)', f'typeof({c})', f'upper({c})'])}) "
                         + r.choice(["STORED", "VIRTUAL"]))
        if r.random() < 0.2:
            lines.append(f"CHECK ({r.choice(['1', 'length(' + quoted(columns[0][0]) + ') >= 0', quoted(columns[0][0]) + ' IS NOT 17.25'])})")
        if len(keys) == 2:
            lines.append("PRIMARY KEY (k1, k2)")
        parent = next((t for t, s in self.tables.items() if s[0] == "id"), None)
        reference = parent is not None and r.random() < 0.5
        if reference:
            lines.insert(0, f"up INTEGER REFERENCES {quoted(parent)} (id)")
        self.open.execute(f"CREATE TABLE {quoted(name)} ({', '.join(lines)})" + (" WITHOUT ROWID" if shape == "without rowid" else ""))
        names = [k for k, _ in keys] + [c for c, _ in columns] + (["up"] if reference else [])
        self.tables[name] = (keys[0][0] if keys else None, names)
        self.fill(name, names, keys, columns, parent if reference else None)
        short = [n for n in names if n not in [c for c, kind in columns if kind.declared in ("BLOB", "TEXT")]]
        if short and r.random() < 0.4:
            # Of short values: a B-tree of PostgreSQL takes 2,704 bytes at most, which the load finds out (exit code 1).
            self.open.execute(f"CREATE INDEX {quoted('i ' + name)} ON {quoted(name)} ({quoted(r.choice(short))}{r.choice(['', ' DESC', ' COLLATE NOCASE'])})")

    def fill(self, name, names, keys, columns, parent):
        r = self.r
        ids = [row[0] for row in self.open.execute(f"SELECT id FROM {quoted(parent)}")] if parent else []
        for n in range(r.choice([0, 1, 5, 30, 200])):
            row = [make(n) for _, make in keys]
            for _, kind in columns:
                row.append(None if r.random() < 0.1 else (kind.careless if r.random() < self.careless else kind.values)(r))
            if parent:
                row.append(r.choice(ids + [None]) if ids and not (self.careless and r.random() < 0.02) else (987654 if self.careless else None))
            holes = ["CAST(? AS TEXT)" if self.broken and r.random() < 0.02 and isinstance(v, str) else "?" for v in row]
            row = [r.choice([b"\xff\xfe", b"a\x00b", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"]) if h != "?" else v for h, v in zip(holes, row)]
            for _ in range(2 if not keys and r.random() < 0.1 else 1):
                self.open.execute(f"INSERT OR IGNORE INTO {quoted(name)} ({', '.join(map(quoted, names))}) VALUES ({', '.join(holes)})", row)

    def delete_some(self):
        name = self.r.choice(list(self.tables))
        for number, in self.open.execute("SELECT 1").fetchall():
            self.open.execute(f"DELETE FROM {quoted(name)} WHERE length({quoted(self.tables[name][1][0])}) = {number}")
