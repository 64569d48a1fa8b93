"""Makes PyTorch's CUDA build importable without the CUDA libraries.

The package index has PyTorch for Linux x86-64 with CUDA only, and its dependencies are gigabytes of
libraries that a machine without a GPU never calls. Every such library is replaced by a stub that
defines the symbols the loader insists on and holds no code: a call into one would crash, but nothing
calls them where `torch.cuda.is_available()` is false. The small real CUDA runtime and CUPTI stay.

Needs `cc` and `nm`. Run inside the environment that holds torch: `python stub-cuda.py`.
"""

import importlib.util
import pathlib
import re
import subprocess
import sysconfig
import tempfile
from collections import defaultdict

SITE = pathlib.Path(sysconfig.get_paths()["purelib"])
TORCH_LIB = pathlib.Path(importlib.util.find_spec("torch").origin).parent / "lib"
LIBRARY = re.compile(r"^lib(cu(?!da\.)|nv|nccl)")
SYMBOL = re.compile(r"^(cu|nv|nccl)")


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def needed(library: pathlib.Path) -> list[str]:
    return re.findall(r"NEEDED\s+(\S+)", run("objdump", "-p", str(library)))


def undefined(library: pathlib.Path) -> list[tuple[str, str]]:
    """The (symbol, version) pairs that a library expects from others."""
    lines = run("nm", "-D", "--undefined-only", str(library)).splitlines()
    names = [line.split()[-1] for line in lines]
    return [tuple((re.split("@+", name) + [""])[:2]) for name in names]


def defined(library: pathlib.Path) -> set[str]:
    lines = run("nm", "-D", "--defined-only", str(library)).splitlines()
    return {line.split()[-1].split("@")[0] for line in lines}


def version_of(library: pathlib.Path) -> dict[str, str]:
    """Which library each symbol version is expected from (objdump's 'Version References')."""
    found, current = {}, ""
    for line in run("objdump", "-p", str(library)).splitlines():
        if match := re.match(r"\s+required from (\S+):", line):
            current = match[1]
        elif current and (match := re.match(r"\s+0x\S+ 0x\S+ \d+ (\S+)", line)):
            found[match[1]] = current
    return found


def build_stub(soname: str, symbols: dict[str, set[str]]) -> None:
    """One shared library with every symbol at the same few zero bytes, under the versions asked for."""
    with tempfile.TemporaryDirectory() as folder:
        source, script = pathlib.Path(folder, "stub.s"), pathlib.Path(folder, "stub.map")
        names = sorted({name for group in symbols.values() for name in group})
        labels = "".join(f'.globl "{name}"\n"{name}":\n' for name in names)
        source.write_text(f'.data\n.balign 64\n{labels}.zero 4096\n.section .note.GNU-stack,"",@progbits\n')
        versions = [(version, group) for version, group in symbols.items() if version]
        script.write_text("".join(f"{v} {{ global: {''.join(f'{n}; ' for n in sorted(g))}}};\n" for v, g in versions))
        extra = [f"-Wl,--version-script={script}"] if versions else []
        run("cc", "-shared", "-nostdlib", f"-Wl,-soname,{soname}", *extra, "-o", str(TORCH_LIB / soname), str(source))


def main() -> None:
    shipped = {path.name: path for path in TORCH_LIB.glob("*.so*")}
    real = {path.name: path for path in SITE.glob("nvidia/**/lib*.so.*")}
    missing: dict[str, dict[str, set[str]]] = {}
    for path in shipped.values():
        for soname in needed(path):
            if LIBRARY.match(soname) and soname not in shipped and soname not in real:
                missing[soname] = defaultdict(set)
    if not missing:
        print("stub-cuda: nothing is missing")
        return
    have = set().union(*(defined(path) for path in [*shipped.values(), *real.values()]))
    anything = next(iter(missing))  # unversioned symbols may live in any library that is loaded
    for path in shipped.values():
        home = version_of(path)
        for name, version in undefined(path):
            soname = home.get(version, "") if version else anything
            if soname in missing and name not in have and SYMBOL.match(name):
                missing[soname][version].add(name)
    for soname, symbols in missing.items():
        build_stub(soname, symbols)
        print(f"stub-cuda: {soname}, {sum(map(len, symbols.values()))} symbols")


main()
