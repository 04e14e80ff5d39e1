"""Windows of MONAI's RandCropByPosNegLabel and RandCropByLabelClasses beside ours: two samples of one law.

  monai_crops.py --program AUGLENS [--random SEED COUNT] [--draws N]

Random numbers differ, so starts are compared by chi-square of two samples; windows that only one side can draw would
stand out. MONAI arrays are x, y, z."""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from collections import Counter

import numpy as np
from monai import __version__
from monai.transforms import RandCropByLabelClasses, RandCropByPosNegLabel

import golden


def labels_of(r, size):
    out = np.zeros(size, np.int16)
    for _ in range(r.randint(1, 5)):
        low = [r.randrange(n) for n in size]
        out[tuple(slice(a, a + r.randint(1, 4)) for a in low)] = r.randint(1, 3)
    return out


def setting(r, size):
    """Our parameters, and MONAI's transform of them."""
    window = [r.randint(1, n + 3 if r.random() < 0.3 else n) for n in size]
    smaller = any(w > n for w, n in zip(window, size))
    if r.random() < 0.5:
        pos, neg = r.choice(((1, 1), (3, 1), (1, 0), (0.25, 2)))
        theirs = RandCropByPosNegLabel(window, pos=pos, neg=neg, num_samples=1, allow_smaller=smaller)
        return window, {"pos": pos, "neg": neg, "allow_smaller": smaller}, theirs
    ratios = [r.choice((0, 1, 0.5, 3)) for _ in range(4)]
    ratios[0] = ratios[0] or 1
    theirs = RandCropByLabelClasses(window, ratios=ratios, num_classes=4, num_samples=1, allow_smaller=smaller, warn=False)
    return window, {"class_ratios": ratios, "allow_smaller": smaller}, theirs


def their_starts(transform, labels, draws, seed):
    transform.set_random_state(seed)
    places = np.arange(labels.size, dtype=np.int64).reshape(labels.shape)[None]  # each voxel says where it was
    for _ in range(draws):
        patch = np.asarray(transform(places, label=labels[None])[0])[0]
        yield tuple(int(v) for v in np.unravel_index(int(patch.flat[0]), labels.shape)), patch.shape


def our_starts(program, folder, labels, window, parameters, draws):
    write(folder / "label.nii", labels)
    preset = {"auglens_preset": 1, "seed": 3, "steps": [],
              "crop": {"size": window, "sampler": "crop_by_label", "parameters": parameters}}
    (folder / "p.json").write_text(json.dumps(preset))
    out = subprocess.run([program, "crops", folder / "label.nii", "--preset", folder / "p.json", "-n", str(draws), "--json"],
                         capture_output=True, text=True, check=True)
    for d in json.loads(out.stdout)["draws"]:
        yield tuple(d["window"]["start"]), tuple(d["window"]["size"])


def write(file, labels):
    """An int16 NIfTI through the vector writer's header."""
    golden.write_field(file, np.zeros((3, 1, 1, 1)))
    head = bytearray(file.read_bytes()[:352])
    head[40:56] = np.array([3, *labels.shape, 1, 1, 1, 1], "<i2").tobytes()
    head[68:74] = np.array([0, 4, 16], "<i2").tobytes()
    file.write_bytes(bytes(head) + labels.astype("<i2").tobytes(order="F"))


def differs(a, b):
    """Chi-square of two samples of equal size, in standard deviations above its mean."""
    cells = [(a[k], b[k]) for k in a | b if a[k] + b[k] >= 16]
    rest = [(a[k], b[k]) for k in a | b if a[k] + b[k] < 16]
    if sum(map(sum, rest)) >= 16:
        cells.append(tuple(map(sum, zip(*rest))))
    freedom = len(cells) - 1
    chi = sum((x - y) ** 2 / (x + y) for x, y in cells)
    return (chi - freedom) / max(1, 2 * freedom) ** 0.5


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--random", nargs=2, type=int, default=(1, 20), metavar=("SEED", "COUNT"))
    parser.add_argument("--draws", type=int, default=4000)
    o = parser.parse_args()
    r, bad = random.Random(o.random[0]), 0
    with tempfile.TemporaryDirectory() as folder:
        for n in range(o.random[1]):
            size = [r.randint(3, 9) for _ in range(3)]
            labels = labels_of(r, size)
            window, parameters, transform = setting(r, size)
            theirs = Counter(their_starts(transform, labels, o.draws, n))
            ours = Counter(our_starts(o.program, pathlib.Path(folder), labels, window, parameters, o.draws))
            sigma = differs(theirs, ours)
            if sigma > 5:
                bad += 1
                print(f"case {n}: {sigma:.1f} sigma, volume {size}, window {window}, {parameters}")
    print(f"monai {__version__}: {o.random[1] - bad} of {o.random[1]} settings draw windows by the same law")
    sys.exit(1 if bad else 0)
