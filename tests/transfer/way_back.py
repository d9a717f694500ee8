"""What applications do between the switch and the return: random rows come, change and go in PostgreSQL. And what a SQLite file
holds, with the storage class of each value, to be compared before and after."""
import collections

import values
from oracle import quoted


def contents(path):
    """table -> its rows as often as they are there: of each stored value storage class and bytes."""
    connection = values.open_source(path)
    rows = {t: collections.Counter(values.source_rows(connection, t, columns)) for t, columns in values.stored(connection).items() if columns}
    connection.close()
    return {t: collections.Counter({tuple((kind, repr(value)) for kind, value in row): n for row, n in counted.items()}) for t, counted in rows.items()}


def differences(before, after):
    out = []
    for table in before:
        out += [f"{table!r}: gone {repr(row)[:300]}" for row in list((before[table] - after[table]))[:2]]
        out += [f"{table!r}: came {repr(row)[:300]}" for row in list((after[table] - before[table]))[:2]]
    return out


def columns_of(target, table):
    """Columns that can be written, key columns first told: (name, type, is key)."""
    return [(name, kind, key == "t") for name, kind, key in target.query(
        f"SELECT attname, format_type(atttypid, NULL), coalesce(attnum = ANY (indkey), false) FROM pg_attribute "
        f"LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary WHERE attrelid = {literal(quoted(target.schema) + '.' + quoted(table))}::regclass "
        f"AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum")]


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def some_row(r, table, other_than=""):
    return f"(SELECT ctid FROM {table} {other_than} ORDER BY ctid OFFSET {r.randrange(200)} % greatest((SELECT count(*) FROM {table}), 1) LIMIT 1)"


def another_key(kind, r):
    return {"bigint": str(r.randrange(10**6, 10**9)), "text": literal(f"new {r.randrange(10**9)} é")}.get(kind)


def one_write(r, table, columns):
    plain = [c for c in columns if not c[2]]
    name = quoted(r.choice(plain)[0]) if plain else None
    what = r.choice(["delete", "insert", "update", "update", "null"])
    if what == "delete" or not plain:
        return f"DELETE FROM {table} WHERE ctid = {some_row(r, table)}"
    if what == "null":
        return f"UPDATE {table} SET {name} = NULL WHERE ctid = {some_row(r, table)}"
    if what == "update":  # a value that another row has
        return f"UPDATE {table} SET {name} = (SELECT {name} FROM {table} WHERE ctid = {some_row(r, table)}) WHERE ctid = {some_row(r, table)}"
    taken = [(another_key(kind, r) if key else None) or quoted(c) for c, kind, key in columns]
    return (f"INSERT INTO {table} ({', '.join(quoted(c) for c, _, _ in columns)}) SELECT {', '.join(taken)} FROM {table} "
            f"WHERE ctid = {some_row(r, table)}")


def write_randomly(target, r, tables):
    """Statements that constraints don't allow are left out by the server; returns how many did something."""
    done = 0
    for table in tables:
        columns = columns_of(target, table)
        for _ in range(r.randrange(1, 8)):
            statement = one_write(r, quoted(target.schema) + "." + quoted(table), columns)
            try:
                target.query(statement)
                done += 1
            except RuntimeError as error:
                if "violates" not in str(error) and "cannot" not in str(error):
                    raise
    return done
