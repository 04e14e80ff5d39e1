"""How every peer's goldens are kept: one .npy per case, (C, z, y, x), and a manifest; knows no peer.

A case is a dictionary: name, steps (the preset's own spelling), volume (of volumes.py; "labels": true takes the label
map), call (what the peer was asked), and how near we must come: bit-equal under the peer's own rule (peer_rule) and
under the rule that presets use (our_rule), unless they say {"within": share of the range} or {"differs": true}, a known
difference, with the reason in `why`."""

import argparse
import hashlib
import json
import pathlib

import numpy as np

import volumes

ROOT = pathlib.Path(__file__).resolve().parent.parent / "golden"


def volume_of(case):
    """The case's input, (C, z, y, x)."""
    v = dict(case["volume"])
    if v.pop("labels", False):
        return volumes.labels(v["size"], v.get("type", "int16"), v.get("key", 1))
    return volumes.image(v["size"], v.get("channels", 1), v.get("type", "float32"), v.get("key", 1))


def write(folder, peer, version, cases, run):
    """Runs every case through `run(case) -> (array, call)` and stores outputs and manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for case in cases:
        out, call = run(case)
        file = case["name"] + ".npy"
        np.save(folder / file, np.ascontiguousarray(out), allow_pickle=False)
        digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        rows.append({**case, "call": call, "file": file, "sha256": digest})
    kept = {row["file"] for row in rows}
    for stale in folder.glob("*.npy"):
        if stale.name not in kept:
            stale.unlink()
    head = f'{{"peer": {json.dumps(peer)}, "version": {json.dumps(version)}, "cases": [\n'
    (folder / "manifest.json").write_text(head + ",\n".join(json.dumps(row) for row in rows) + "\n]}\n")
    return rows


def differing(stored, fresh):
    """Names of the cases whose stored output is not what the peer gives now, or that are new or gone."""
    def sums(folder):
        return {c["name"]: c["sha256"] for c in json.loads((folder / "manifest.json").read_text())["cases"]}

    a, b = sums(stored), sums(fresh)
    for name, digest in a.items():  # the files themselves, not only what the manifest says of them
        file = stored / f"{name}.npy"
        if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            b.pop(name, None)
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))


def main(peer, version, cases, run, random_cases=None):
    """The command line of every peer's script: store, or compare with what is stored."""
    parser = argparse.ArgumentParser(description=f"goldens of {peer} {version}")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / peer, help="where the outputs go")
    parser.add_argument("--compare", type=pathlib.Path, help="a folder of stored outputs; exit 1 when any differs")
    if random_cases:
        parser.add_argument("--random", nargs=2, type=int, metavar=("SEED", "COUNT"), help="random cases instead")
    args = parser.parse_args()
    if random_cases and args.random:
        cases = random_cases(*args.random)
    rows = write(args.out, peer, version, cases, run)
    print(f"{peer} {version}: {len(rows)} outputs in {args.out}")
    if args.compare:
        wrong = differing(args.compare, args.out)
        print(f"{peer}: {len(rows) - len(wrong)} of {len(rows)} stored goldens are what the peer gives now")
        if wrong:
            raise SystemExit(f"{peer}: these differ: {', '.join(wrong)}")
