#!/usr/bin/env python3
"""Measures whole processes on the example and on made-up fleets, and peers that read the same files.

    benches/run.py                     builds a release and measures it; `docs/performance.md` explains the rows
    benches/run.py --binary PATH       measures a program that is built already
    benches/run.py --smoke             small fleets, one run each; fails on an error or an absurd ratio

Needs Python 3.9 and a Unix; the peer in Python needs PyYAML and is left out where that is missing.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

import fleets

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Reads each file of a tree as YAML with libyaml and does nothing with it.
PARSE_TREE = """
import pathlib, sys, yaml
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    list(yaml.load_all(path.read_bytes(), Loader=yaml.CSafeLoader))
"""


@dataclass
class Measured:
    """Medians of some runs of one command; the largest memory of any."""

    wall: float
    cpu: float
    memory: float


class Failed(Exception):
    """A command did not end as it must."""


def run_once(command: list[str], folder: pathlib.Path, output: int) -> tuple[float, float, float]:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.PIPE)
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        shown = " ".join(command[:4])
        raise Failed(f"`{shown} …` ended with {process.returncode}: {told.decode()[-500:]}")
    # Linux counts KiB, macOS bytes.
    memory = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, memory


def measure(command: list[str], folder: pathlib.Path, runs: int) -> Measured:
    with open(os.devnull, "wb") as output:
        results = [run_once(command, folder, output.fileno()) for _ in range(runs)]
    walls, cpus, memories = zip(*results)
    return Measured(statistics.median(walls), statistics.median(cpus), max(memories))


class Table:
    """Prints a row as soon as it is measured."""

    def __init__(self) -> None:
        print(f"{'what':<44}{'wall ms':>10}{'CPU ms':>10}{'MB':>8}  ratio")

    def row(self, name: str, measured: Measured, ratio: str = "") -> None:
        numbers = f"{measured.wall:>10.1f}{measured.cpu:>10.1f}{measured.memory:>8.1f}"
        print(f"{name:<44}{numbers}  {ratio}", flush=True)


@dataclass
class Fleet:
    """Descriptors on disk and how the rows call them."""

    folder: pathlib.Path
    name: str
    descriptors: list[str]


class Bench:
    def __init__(self, binary: str, runs: int, scratch: pathlib.Path) -> None:
        self.binary, self.runs, self.scratch = binary, runs, scratch
        self.table = Table()

    def example(self) -> None:
        """The two-cluster example, and how long the program takes to do nothing."""
        folder, runs = ROOT / "examples" / "active-active", self.runs * 6
        self.table.row("--version", measure([self.binary, "--version"], folder, runs))
        check = measure([self.binary, "check", "topology.yaml"], folder, runs)
        self.table.row("check, 2 clusters", check)

    def fleet(self, count: int, clusters: int) -> Fleet:
        folder = self.scratch / f"{count}x{clusters}"
        name = f"{count} x {clusters} clusters"
        return Fleet(folder, name, fleets.write(folder, count, clusters))

    def mirrorc(self, fleet: Fleet, runs: int) -> Measured:
        """Checks, renders into an empty folder and compares with what that wrote; gives the last."""
        check = [self.binary, "check", *fleet.descriptors]
        render = [self.binary, "render", *fleet.descriptors]
        compare = [self.binary, "render", "--check", *fleet.descriptors]
        self.table.row(f"check, {fleet.name}", measure(check, fleet.folder, runs))
        self.table.row(f"render all, {fleet.name}", measure(render, fleet.folder, 1))
        compared = measure(compare, fleet.folder, runs)
        self.table.row(f"render --check, {fleet.name}", compared)
        return compared

    def peers(self, fleet: Fleet, own: Measured) -> list[float]:
        """How many times the peers' CPU time our own is."""
        tree = fleet.folder / "rendered"
        files = [str(path) for path in sorted(tree.rglob("*.yaml"))]
        commands = {"sha256sum of the tree": ["sha256sum", *files]}
        if has_libyaml():
            commands["PyYAML (libyaml) reads the tree"] = [
                sys.executable, "-c", PARSE_TREE, str(tree)
            ]
        ratios = []
        for name, command in commands.items():
            if shutil.which(command[0]):
                peer = measure(command, fleet.folder, max(1, self.runs // 3))
                ratios.append(own.cpu / peer.cpu)
                self.table.row(name, peer, f"mirrorc takes {ratios[-1]:.2f} of its CPU time")
        return ratios


def has_libyaml() -> bool:
    probe = [sys.executable, "-c", "import yaml; yaml.CSafeLoader"]
    return subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0


def full(bench: Bench) -> None:
    bench.example()
    one = bench.fleet(1, 330)
    compared = bench.mirrorc(one, bench.runs)
    bench.peers(one, compared)
    ten = bench.mirrorc(bench.fleet(10, 330), 3)
    print(f"ten fleets take {ten.cpu / compared.cpu:.1f} times the CPU time of one")
    # One topology that grows: each of n instances lists all n clusters.
    bench.mirrorc(bench.fleet(1, 660), 3)
    bench.mirrorc(bench.fleet(1, 1000), 3)


def smoke(bench: Bench) -> None:
    """Bounds that only a slip such as a quadratic loop breaks, also in a debug build on a busy machine."""
    bench.example()
    one = bench.fleet(1, 40)
    compared = bench.mirrorc(one, bench.runs)
    ratios = bench.peers(one, compared)
    four = bench.mirrorc(bench.fleet(4, 40), bench.runs)
    growth = four.cpu / compared.cpu
    print(f"four fleets take {growth:.1f} times the CPU time of one")
    if growth > 10:
        raise Failed("four fleets take more than ten times as long as one")
    if any(ratio > 50 for ratio in ratios):
        raise Failed("a peer is more than fifty times as fast")


def built() -> str:
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
    target = os.environ.get("CARGO_TARGET_DIR", "target")
    return str((ROOT / target / "release" / "mirrorc").resolve())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--smoke", action="store_true")
    arguments = parser.parse_args()
    binary = str(arguments.binary.resolve()) if arguments.binary else built()
    with tempfile.TemporaryDirectory(prefix="mirrorc-bench-") as scratch:
        bench = Bench(binary, 1 if arguments.smoke else arguments.runs, pathlib.Path(scratch))
        try:
            smoke(bench) if arguments.smoke else full(bench)
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
