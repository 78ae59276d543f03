from __future__ import annotations

import fnmatch
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
ROOMS = SETTINGS["package-dir"]


def folder(package: str) -> Path:
    room = ".".join(package.split(".")[:2])
    return ROOT.joinpath(ROOMS[room], *package.split(".")[2:])


def test_every_folder_with_code_is_a_package() -> None:
    listed = {folder(package) for package in SETTINGS["packages"]}
    found = {path.parent for room in ROOMS.values() for path in (ROOT / room).rglob("*.py")}
    assert found == listed


def test_every_data_file_is_in_the_wheel() -> None:
    for package in SETTINGS["packages"]:
        patterns = SETTINGS["package-data"].get(package, [])
        for path in folder(package).iterdir():
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                assert any(fnmatch.fnmatch(path.name, pattern) for pattern in patterns), path


def test_rooms_are_never_imported_by_their_bare_names() -> None:
    import hld.ingest.symbols as symbols

    assert symbols.Symbol.__module__ == "hld.ingest.symbols"
