"""Makes the sdist and the wheels of all platforms: wheels.py SOURCES BINARIES FOLDER

SOURCES has the one C file and SQLite's headers, BINARIES a folder with the binary for each platform. The wheels are
made of the unpacked sdist, so that nothing is in them that it lacks. The same sources, tools and SOURCE_DATE_EPOCH
give the same bytes, in any folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
sys.path.insert(0, str(TOP / "ext" / "packages"))

from platforms import Platform, platforms
from sbom import sbom_of

ZIG = Path(next(iter(find_spec("ziglang").submodule_search_locations)))
# Of what zig puts into a binary of its own.
LICENSES = {"zig.txt": ZIG / "LICENSE", "mingw-w64.txt": ZIG / "lib" / "libc" / "mingw" / "COPYING"}


def copy_sources(sources: Path, project: Path) -> None:
    """The project as it is in the sdist, before it is one."""
    project.mkdir(parents=True)
    for name in ("pyproject.toml", "hatch_build.py"):
        shutil.copy(HERE / name, project)
    (project / "README.md").write_text(readme_for_users(), encoding="utf-8")
    shutil.copy(TOP / "LICENSE", project)
    ignored = shutil.ignore_patterns("__pycache__", "smma.*")
    shutil.copytree(HERE / "sqlite_smma", project / "sqlite_smma", ignore=ignored)
    shutil.copytree(sources, project / "native")


def readme_for_users() -> str:
    """Without how the package is built, which is read where it is."""
    return (HERE / "README.md").read_text(encoding="utf-8").partition("\n## How it is built\n")[0]


def hatch(target: str, project: Path, folder: Path, more: dict[str, str] | None = None) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    done = subprocess.run(
        command, cwd=project, env={**os.environ, **(more or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def unpack(sdist: Path, folder: Path) -> Path:
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return folder / sdist.name.removesuffix(".tar.gz")


def licenses_for(platform: Platform) -> list[str]:
    return ["zig.txt", "mingw-w64.txt"] if platform.file.endswith(".dll") else ["zig.txt"]


def make_wheel(platform: Platform, binaries: Path, project: Path, folder: Path) -> None:
    licenses = project / "licenses"
    shutil.rmtree(licenses, ignore_errors=True)
    licenses.mkdir()
    for name in licenses_for(platform):
        shutil.copy(LICENSES[name], licenses / name)
    binary = binaries / platform.name / platform.file
    sbom = project / "sqlite-smma.cdx.json"
    sbom.write_text(sbom_of(platform, binary, project / "native"), encoding="utf-8")
    more = {
        "SQLITE_SMMA_BINARY": str(binary),
        "SQLITE_SMMA_PLATFORM_TAG": platform.wheel,
        "SQLITE_SMMA_SBOM": sbom.name,
    }
    hatch("wheel", project, folder, more)


def make_all(sources: Path, binaries: Path, folder: Path, work: Path) -> None:
    copy_sources(sources, work / "project")
    hatch("sdist", work / "project", folder)
    project = unpack(next(folder.glob("*.tar.gz")), work)
    for platform in platforms():
        if platform.wheel:
            make_wheel(platform, binaries, project, folder)


def main() -> None:
    sources, binaries, folder = (Path(argument).resolve() for argument in sys.argv[1:4])
    shutil.rmtree(folder, ignore_errors=True)
    # Outside of any git repository, whose .gitignore would go into the sdist.
    with tempfile.TemporaryDirectory(prefix="sqlite-smma-") as work:
        make_all(sources, binaries, folder, Path(work))


if __name__ == "__main__":
    main()
