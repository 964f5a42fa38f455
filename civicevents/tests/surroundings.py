"""What several machines need around the portal: PgBouncer, nginx, and a standby of PostgreSQL, with our own files."""

import os
import pwd
import shutil
import signal
import socket
import time

from django.conf import settings

from civicevents.embedded import NAME, Cluster

PATIENCE = 90  # seconds, for a machine that has much to do
SECRET = "-".join(f"{number:04}" for number in range(300, 320))
HBA = f"""
local {NAME} {NAME} scram-sha-256
local replication standby scram-sha-256
local all all trust
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds=PATIENCE, pause=0.1):
    """Waits; returns after how many seconds the condition held."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "this did not happen in time"
        time.sleep(pause)
    return time.monotonic() - started


def is_listening(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Surroundings:
    """The part of ``Running`` that stands around web servers and workers."""

    def ask_for_passwords(self):
        """PostgreSQL as on another machine: the portal's role and a standby say a password."""
        self.rows(f"ALTER ROLE {NAME} PASSWORD %s", SECRET)
        self.rows("CREATE ROLE standby LOGIN REPLICATION PASSWORD %s", SECRET)
        (self.cluster.data / "pg_hba.conf").write_text(HBA)
        self.rows("SELECT pg_reload_conf()")

    def start_pooler(self):
        """PgBouncer with our file, as whoever the database server runs as: it refuses to be root."""
        self.pooler_port, place = free_port(), self.cluster.home / "pgbouncer"  # where that account gets at it
        place.mkdir()
        text = (settings.BASE_DIR / "deploy" / "pgbouncer" / "pgbouncer.ini").read_text()
        for found, ours in {
            "host=db1.example.org port=5432": f"host={self.cluster.socket} port=5432",
            "/etc/pgbouncer/userlist.txt": str(place / "userlist.txt"),
            "listen_addr = 127.0.0.1": "listen_addr = 127.0.0.1\nlogfile =\npidfile =",
            "listen_port = 6432": f"listen_port = {self.pooler_port}",
            "unix_socket_dir = /run/postgresql": "unix_socket_dir =",
        }.items():
            assert found in text, found
            text = text.replace(found, ours)
        self.pooler_file = place / "pgbouncer.ini"
        self.pooler_file.write_text(text)
        secret = self.rows("SELECT rolpassword FROM pg_authid WHERE rolname = %s", NAME)[0][0]
        (place / "userlist.txt").write_text(f'"{NAME}" "{secret}"\n')
        account = self.cluster.account or pwd.getpwuid(os.geteuid())
        for path in (place, *place.iterdir()):
            shutil.chown(path, account.pw_uid, account.pw_gid)
        options = {"user": account.pw_uid, "group": account.pw_gid} if os.geteuid() == 0 else {}
        self.pooler = self.spawn([shutil.which("pgbouncer"), self.pooler_file], **options)
        wait_until(lambda: is_listening(self.pooler_port))

    def start_proxy(self):
        """nginx with our file for several machines, without TLS, which its own test has."""
        place = self.folder / "nginx"
        place.mkdir()
        text = (settings.BASE_DIR / "deploy" / "nginx" / "several-machines.conf").read_text()
        servers = "".join(f"    server 127.0.0.1:{port} max_fails=3 fail_timeout=2s;\n" for port in self.web_ports)
        head, _, rest = text.partition("    # machines\n")
        _, _, tail = rest.partition("    # end of machines\n")
        text = head + servers + tail
        for found, ours in {
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port};",
            "/var/log/nginx": str(place),
            "/var/lib/portal/static/": f"{self.folder}/data/static/",
        }.items():
            assert found in text, found
            text = text.replace(found, ours)
        text = "\n".join(line for line in text.splitlines() if "ssl_" not in line)
        temporary = "".join(f"{name}_temp_path {place}/{name};" for name in TEMPORARY)
        user = "user root;" if os.geteuid() == 0 else ""
        head = f"{user} daemon off; pid {place}/pid; error_log {place}/errors; worker_processes 1; events {{}}"
        (place / "nginx.conf").write_text(f"{head} http {{ {temporary}\n{text}\n}}")
        self.spawn([shutil.which("nginx"), "-c", place / "nginx.conf", "-p", place])

    # A standby ---

    def make_a_standby(self):
        """deploy/several-machines.md with folders instead of machines; synchronous, so no sign-up may be lost."""
        standby = Cluster(self.folder / f"standby{len(self.clusters)}")
        standby._find_home()
        name = f"db{len(self.clusters) + 1}"
        self.rows("SELECT pg_create_physical_replication_slot(%s)", name)
        source = f"host={self.cluster.socket} user=standby password={SECRET} application_name={name}"
        copied = ["-D", standby.data, "-R", "-X", "stream", "-S", name, "--checkpoint=fast"]
        standby._as_owner("pg_basebackup", "-d", source, *copied)
        self.clusters.append(standby)
        standby.use()
        self.rows(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        self.rows("SELECT pg_reload_conf()")
        wait_until(lambda: self.rows("SELECT state, sync_state FROM pg_stat_replication") == [("streaming", "sync")])
        return standby

    def take_over(self, standby):
        """The former server is gone; the standby becomes the one, and all web machines are told."""
        former = self.cluster
        standby._as_owner("pg_ctl", "promote", "-w", "-D", standby.data)
        self.pooler_file.write_text(
            self.pooler_file.read_text().replace(f"host={former.socket}", f"host={standby.socket}")
        )
        self.pooler.send_signal(signal.SIGHUP)  # systemctl reload pgbouncer
        self.cluster = standby
        self.environ["DATABASE_URL"] = self.database_url()
