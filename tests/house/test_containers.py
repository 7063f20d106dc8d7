"""The office's containers, read as data: there is no engine here to run them."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")


def test_all_parts_are_there():
    assert set(SERVICES) == {*OURS, "db", "redis"}
    assert set(COMPOSE["volumes"]) == {"data", "database", "broker"}


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_each_part_is_watched_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", OURS)
def test_our_parts_share_settings_and_run_without_privileges(name):
    service = SERVICES[name]
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS"} <= set(service["environment"])
    assert service["cap_drop"] == ["ALL"]
    assert "db" in service["depends_on"] and "redis" in service["depends_on"]


def test_queued_jobs_survive_a_restart_of_redis():
    command = SERVICES["redis"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"
    assert SERVICES["redis"]["volumes"] == ["broker:/data"]


def test_databases_are_not_open_to_the_network():
    assert "ports" not in SERVICES["db"] and "ports" not in SERVICES["redis"]


def test_every_variable_is_in_the_sample():
    sample = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8") + (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\$?\{([A-Z_]+)", text)) <= sample


def test_the_image_runs_as_an_ordinary_user():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER taonguon" in lines
    assert lines.index("USER taonguon") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))


def test_every_variable_of_the_settings_is_explained():
    read = set()
    for path in ("config/settings.py", "config/environment.py", "config/management/commands/serve.py"):
        source = (ROOT / path).read_text(encoding="utf-8")
        read |= set(re.findall(r'(?:env\.\w+|text|environ\.get)\(\s*"([A-Z_]+)"', source))
    explained = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")))
    assert read <= explained
