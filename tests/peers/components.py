"""Components of `auglens blobs` against cc3d and scipy.ndimage: on random label maps, and on real ones.

    build/peers/components/bin/python tests/peers/components.py --program build/release/bin/auglens [--maps DIR...]

The program's table is compared with the peers' partitions blob by blob: class, voxels, box and centroid, in raster
order of the first voxel. cc3d labels class by class at once; scipy one class at a time, so that both stand for all
classes. The numbers of voxels themselves are compared with a flood fill in tests/ops/test_components.cpp.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import cc3d
import numpy as np
import scipy.ndimage

import nifti

RANK = {6: 1, 18: 2, 26: 3}


def table(array, partition, count):
    """What a partition (0 none) says of its blobs, in raster order of their first voxel."""
    flat = partition.ravel()
    ids, first = np.unique(flat, return_index=True)
    order = [(f, i) for i, f in zip(ids, first) if i != 0]
    boxes = scipy.ndimage.find_objects(partition.astype(np.int64), int(count))
    voxels = np.bincount(flat, minlength=int(count) + 1)
    grids = np.indices(partition.shape, sparse=True)
    sums = [np.bincount(flat, np.broadcast_to(g, partition.shape).ravel(), int(count) + 1) for g in grids]
    rows = []
    for f, i in sorted(order):
        box = boxes[i - 1][::-1]
        rows.append((int(array.ravel()[f]), int(voxels[i]), [s.start for s in box], [s.stop - s.start for s in box],
                     [float(s[i] / voxels[i]) for s in sums[::-1]]))
    return rows


def by_cc3d(array, connectivity):
    # any integer type, also sparse and negative ids, as ranks, so that cc3d's own type rules play no part
    values, ranks = np.unique(array, return_inverse=True)
    ranks = ranks.reshape(array.shape).astype(np.uint32)
    if 0 in values:  # rank 0 must be class 0
        zero = int(np.searchsorted(values, 0))
        ranks = np.where(ranks == zero, 0, ranks + 1).astype(np.uint32)
    else:
        ranks = ranks + 1
    return cc3d.connected_components(np.ascontiguousarray(ranks), connectivity=connectivity, return_N=True)


def by_scipy(array, connectivity):
    structure = scipy.ndimage.generate_binary_structure(3, RANK[connectivity])
    out, total = np.zeros(array.shape, np.int64), 0
    values, ranks = np.unique(array, return_inverse=True)
    boxes = scipy.ndimage.find_objects(ranks.reshape(array.shape) + 1)
    for value, box in zip(values, boxes):
        if value == 0:
            continue
        part, n = scipy.ndimage.label(array[box] == value, structure)
        out[box][part > 0] = part[part > 0] + total
        total += n
    return out, total


def by_auglens(program, path, connectivity, cache):
    run = subprocess.run([program, "blobs", str(path), "--connectivity", str(connectivity), "--json"],
                         capture_output=True, text=True, env=os.environ | {"XDG_CACHE_HOME": cache})
    if run.returncode != 0:
        raise RuntimeError(run.stderr.strip())
    found = json.loads(run.stdout)
    assert found["connectivity"] == connectivity
    return [(b["class"], b["voxels"], b["box"]["start"], b["box"]["size"], b["centroid"]) for b in found["blobs"]]


def agree(ours, theirs):
    return len(ours) == len(theirs) and all(
        a[:4] == b[:4] and np.allclose(a[4], b[4], rtol=1e-9, atol=1e-9) for a, b in zip(ours, theirs))


def check(program, path, array, name, cache, use_scipy=True):
    wrong = 0
    for connectivity in (6, 18, 26):
        ours = by_auglens(program, path, connectivity, cache)
        peers = {"cc3d": by_cc3d} | ({"scipy": by_scipy} if use_scipy else {})
        for peer, label in peers.items():
            if not agree(ours, table(array, *label(array, connectivity))):
                print(f"DIFFERS {name} connectivity {connectivity} from {peer}")
                wrong += 1
    return wrong


def random_maps(rng, count):
    for k in range(count):
        size = [int(n) for n in rng.integers(1, 90, 3)]
        if k % 4 == 0:
            size[int(rng.integers(3))] = 1
        kind = k % 3
        if kind == 0:
            array = rng.choice([0, 1], size, p=[0.7, 0.3])
        elif kind == 1:
            ids = rng.integers(-2**31, 2**31, 5)
            array = np.where(rng.random(size) < rng.random(), rng.choice(ids, size), 0)
        else:
            smooth = scipy.ndimage.gaussian_filter(rng.random(size), 2)
            array = np.digitize(smooth, np.quantile(smooth, [0.3, 0.5, 0.7, 0.9])) * 7 - 7
        yield array.astype(np.int32)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--count", type=int, default=60, help="random maps")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--maps", nargs="*", default=[], help="NIfTI label maps, or folders of them")
    parser.add_argument("--most", type=int, default=40_000_000, help="voxels of the largest real map")
    args = parser.parse_args()
    wrong = checked = 0
    with tempfile.TemporaryDirectory() as folder:
        for k, array in enumerate(random_maps(np.random.default_rng(args.seed), args.count)):
            path = pathlib.Path(folder) / "map.nii"
            nifti.write(path, array)
            wrong += check(args.program, path, array, f"random map {k} {array.shape}", folder)
            checked += 1
        print(f"{checked} random maps compared with cc3d and scipy", flush=True)
        real = 0
        for given in args.maps:
            given = pathlib.Path(given)
            for path in sorted(given.rglob("*.nii*")) if given.is_dir() else [given]:
                array = nifti.read(path)
                if array is None or array.size > args.most or array.dtype.kind not in "iu" or array.max() > 2**31 - 1:
                    continue
                few = len(np.unique(array)) <= 300
                if not few:  # an image, not a label map
                    continue
                wrong += check(args.program, path, array, str(path), folder)
                real += 1
                print(f"{path} {array.shape} {array.dtype}", flush=True)
        print(f"{real} real maps compared")
    print("all partitions are equal" if wrong == 0 else f"{wrong} partitions differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
