"""Does an installed wheel start and migrate without the checkout?"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content, as pip would lay it out; built where an owner had dropped a text in."""
    checkout, built, target = (tmp_path_factory.mktemp(name) for name in ("checkout", "built", "installed"))
    for name in ("monitor", "alembic", "seeds"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "feeds.yaml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout / name)
    (checkout / "seeds" / "dropped.txt").write_text("A publisher's text.", encoding="utf-8")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)], cwd=checkout)
    (wheel,) = built.glob("*.whl")
    _run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "-t", str(target), str(wheel)])
    return target


def _run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload] # options are run's own
    assert done.returncode == 0, done.stderr
    assert isinstance(done, subprocess.CompletedProcess)
    return done


def _monitor(installed: Path, folder: Path, *arguments: str) -> str:
    """Run the installed program where no checkout is near."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("MONITOR_", "PYTHON"))},
        "PYTHONPATH": str(installed),
        "MONITOR_DATA_DIR": str(folder / "data"),
    }
    program = (
        "import monitor, sys; assert sys.argv[1] in monitor.__file__, monitor.__file__; sys.argv[:2] = ['monitor']; "
        "from monitor.cli.main import main; main()"
    )
    return _run([sys.executable, "-c", program, str(installed), *arguments], cwd=folder, env=environment).stdout


def test_it_brings_its_feeds_topics_and_seeds(installed: Path, tmp_path: Path) -> None:
    said = _monitor(installed, tmp_path, "check")

    assert "feeds: 63 in feeds.yaml, 52 enabled, 0 wrong" in said
    assert "seeds: 5" in said


def test_it_makes_its_database(installed: Path, tmp_path: Path) -> None:
    state = json.loads(_monitor(installed, tmp_path, "status", "--json"))

    assert state["articles"] == 0
    assert (tmp_path / "data" / "monitor.sqlite3").exists()


def test_it_brings_no_text_of_a_seed_that_its_owner_dropped_in(installed: Path) -> None:
    kinds = {path.suffix for path in (installed / "monitor" / "bundled" / "seeds").iterdir()}

    assert kinds == {".json", ".md"}
