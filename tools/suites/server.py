"""A scratch PostgreSQL, and a connection to it through libpq's own library: Python's standard library has neither.

Notices matter here (DEBUG1 says what is rewritten, verified and built), so psql with its mixed output won't do.
"""
import ctypes
import ctypes.util
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

PROGRAMS = pathlib.Path(os.environ.get("PG_PROGRAMS", "/usr/lib/postgresql/15/bin"))
pq = ctypes.CDLL(ctypes.util.find_library("pq") or "libpq.so.5")
for name in "PQconnectdb", "PQexec":
    getattr(pq, name).restype = ctypes.c_void_p
for name in "PQerrorMessage", "PQresultErrorMessage", "PQgetvalue", "PQresultErrorField":
    getattr(pq, name).restype = ctypes.c_char_p
NOTICE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
FATAL_ERROR, BAD_RESPONSE = 7, 5
SQLSTATE, PRIMARY = ord("C"), ord("M")


class SqlError(Exception):
    def __init__(self, sqlstate, message):
        super().__init__(f"{sqlstate} {message}")
        self.sqlstate = sqlstate


class Server:
    """A cluster in a folder of its own, reached by unix socket; gone when the `with` ends."""

    def __init__(self, settings=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="suites.", dir="/var/tmp"))
        # PostgreSQL refuses to run as root
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user)
        self.run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8")
        options = ["-c listen_addresses=", f"-c unix_socket_directories={self.folder}", "-c fsync=off",
                   "-c max_locks_per_transaction=1024", "-c shared_buffers=64MB", "-c timezone=UTC", *settings]
        # a test's dblink finds its own server by the environment of that server
        os.environ["PGHOST"] = str(self.folder)
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "-t", "300", "start", "-o", " ".join(options))

    def run(self, program, *arguments):
        as_user = ["runuser", "-u", self.user, "--"] if os.geteuid() == 0 else []
        subprocess.run([*as_user, str(PROGRAMS / program), *arguments], cwd=self.folder, check=True,
                       stdout=subprocess.DEVNULL)

    def url(self, database="postgres"):
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # a test's dblink finds its own server by the environment of that server
        os.environ["PGHOST"] = str(self.folder)
        self.run("pg_ctl", "-D", "data", "-m", "immediate", "-t", "300", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


class Connection:
    """One session. Notices of the last statement are in `notices`."""

    def __init__(self, url):
        self.handle = pq.PQconnectdb(url.encode())
        if pq.PQstatus(ctypes.c_void_p(self.handle)) != 0:
            raise SqlError("08006", pq.PQerrorMessage(ctypes.c_void_p(self.handle)).decode())
        self.notices = []
        self.keep = NOTICE(self.receive)  # libpq holds no reference to it
        pq.PQsetNoticeReceiver(ctypes.c_void_p(self.handle), self.keep, None)

    def receive(self, _, result):
        text = pq.PQresultErrorField(ctypes.c_void_p(result), PRIMARY)
        self.notices.append((text or b"").decode(errors="replace"))

    def execute(self, sql):
        """Rows as lists of strings (None for NULL)."""
        self.notices = []
        result = ctypes.c_void_p(pq.PQexec(ctypes.c_void_p(self.handle), sql.encode()))
        try:
            if pq.PQresultStatus(result) in (FATAL_ERROR, BAD_RESPONSE):
                state = pq.PQresultErrorField(result, SQLSTATE) or b"08006"
                raise SqlError(state.decode(), (pq.PQresultErrorField(result, PRIMARY) or b"").decode(errors="replace"))
            return [[None if pq.PQgetisnull(result, row, column) else pq.PQgetvalue(result, row, column).decode()
                     for column in range(pq.PQnfields(result))] for row in range(pq.PQntuples(result))]
        finally:
            pq.PQclear(result)

    def close(self):
        pq.PQfinish(ctypes.c_void_p(self.handle))
