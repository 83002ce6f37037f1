"""For `make run`: the production server with its caches and policies, on plain http at this machine only."""

from .base import *  # noqa: F403

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# The users of the demonstration share one password, made by `make run` and kept in .env.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")  # noqa: F405
