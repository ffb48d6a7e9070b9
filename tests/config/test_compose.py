"""docker-compose.yml is read by docker-compose itself where it is installed; .ci/run installs it."""

import os
import shutil
import subprocess

from tests.config.processes import ROOT

SET = {"SECRET_KEY": "x", "SITE_URL": "https://requests.district.example", "POSTGRES_PASSWORD": "x"}

if shutil.which("docker-compose"):

    def config(*words, **env):
        kept = {"PATH": os.environ["PATH"]}
        return subprocess.run(
            ["docker-compose", "config", *words], cwd=ROOT, env=kept | env, capture_output=True, text=True
        )

    def test_the_installation_is_two_stores_three_processes_and_a_migration():
        told = config("--services", **SET)
        assert (told.returncode, told.stderr) == (0, "")
        assert set(told.stdout.split()) == {"postgres", "redis", "migrate", "web", "worker", "beat"}

    def test_a_missing_secret_is_named_before_anything_starts():
        for name in SET:
            told = config("-q", **{key: value for key, value in SET.items() if key != name})
            assert told.returncode == 1
            assert f"set {name} in .env" in told.stderr
