"""Every host of these languages, with the package as a user has it: pytest, in the top folder.

SMMA_BUILD is where the packages are, in packages/, and where a project for each language is made, in hosts/.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HOSTS = ROOT / "ext" / "hosts"
BUILD = Path(os.environ.get("SMMA_BUILD", ROOT / "build")).resolve()
PACKAGES = BUILD / "packages"
QUERIES = HOSTS / "queries.sql"
EXPECTED = (HOSTS / "expected.txt").read_text(encoding="utf-8").splitlines()
PLATFORM = "linux-x64-gnu"


@dataclass
class Project:
    """A folder with the programs of one language, as copied by who has read of them."""

    folder: Path
    extension: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, command: list[str] | str) -> subprocess.CompletedProcess[str]:
        """Its output; it is a failure where there is none, not where it ends with an error as its last query does."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env=os.environ | self.environment,
            shell=isinstance(command, str),
            capture_output=True,
            text=True,
            check=False,
        )

    def install(self, command: list[str] | str) -> None:
        done = self.run(command)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def only(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    assert len(found) == 1, f"one {pattern} in {folder}, not {found}: make packages"
    return found[0]


def unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")


def prepare_c(project: Project) -> None:
    for name in ("sqlite-smma.c", "sqlite-smma.h"):
        shutil.copy(PACKAGES / "source" / name, project.folder)


def prepare_cli(project: Project) -> None:
    shutil.copy(project.extension, project.folder)


def prepare_db_browser(project: Project) -> None:
    # No settings of whoever runs this.
    home = project.folder / "home"
    home.mkdir(mode=0o700)
    project.environment = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_RUNTIME_DIR": str(home)}


def prepare_go(project: Project) -> None:
    proxy = subprocess.run(["go", "env", "GOPROXY"], capture_output=True, text=True, check=True).stdout.strip()
    modules = BUILD / "go-modules"
    # The version is the same with other contents the next time; what else was fetched stays.
    for stale in [*modules.glob("github.com/sqlite-smma"), *modules.glob("cache/download/github.com/sqlite-smma")]:
        shutil.rmtree(stale)
    project.environment = {
        "GOPROXY": f"file://{PACKAGES / 'go' / 'proxy'},{proxy}",
        "GONOSUMDB": "github.com/sqlite-smma/*",
        "GOFLAGS": "-modcacherw -mod=mod",
        "GOMODCACHE": str(modules),
    }


def prepare_java(project: Project) -> None:
    project.install(["mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=jars"])


def prepare_ruby(project: Project) -> None:
    gem = only(PACKAGES / "ruby", "sqlite-smma-*.gem")
    project.install(["gem", "install", "--local", "--no-document", "--install-dir", "gems", str(gem)])
    # The empty path stands for where Ruby looks otherwise: the sqlite3 gem is there.
    project.environment = {"GEM_PATH": f"{project.folder / 'gems'}:"}


def prepare_rust(project: Project) -> None:
    crate = only(PACKAGES / "rust", "sqlite-smma-*.crate")
    unpack(crate, project.folder)
    settings = project.folder / ".cargo" / "config.toml"
    settings.parent.mkdir()
    settings.write_text(f'[patch.crates-io]\nsqlite-smma.path = "{project.folder / crate.stem}"\n', encoding="utf-8")
    project.environment = {"CARGO_TARGET_DIR": str(BUILD / "cargo")}


def nothing(project: Project) -> None:
    """The language is there, and the extension is loaded from a file."""


PREPARE: dict[str, Callable[[Project], None]] = {
    "c": prepare_c,
    "cli": prepare_cli,
    "cpp": prepare_c,
    "csharp": nothing,
    "db-browser": prepare_db_browser,
    "go": prepare_go,
    "java": prepare_java,
    "perl": nothing,
    "php": nothing,
    "r": nothing,
    "ruby": prepare_ruby,
    "rust": prepare_rust,
    "tcl": nothing,
}
# Here the line that installs is the one that compiles the program.
COMPILED = {"c", "cpp"}


@dataclass
class Host:
    language: str
    title: str
    file: str
    install: str
    run: list[str]
    note: str
    tested: bool


def described(language: str) -> list[dict[str, object]]:
    return json.loads((HOSTS / language / "hosts.json").read_text(encoding="utf-8"))


def hosts() -> list[Host]:
    entries = [(language, entry) for language in PREPARE for entry in described(language)]
    return [Host(language, **entry) for language, entry in entries if "cannot" not in entry]  # type: ignore[arg-type]


def named(host: Host) -> str:
    return f"{host.language}-{host.file}"


@pytest.fixture(scope="session")
def extension() -> Path:
    """The file out of its archive."""
    folder = BUILD / "hosts" / "extension"
    shutil.rmtree(folder, ignore_errors=True)
    unpack(only(PACKAGES / "archives", f"sqlite-smma-*-{PLATFORM}.tar.gz"), folder)
    return only(folder, "smma.so")


@pytest.fixture(scope="session")
def project(extension: Path) -> Callable[[str], Project]:
    made: dict[str, Project] = {}

    def of(language: str) -> Project:
        if language not in made:
            folder = BUILD / "hosts" / language
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(HOSTS / language, folder)
            made[language] = Project(folder, extension)
            PREPARE[language](made[language])
        return made[language]

    return of


def answers(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The last lines; of a program that writes the error elsewhere, with the last one of there."""
    lines = done.stdout.splitlines()
    if len(lines) < len(EXPECTED) or EXPECTED[-1] not in lines[-1]:
        lines += done.stderr.splitlines()[-1:]
    return lines[-len(EXPECTED) :]


@pytest.mark.parametrize("host", [host for host in hosts() if host.tested], ids=named)
def test_a_host_answers_every_query(host: Host, project: Callable[[str], Project]) -> None:
    of = project(host.language)
    if host.language in COMPILED:
        of.install(host.install)
    values = {
        "file": host.file,
        "queries": str(QUERIES),
        "extension": str(of.extension),
        "extension_folder": str(of.extension.parent),
    }
    done = of.run([word.format(**values) for word in host.run])
    found = answers(done)
    assert found[:-1] == EXPECTED[:-1], done.stderr
    assert EXPECTED[-1] in found[-1]


@pytest.mark.parametrize("host", hosts(), ids=named)
def test_a_host_has_lines_to_copy(host: Host) -> None:
    text = (HOSTS / host.language / host.file).read_text(encoding="utf-8")
    _, marked, copied = text.partition("[load]")
    assert marked and "[end]" in copied
    assert "smma" in copied.partition("[end]")[0] or "extension" in copied.partition("[end]")[0]
    assert host.install and "\n" not in host.install + host.note


@pytest.mark.parametrize("host", [host for host in hosts() if not host.tested], ids=named)
def test_a_host_that_is_not_run_says_why(host: Host) -> None:
    assert host.note.startswith("Not run here, where ")


@pytest.mark.parametrize("language", PREPARE)
def test_a_host_that_cannot_load_says_what_can(language: str) -> None:
    for entry in described(language):
        assert "cannot" not in entry or "use " in str(entry["cannot"])


def test_sqlpkg_names_archives_that_are_there() -> None:
    package = json.loads((ROOT / "ext" / "packages" / "sqlpkg.json").read_text(encoding="utf-8"))
    listed = [line.split()[1] for line in (PACKAGES / "archives" / "checksums.txt").read_text().splitlines()]
    for name in package["assets"]["files"].values():
        assert name.format(version=package["version"]) in listed


def test_sqlpkg_names_every_function(extension: Path) -> None:
    with_it = sqlite_names(f".load {extension}")
    symbols = json.loads((ROOT / "ext" / "packages" / "sqlpkg.json").read_text(encoding="utf-8"))["symbols"]
    assert sorted(symbols) == sorted(with_it - sqlite_names())


def sqlite_names(*commands: str) -> set[str]:
    """The functions and modules of SQLite's shell."""
    query = "SELECT name FROM pragma_function_list UNION SELECT name FROM pragma_module_list"
    done = subprocess.run(["sqlite3", ":memory:", *commands, query], capture_output=True, text=True, check=True)
    return set(done.stdout.split())
