"""A bundle of much evidence against copying and hashing the same files: `uv run python bench/bundle.py`.

Evidence of `--gigabytes` (1) in files of 8 MiB is made on the spot, kept in a vault, and bundled in a process of its
own, as a folder and as a zip, in turn with `cp` + `sha256sum` of the same files into the same file system. A bundle is
on the disk when it is done, copies are not: how long `sync` takes for them is printed beside. Goal P11 is a ratio of
the medians of at most 1.5 without that, and at most 100 MB of memory for the bundling process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from refund_tui.attaching import attach
from refund_tui.service import Service
from refund_tui.store.vault import folder_of

FILE = 8 * 2**20
RATIO, MEMORY = 1.5, 100
CASE = {"merchant": "Tea House", "reason": "quality", "platform": "taobao", "order_no": "2026111100001234567"}


def make_evidence(folder: Path, gigabytes: float) -> Service:
    """Make a case with so much evidence."""
    service = Service(folder / "cases.db")
    service.add(CASE)
    file = folder / "video.mp4"
    for _ in range(max(round(gigabytes * 2**30 / FILE), 1)):
        file.write_bytes(b"\0\0\0\x18ftypmp42" + os.urandom(FILE - 12))
        attach(service, 1, file, "defect_media", "the crack")
    file.unlink()
    return service


def bundled(service: Service, out: Path) -> tuple[float, float]:
    """Bundle in a process of its own; gives seconds from start to end, and its most memory in MB."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        words = ["refund_tui", "--db", str(service.path), "bundle", "1", "seller_message", "--out", str(out)]
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execv(sys.executable, [sys.executable, "-m", *words])
    _pid, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit("the bundle failed")
    return time.monotonic() - began, used.ru_maxrss * 1024 / 1e6


def copied(service: Service, out: Path) -> tuple[float, float]:
    """Copy the same files and hash the copies; gives the seconds of that, and of waiting until the disk has them."""
    out.mkdir()
    files = sorted(map(str, folder_of(service.path).glob("??/*")))
    began = time.monotonic()
    subprocess.run(["cp", "--", *files, str(out)], check=True)
    subprocess.run(
        ["sha256sum", "--", *(str(out / Path(file).name) for file in files)], check=True, capture_output=True
    )
    done = time.monotonic()
    subprocess.run(["sync", "-f", str(out)], check=True)
    return done - began, time.monotonic() - done


def main() -> int:
    parser = argparse.ArgumentParser(description="a bundle against cp and sha256sum")
    parser.add_argument("--gigabytes", type=float, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the files are made; a temporary folder unless given")
    options = parser.parse_args()
    times: dict[str, list[float]] = {"copy": [], "sync": [], "folder": [], "zip": []}
    memory = 0.0
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        folder = Path(made)
        service = make_evidence(folder, options.gigabytes)
        for _ in range(options.rounds):
            for kind, seconds in zip(("copy", "sync"), copied(service, folder / "copies"), strict=True):
                times[kind].append(seconds)
            for kind, out in (("folder", folder / "out"), ("zip", folder / "out.zip")):
                seconds, most = bundled(service, out)
                times[kind].append(seconds)
                memory = max(memory, most)
            shutil.rmtree(folder / "copies")
            shutil.rmtree(folder / "out")
            (folder / "out.zip").unlink()
    base = median(times["copy"])
    print(f"cp + sha256sum of {options.gigabytes:g} GiB: {base:.1f} s, and sync {median(times['sync']):.1f} s")
    failed = memory > MEMORY
    for kind in ("folder", "zip"):
        ratio = median(times[kind]) / base
        failed |= ratio > RATIO
        print(f"bundle as {kind}: {median(times[kind]):.1f} s, {ratio:.2f}x (at most {RATIO}x)")
    print(f"most memory: {memory:.0f} MB (at most {MEMORY} MB)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
