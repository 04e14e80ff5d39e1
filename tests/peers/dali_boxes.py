"""Object boxes and crop windows of DALI's CPU wheel: random_object_bbox, then roi_random_crop, one draw per iteration.

  dali_boxes.py --out DIR [--compare STORED]           the goldens of CASES, and whether STORED still holds the same
  dali_boxes.py --random SEED COUNT [--draws N] --program AUGLENS    ours against DALI's for random label maps and settings

DALI's shape-like arguments are z, y, x (reversed); a preset's are x, y, z. The box has the preset's seed, the window
seed + 1. Axes of one voxel are left out of what DALI gets: to us they are no axes, and its threshold would count them."""

import argparse
import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

import numpy as np

import nvidia.dali.fn as fn
from nvidia.dali import __version__, pipeline_def


def label_map(key, size, labels, dtype, blobs, rest=0):
    """Boxes of random labels over `rest`, each with some voxels knocked out; array z, y, x. MT19937's raw words only:
    the same on every NumPy."""
    r = random.Random(key)
    out = np.full(size[::-1], rest, dtype)
    for _ in range(blobs):
        ends = [sorted((r.randrange(n), r.randrange(n))) for n in out.shape]
        box = tuple(slice(a, min(b, a + max(1, n // 2)) + 1) for (a, b), n in zip(ends, out.shape))
        out[box] = r.choice(labels)
    for _ in range(out.size // 40):
        out[tuple(r.randrange(n) for n in out.shape)] = rest
    return out


def dali_draws(labels, preset, draws, cache):
    """(class or None, box start, box size, window start) of each draw, x, y, z."""
    crop, seed = preset["crop"], preset["seed"]
    p = dict(crop["parameters"])
    ignore = p.get("ignore_class", False)
    keys = ("foreground_prob", "classes", "class_weights", "background", "k_largest", "ignore_class")
    arguments = {k: p[k] for k in keys if k in p}
    axes = [k for k, n in enumerate(labels.shape) if n > 1]
    if "threshold" in p:
        t = p["threshold"]
        t = t[::-1] if isinstance(t, list) else [t] * 3
        arguments["threshold"] = [t[k] for k in axes]
    solid = labels.reshape([labels.shape[k] for k in axes])

    def whole(values, rest):
        out = [rest] * 3
        for k, v in zip(axes, values):
            out[k] = int(v)
        return out[::-1]

    @pipeline_def(batch_size=1, num_threads=1, device_id=None, prefetch_queue_depth=1)
    def pipe():
        x = fn.external_source(source=lambda: solid, batch=False)
        outs = fn.segmentation.random_object_bbox(x, format="anchor_shape", output_class=not ignore, seed=seed,
                                                  cache_objects=cache, **arguments)
        start = fn.roi_random_crop(x, roi_start=outs[0], roi_shape=outs[1], crop_shape=[crop["size"][::-1][k] for k in axes],
                                       seed=seed + 1)
        return (*outs, start)

    built = pipe()
    built.build()
    for _ in range(draws):
        out = [np.array(o.at(0)) for o in built.run()]
        xyz = [whole(out[0], 0), whole(out[1], 1), whole(out[-1], 0)]
        yield (None if ignore else int(out[2]), *xyz)


def preset_of(seed, size, parameters):
    return {"auglens_preset": 1, "name": "boxes", "seed": seed, "stream": "dali", "steps": [],
            "crop": {"size": size, "sampler": "object_box", "parameters": parameters}}


# Chosen for the edges that DALI's rules have: no class given, ranks with ties, thresholds that empty a class, weights
# without classes, a background that is not 0, 0 as a class, a class listed twice, classes ignored, windows larger than the object or as large.
CASES = [
    ("plain", 11, [4, 4, 4], {}, dict(labels=[1, 2, 5], dtype="uint8", blobs=9)),
    ("share", 4611686018427387000, [9, 3, 5], {"foreground_prob": 0.6}, dict(labels=[1, 2], dtype="int16", blobs=6)),
    ("largest", 77, [3, 8, 2], {"k_largest": 2, "foreground_prob": 0.9}, dict(labels=[1, 2, 3], dtype="int32", blobs=14)),
    ("threshold", 5, [4, 4, 4], {"threshold": [3, 2, 4], "classes": [4, 2, 9, 1], "class_weights": [0.1, 3, 7, 0.5]},
     dict(labels=[1, 2, 4], dtype="int32", blobs=12)),
    ("weights", 6, [5, 5, 5], {"class_weights": [0, 2, 0.25, 1], "background": 1},
     dict(labels=[0, 2, 3, 4], dtype="uint16", blobs=10, rest=1)),
    ("zero_is_a_class", 7, [2, 2, 2], {"classes": [3, 0], "foreground_prob": 0.75, "k_largest": 1},
     dict(labels=[1, 3], dtype="int8", blobs=7)),
    ("class_twice", 10, [4, 3, 3], {"classes": [2, 1, 5, 2, 1], "class_weights": [1, 0.5, 2, 0, 3], "threshold": [4, 3, 1]},
     dict(labels=[1, 2, 5], dtype="int16", blobs=10)),
    ("ignore_class", 8, [6, 4, 4], {"ignore_class": True, "background": -2, "k_largest": 5},
     dict(labels=[-2, -7, 4, 0], dtype="int16", blobs=9)),
    ("nothing_left", 9, [7, 2, 3], {"threshold": 99, "foreground_prob": 1}, dict(labels=[1, 2], dtype="uint8", blobs=5)),
    ("plane", 12, [4, 3, 1], {"threshold": 2, "foreground_prob": 0.8}, dict(labels=[1, 2, 3], dtype="uint8", blobs=7)),
]
GOLDEN_SIZE, GOLDEN_DRAWS = [11, 9, 8], 50


def run_lengths(labels):
    flat = labels.ravel().astype(int)
    ends = np.flatnonzero(np.diff(flat, append=flat[-1] - 1)) + 1
    return [[int(flat[e - 1]), int(n)] for e, n in zip(ends, np.diff(ends, prepend=0))]


def golden(name, seed, window, parameters, volume):
    size = GOLDEN_SIZE[:2] + [1] if name == "plane" else GOLDEN_SIZE
    labels = label_map(name, size, **volume)
    preset = preset_of(seed, window, parameters)
    draws = [list(d) for d in dali_draws(labels, preset, GOLDEN_DRAWS, False)]
    return {"peer": f"nvidia-dali {__version__}", "size": size, "labels": run_lengths(labels), "preset": preset,
            "draws": draws}


def spelled(value):
    """One draw per line."""
    rows = ",\n  ".join(json.dumps(d) for d in value["draws"])
    head = {k: v for k, v in value.items() if k != "draws"}
    return json.dumps(head)[:-1] + ',\n "draws": [\n  ' + rows + "]}\n"


def write_goldens(out, stored):
    differing = []
    out.mkdir(parents=True, exist_ok=True)
    for name, *rest in CASES:
        text = spelled(golden(name, *rest))
        (out / f"{name}.json").write_text(text)
        if stored and (not (stored / f"{name}.json").exists() or (stored / f"{name}.json").read_text() != text):
            differing.append(name)
    print(f"dali boxes: {len(CASES)} cases" + (f", {len(differing)} differ from {stored}: {differing}" if stored else ""))
    return 1 if differing else 0


def write_nifti(file, labels):
    """A single-file NIfTI-1 of 1 mm voxels."""
    codes = {"uint8": 2, "int16": 4, "int32": 8, "int8": 256, "uint16": 512}
    head = bytearray(352)
    struct.pack_into("<i", head, 0, 348)
    struct.pack_into("<8h", head, 40, 3, *labels.shape[::-1], 1, 1, 1, 1)
    struct.pack_into("<2h", head, 70, codes[labels.dtype.name], labels.itemsize * 8)
    struct.pack_into("<8f", head, 76, 1, 1, 1, 1, 1, 1, 1, 1)
    struct.pack_into("<3f", head, 108, 352, 1, 0)
    head[123] = 2  # mm
    struct.pack_into("<2h12f", head, 252, 0, 1, -1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0)
    head[344:348] = b"n+1\0"
    file.write_bytes(head + labels.tobytes())


def random_case(r, n):
    """A label map and a preset. A volume of one voxel is left out: there DALI's box is empty (a known difference)."""
    size = [r.choice((1, 2, 5, 9, 14, 20)) if r.random() < 0.3 else r.randint(3, 18) for _ in range(3)]
    if size == [1, 1, 1]:
        size = [1, 2, 1]
    dtype = r.choice(("uint8", "int8", "int16", "uint16", "int32"))
    pool = [0, 1, 2, 3, 7, 100] + ([-1, -5] if dtype[0] == "i" else []) + ([70000, -70000] if dtype == "int32" else [])
    labels = r.sample(pool, r.randint(1, 5))
    rest = r.choice((0, 0, 0, labels[0]))
    p = {}
    if r.random() < 0.7:
        p["foreground_prob"] = r.choice((0, 0.33, 0.5, 0.8, 1, round(r.random(), 3)))
    if r.random() < 0.4:
        p["k_largest"] = r.randint(1, 5)
    if r.random() < 0.4:
        p["threshold"] = [r.randint(0, 4) for _ in range(3)] if r.random() < 0.7 else r.randint(0, 4)
    if r.random() < 0.3:
        p["background"] = rest if r.random() < 0.5 else r.choice(pool)
    if r.random() < 0.25:
        p["ignore_class"] = True
    else:
        if r.random() < 0.5:
            pick = r.choices if r.random() < 0.3 else lambda pool, k: r.sample(pool, k)  # DALI accepts a class twice
            p["classes"] = [c for c in pick(pool, k=r.randint(1, 5)) if c != p.get("background")] or [12]
        if r.random() < 0.5:
            count = len(p["classes"]) if "classes" in p else r.randint(1, 6)
            p["class_weights"] = [r.choice((0, 1, 0.1, 2.5, round(r.random(), 2))) for _ in range(count)]
    volume = label_map(r.random(), size, labels, dtype, r.randint(0, 25), rest)
    return volume, preset_of(r.getrandbits(r.choice((8, 31, 62))), [r.randint(1, n) for n in size], p)


def our_draws(program, folder, labels, preset, draws):
    write_nifti(folder / "label.nii", labels)
    (folder / "preset.json").write_text(json.dumps(preset))
    out = subprocess.run([program, "crops", folder / "label.nii", "--preset", folder / "preset.json", "-n", str(draws),
                          "--json"], capture_output=True, text=True)
    if out.returncode != 0:
        raise SystemExit(f"auglens crops failed: {out.stderr}")
    for d in json.loads(out.stdout)["draws"]:
        yield d["class"], d["box"]["start"], d["box"]["size"], d["window"]["start"]


def compare_random(seed, count, draws, program):
    r = random.Random(seed)
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for n in range(count):
            labels, preset = random_case(r, n)
            ours = list(our_draws(program, pathlib.Path(folder), labels, preset, draws))
            theirs = list(dali_draws(labels, preset, draws, r.random() < 0.5))
            first = next((k for k, (a, b) in enumerate(zip(ours, theirs)) if a[b[0] is None:] != b[b[0] is None:]), None)
            if first is not None:
                bad += 1
                print(f"case {n}, draw {first}: DALI {theirs[first]}, ours {ours[first]}, volume {labels.shape[::-1]} "
                      f"{labels.dtype} {np.unique(labels).tolist()}, {json.dumps(preset)}")
    print(f"dali boxes: {count - bad} of {count} random settings agree over {draws} draws each (seed {seed})")
    return 1 if bad else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--compare", type=pathlib.Path)
    parser.add_argument("--random", nargs=2, type=int, metavar=("SEED", "COUNT"))
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--program")
    o = parser.parse_args()
    code = write_goldens(o.out, o.compare) if o.out else 0
    sys.exit(code or (compare_random(*o.random, o.draws, o.program) if o.random else 0))
