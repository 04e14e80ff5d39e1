"""How every peer's goldens are kept: one .npy per case, and a manifest; knows no peer.

A case is a dictionary: name, steps (the preset's own spelling), volume (of volumes.py: size, channels, type, key;
"labels": true takes the label map, "with_labels": true the image, with the label map as a mask; spacing, origin,
direction in LPS), layout (the output's axes, czyx or cxyz), call (what the peer was asked), affine (16 numbers, RAS:
the grid of the peer's output, where it states one), and how near we must come: bit-equal under the peer's own rule
(peer_rule) and under the rule that presets use (our_rule), unless they say {"within": share of the range} or
{"differs": true}, a known difference, with the reason in `why`."""

import argparse
import hashlib
import json
import pathlib
import struct

import numpy as np

import volumes

SPACING, ORIGIN, DIRECTION = [0.7, 1.1, 2.3], [-12, 5, 40], [1, 0, 0, 0, 1, 0, 0, 0, 1]  # LPS
ROOT = pathlib.Path(__file__).resolve().parent.parent / "golden"


def volume_of(case):
    """The case's input, (C, z, y, x)."""
    v = case["volume"]
    return labels_of(case) if v.get("labels") else image_of(case)


def labels_of(case):
    v = case["volume"]
    return volumes.labels(v["size"], v.get("type", "int16") if v.get("labels") else "int32", v.get("key", 1))


def image_of(case):
    v = case["volume"]
    return volumes.image(v["size"], v.get("channels", 1), v.get("type", "float32"), v.get("key", 1))


def affine_of(case):
    """The input's grid as 4 x 4, index x, y, z to RAS mm."""
    v = case["volume"]
    lps = np.eye(4)
    lps[:3, :3] = np.reshape(v.get("direction", DIRECTION), (3, 3)) * v.get("spacing", SPACING)
    lps[:3, 3] = v.get("origin", ORIGIN)
    return np.diag([-1.0, -1, 1, 1]) @ lps


def write_field(file, vectors, affine=np.eye(4)):
    """A vector NIfTI (float32) of an array (3, z, y, x), component 0 along x; by hand: not every peer has a writer."""
    n = vectors.shape[:0:-1]
    head = bytearray(352)
    struct.pack_into("<i", head, 0, 348)
    struct.pack_into("<8h", head, 40, 5, *n, 1, 3, 1, 1)
    struct.pack_into("<4h", head, 68, 1007, 16, 32, 0)  # a vector, float32
    struct.pack_into("<8f", head, 76, 1, *np.linalg.norm(affine[:3, :3], axis=0), 1, 1, 1, 1)
    struct.pack_into("<3f", head, 108, 352, 1, 0)
    head[123] = 2  # mm
    struct.pack_into("<2h12f", head, 252, 0, 1, *np.asarray(affine, np.float64)[:3].ravel())
    head[344:348] = b"n+1\0"
    file.write_bytes(bytes(head) + np.asarray(vectors, "<f4").tobytes())


def write(folder, peer, version, cases, run):
    """Runs every case through `run(case) -> array, call[, affine of the output]` and stores outputs and manifest. A
    case's `make_field`, vectors and their grid, becomes the file that its step's `field` names."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    kept = set()
    for case in cases:
        case = dict(case)
        out, call, *affine = run(case)
        file = case["name"] + ".npy"
        kept.add(file)
        np.save(folder / file, np.ascontiguousarray(out), allow_pickle=False)
        row = {**case, "call": call, "file": file, "sha256": _digest(folder / file)}
        if "make_field" in row:
            name = row["steps"][0]["parameters"]["field"]
            kept.add(name)
            write_field(folder / name, *row.pop("make_field"))
            row["field_sha256"] = _digest(folder / name)
        if affine:
            row["affine"] = np.asarray(affine[0], np.float64).ravel().tolist()
        rows.append(row)
    for stale in folder.iterdir():
        if stale.suffix in (".npy", ".nii") and stale.name not in kept:
            stale.unlink()
    head = f'{{"peer": {json.dumps(peer)}, "version": {json.dumps(version)}, "cases": [\n'
    (folder / "manifest.json").write_text(head + ",\n".join(json.dumps(row) for row in rows) + "\n]}\n")
    return rows


def _digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _intact(folder, row):
    """Whether the files are what the manifest says of them."""
    files = {row["file"]: row["sha256"]}
    if "field_sha256" in row:
        files[row["steps"][0]["parameters"]["field"]] = row["field_sha256"]
    return all((folder / f).exists() and _digest(folder / f) == digest for f, digest in files.items())


def _alike(a, b, share):
    """Whether two files of voxels differ by no more than a share of the range."""
    a, b = np.load(a), np.load(b)
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    span = np.ptp(a.astype(np.float64)) if share else 0.0
    return bool(np.all((a == b) | (np.abs(a.astype(np.float64) - b) <= share * span)))


def differing(stored, fresh, share=0):
    """Names of the cases whose stored output is not what the peer gives now, or that are new or gone."""
    def rows(folder):
        return {c["name"]: c for c in json.loads((folder / "manifest.json").read_text())["cases"]}

    def same(a, b):
        if a is None or b is None or not _intact(stored, a) or a.get("field_sha256") != b.get("field_sha256"):
            return False
        if not np.allclose(a.get("affine", 0), b.get("affine", 0), rtol=0, atol=1e-9):
            return False
        return a["sha256"] == b["sha256"] or share > 0 and _alike(stored / a["file"], fresh / b["file"], share)

    a, b = rows(stored), rows(fresh)
    return sorted(name for name in a.keys() | b.keys() if not same(a.get(name), b.get(name)))


def main(peer, version, cases, run, random_cases=None, share=0):
    """The command line of every peer's script: store, or compare with what is stored; `share` of the range is what a
    peer's own bits may change from one processor to another."""
    parser = argparse.ArgumentParser(description=f"goldens of {peer} {version}")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / peer, help="where the outputs go")
    parser.add_argument("--compare", type=pathlib.Path, help="a folder of stored outputs; exit 1 when any differs")
    if random_cases:
        parser.add_argument("--random", nargs=2, type=int, metavar=("SEED", "COUNT"), help="random cases instead")
    parser.add_argument("--operators", help="only these, separated by commas")
    args = parser.parse_args()
    if random_cases and args.random:
        cases = random_cases(*args.random)
    if args.operators:
        cases = [c for c in cases if c["steps"][-1]["operator"] in args.operators.split(",")]
    rows = write(args.out, peer, version, cases, run)
    print(f"{peer} {version}: {len(rows)} outputs in {args.out}")
    if args.compare:
        wrong = differing(args.compare, args.out, share)
        print(f"{peer}: {len(rows) - len(wrong)} of {len(rows)} stored goldens are what the peer gives now")
        if wrong:
            raise SystemExit(f"{peer}: these differ: {', '.join(wrong)}")
