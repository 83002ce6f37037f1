"""What `make run` and `make dev` do after the packages are there: data, static files, server. Each step once."""

import base64
import fcntl
import hashlib
import json
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from io import StringIO
from pathlib import Path

import environ
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
STATE = VAR / "demonstration.json"
ENV_FILE = ROOT / ".env"
HOST = "127.0.0.1"
APPS = ("portal", "faq", "complaints_public", "publications", "home")


def say(sentence):
    print(sentence, flush=True)  # noqa: T201  this is a program for a terminal


def main():
    port = _port()
    is_reloading = os.environ.get("RELOAD") == "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev" if is_reloading else "portal.settings.demo"
    VAR.mkdir(exist_ok=True)
    lock = _be_the_only_one()
    _write_env_file()
    os.environ.setdefault("BASE_URL", f"http://{HOST}:{port}")
    state = _read_state()
    static = None if is_reloading else _start_collecting(state)
    _prepare_data(state)
    # Written before anything else can fail: the access code in it is nowhere else.
    _write_state({name: value for name, value in state.items() if name != "static"})
    if static and static.wait():
        sys.exit("The static files could not be collected; see the lines above.")
    _write_state(state)
    _greet(port, state)
    lock.close()
    _serve(port, is_reloading)


def _port():
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} is no port number: use one from 1 to 65535, for example `make run PORT=8001`.")
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except PermissionError:
            sys.exit(f"Port {text} needs administrator rights: choose one above 1023, for example PORT=8001.")
        except OSError:
            sys.exit(f"Port {text} is taken by another program: stop it, or use `make run PORT={int(text) + 1}`.")
    return int(text)


def _be_the_only_one():
    """Two first starts at once would build one database together. The lock goes with this program."""
    lock = (VAR / ".lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit("Another `make run` of this copy is preparing its data: wait until it has started.")
    return lock


def _read_state():
    try:
        return json.loads(STATE.read_text())
    except (OSError, ValueError):
        return {}


def _write_state(state):
    STATE.write_text(json.dumps(state, indent=1))


def _write_env_file():
    """Keys of this copy's own, made once: without the same DATA_KEY the register could not be read again."""
    if ENV_FILE.exists():
        return _check_env_file()
    if _holds_complaints(VAR / "portal.sqlite3"):
        sys.exit(
            "The file .env is gone, and with it the key that the register in var/ was encrypted with. "
            "Put it back, or remove var/ to begin anew (make clean)."
        )
    lines = [
        "# Made by `make run` for this copy. For production see .env.example.",
        "DJANGO_SETTINGS_MODULE=portal.settings.demo",
        f"SECRET_KEY={secrets.token_urlsafe(64)}",
        f"DATA_KEY={base64.urlsafe_b64encode(os.urandom(32)).decode()}",
        f"DEMO_PASSWORD={secrets.token_urlsafe(9)}",
    ]
    ENV_FILE.write_text("\n".join(lines) + "\n")
    ENV_FILE.chmod(0o600)
    return None


def _holds_complaints(database):
    """Whether there is a register that only the lost key could read; a check or test may leave an empty file."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as connection:
        try:
            return connection.execute("SELECT 1 FROM complaints_public_complaint LIMIT 1").fetchone() is not None
        except sqlite3.DatabaseError:
            return False


def _check_env_file():
    given = environ.Env()
    given.read_env(str(ENV_FILE))
    wrong = [name for name in ("SECRET_KEY", "DEMO_PASSWORD") if not given.str(name, default="")]
    try:
        Fernet(given.str("DATA_KEY", default="").split(",")[0])
    except ValueError:
        wrong.append("DATA_KEY")
    if wrong:
        names = ", ".join(wrong)
        sys.exit(f"The file .env gives no usable {names}. Mend it, or move it and var/ away and start again.")


def _digest(*patterns):
    """Changes when any file of the patterns does."""
    known = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        known.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return known.hexdigest()


def _start_collecting(state):
    """Static files are gathered and compressed beside the work on the database, on the other core."""
    digest = _digest("requirements.txt", *[f"{app}/static/**/*" for app in APPS])
    if state.get("static") == digest and (VAR / "static" / "staticfiles.json").exists():
        return None
    state["static"] = digest
    say("Static files: collecting and compressing …")
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
    return subprocess.Popen(command, cwd=ROOT)  # noqa: S603


def _prepare_data(state):
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    started = time.monotonic()
    say("Database: migrating …")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    content = _digest("home/content/**/*", "home/loading/*.py")
    if state.get("content") != content or state.get("database") != str(settings.DATABASES["default"]["NAME"]):
        say("Content: the regulation, questions and answers, SOPs, action plan …")
        call_command("load_cilacap", verbosity=0, stdout=StringIO())
        state |= {"content": content, "database": str(settings.DATABASES["default"]["NAME"])}
    said = StringIO()
    if not settings.DEBUG or _password():
        call_command("load_demonstration", password=_password(), stdout=said)
        call_command("load_infographics", stdout=StringIO())
    call_command("publish_open_data", stdout=StringIO())
    if "access code" in said.getvalue():
        say("Register: an example export of 158 complaints, some of them published …")
        state["confidential"] = said.getvalue().partition("Confidential: ")[2].strip()
    say(f"Data ready after {time.monotonic() - started:.0f} s.")


def _password():
    from portal.settings.base import env

    return env.str("DEMO_PASSWORD", default="")


def _greet(port, state):
    say(
        f"Portal at http://{HOST}:{port}/  ·  sign in at http://{HOST}:{port}/admin/ as admin, editor, moderator, "
        f"penghubung or inspektorat, password {_password()}"
    )
    if state.get("confidential"):
        say(f"A confidential complaint to try at /lacak/: {state['confidential']}")


def _serve(port, is_reloading):
    if is_reloading:
        command = [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"]
    else:
        workers = str(min(os.cpu_count() or 2, 4))
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"{HOST}:{port}"]
        command += ["--workers", workers, "--threads", "4", "--preload", "--log-level", "error"]
    os.chdir(ROOT)
    # Its parent is the server, which takes this program's place: it ends with the server, however that ends.
    subprocess.Popen([sys.executable, "manage.py", "worker", "--with-parent"])
    os.execv(sys.executable, command)  # noqa: S606


if __name__ == "__main__":
    main()
