"""Roomful's settings, with what only a trial of its guarantees changes: all of it by the environment."""

from config.settings import *  # noqa: F403
from config.settings import CHANNEL_LAYERS, DATA_DIR, DATABASES, env, env_flag

#: Seconds that a writer waits for SQLite; as it is without.
if timeout := env("FAULTS_BUSY_TIMEOUT"):
    DATABASES["default"]["OPTIONS"]["timeout"] = float(timeout)

if env_flag("FAULTS_LOSSY"):
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "bench.faults.layers.LossyLayer",
        "CONFIG": {
            "sound": CHANNEL_LAYERS["default"],
            "seed": int(env("FAULTS_SEED", "1")),
            "log": DATA_DIR / "layer.log",
        },
    }
