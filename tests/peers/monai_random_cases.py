"""Cases of MONAI that nobody chose: parameters, sizes, grids, types and channels at random; knows no calls."""

import random

import numpy as np

from monai_case import SUMS, VALUES, case, elastic, labels, volume

FAR = 1e-5  # of the range: several turns, displacements of 50 voxels, 200 +- 1 in float32


def _affine(r, n, v):
    p = {"border": r.choice(("constant", "clamp", "reflect"))}
    if r.random() < 0.7:
        p["rotate"] = [r.choice((0.0, round(r.uniform(-60, 60), 2), round(r.uniform(-400, 400), 2))) for _ in range(3)]
        if r.random() < 0.4:
            p["rotate_order"] = r.choice(("XYZ", "XZY", "YXZ", "YZX", "ZXY", "ZYX", "xyz", "yzx", "zxy", "xzy"))
    if r.random() < 0.6:
        p["scale"] = round(r.uniform(0.4, 2.2), 3) if r.random() < 0.5 else [round(r.uniform(0.4, 2.2), 3) for _ in n]
    if r.random() < 0.4:
        p["shear"] = [r.choice((0.0, round(r.uniform(-0.4, 0.4), 3))) for _ in range(6)]
    if r.random() < 0.5:
        p["translate"] = [round(r.uniform(-0.4, 0.4) * k, 2) for k in n]
        p["translate_unit"] = r.choice(("voxels", "mm"))
    if r.random() < 0.4:
        p["size"] = _size(r)
    if p["border"] == "constant":
        p |= {"fill": r.choice((0, round(r.uniform(-9, 9), 2))), "label_fill": r.randint(0, 20)}
    if r.random() < 0.2:
        p["sampler"] = "nearest"
    return p


def _zoom(r, n, v):
    def factor(k):
        return max(round(r.uniform(0.35, 2.4), 3), 1.01 / k)  # torch refuses an axis of no voxels
    p = {"factor": [factor(k) for k in n], "keep_size": r.random() < 0.6,
         "sampler": r.choice(("linear", "nearest", "nearest_exact", "area"))}
    if "labels" in v:
        p["sampler"] = "nearest"
    if p["keep_size"]:
        p["border"] = r.choice(("clamp", "constant", "reflect"))
    return p


def _elastic(r, n, v):
    p = {"sigma": round(r.uniform(0.5, 4), 2), "magnitude": round(r.uniform(1, 60), 1),
         "border": r.choice(("constant", "clamp", "reflect"))}
    return p | ({"size": _size(r)} if r.random() < 0.3 else {})


def _spacing(r, n, v):
    return {"spacing_mm": [round(r.uniform(0.45, 2.5) * s, 3) for s in v["spacing"]]}


def _orientation(r, n, v):
    pairs = [r.choice(p) for p in ("LR", "AP", "IS")]
    r.shuffle(pairs)
    return {"axcodes": "".join(pairs)}


def _crop(r, n, v):
    start = [r.randint(0, k - 1) for k in n]
    return {"start": start, "size": [r.randint(1, k - a) for k, a in zip(n, start)]}


def _pad(r, n, v):
    border = r.choice(("constant", "clamp", "reflect101", "reflect", "wrap"))
    most = [k - 1 if border in ("reflect101", "wrap") else 9 for k in n]  # torch reflects and wraps once
    if r.random() < 0.4:
        return {"size": [k + r.randint(0, min(m, 9)) for k, m in zip(n, most)], "border": border}
    sides = {side: [r.randint(0, min(m, 9)) for m in most] for side in ("before", "after")}
    return sides | {"border": border} | ({"fill": round(r.uniform(-5, 5), 2)} if border == "constant" else {})


def _crop_foreground(r, n, v):
    top = {"float32": 9.0, "int16": 120.0, "uint8": 60.0}[v["type"]] if "labels" not in v else 5.0
    return {"threshold": round(r.uniform(-1, 0.6) * top, 2), "margin": [r.randint(0, 3) for _ in n],
            "k_divisible": r.choice((1, 1, 2, 4, [3, 1, 2])), "allow_smaller": r.random() < 0.5}


def _window(r, n, v):
    return {"level": round(r.uniform(-5, 60), 2), "width": round(r.uniform(0.5, 90), 2), "clip": r.random() < 0.5,
            "out_min": round(r.uniform(-2, 0), 2), "out_max": round(r.uniform(0.5, 3), 2)}


def _normalize(r, n, v):
    p = {"by": r.choice(("all", "nonzero", "mask", "percentiles")), "per_channel": r.random() < 0.5}
    if p["by"] == "mask":
        p["mask_labels"] = sorted(r.sample((0, 1, 5, 9, 2000), 3))
    if p["by"] == "percentiles":
        p |= {"lower": round(r.uniform(0, 20), 2), "upper": round(r.uniform(70, 100), 2), "clip": r.random() < 0.5,
              "out_min": round(r.uniform(-2, 0), 2), "out_max": round(r.uniform(0.5, 3), 2)}
    return p


def _contrast(r, n, v):
    return {"factor": round(r.uniform(-1, 3), 3), "centre": "mean", "per_channel": r.random() < 0.5,
            "clamp_to_range": r.random() < 0.5}


def _gamma(r, n, v):
    return {"gamma": round(r.uniform(0.4, 4.5), 3), "invert": r.random() < 0.5, "retain_stats": r.random() < 0.5,
            "per_channel": r.random() < 0.5}


def _blur(r, n, v):
    return {"kernel": "erf", "border": "zero", "sigma": [round(r.uniform(0.2, 3), 2) for _ in n],
            "unit": r.choice(("voxels", "mm"))}


def _low_resolution(r, n, v):
    return {"factor": round(r.uniform(0.1, 1), 3), "down": r.choice(("nearest", "nearest_exact")), "up": "linear"}


def _bias_field(r, n, v):
    d = r.randint(1, 5)
    return {"degree": d, "basis": "legendre",
            "coefficients": [round(r.uniform(-0.3, 0.3), 3) for _ in range((d + 1) * (d + 2) * (d + 3) // 6)]}


MAKERS = {  # operator: parameters, how often, how near, and whether it moves labels
    "affine": (_affine, 8, FAR, True), "zoom": (_zoom, 5, VALUES, True), "elastic": (_elastic, 4, FAR, True),
    "spacing": (_spacing, 4, VALUES, True), "orientation": (_orientation, 2, 0, True), "crop": (_crop, 1, 0, True),
    "pad": (_pad, 3, 0, True), "crop_foreground": (_crop_foreground, 3, 0, True),
    "flip": (lambda r, n, v: {a: r.random() < 0.5 for a in "xyz"}, 1, 0, True),
    "rot90": (lambda r, n, v: {"plane": r.choice(("xy", "yz", "xz")), "k": r.randint(-5, 7)}, 1, 0, True),
    "transpose": (lambda r, n, v: {"order": r.sample(range(3), 3)}, 1, 0, True),
    "window": (_window, 2, 0, False), "normalize": (_normalize, 4, 1e-5, False),
    "clamp": (lambda r, n, v: {"min": round(r.uniform(-3, 2), 2), "max": round(r.uniform(3, 90), 2)}, 1, 0, False),
    "contrast": (_contrast, 2, SUMS, False), "gamma": (_gamma, 3, 1e-5, False), "blur": (_blur, 3, SUMS, False),
    "brightness": (lambda r, n, v: {"factor": round(r.uniform(-1, 2), 3), "shift": round(r.uniform(-9, 9), 2)}, 1, 0,
                   False),
    "low_resolution": (_low_resolution, 2, FAR, False), "bias_field": (_bias_field, 2, SUMS, False)}


def _size(r, low=1, high=22):
    return [r.randint(low, high) for _ in range(3)]


def _grid(r):
    q, _ = np.linalg.qr(np.random.default_rng(r.randint(0, 2**31)).normal(size=(3, 3)))
    return {"spacing": [round(r.uniform(0.4, 3.5), 3) for _ in range(3)], "direction": q.ravel().tolist(),
            "origin": [round(r.uniform(-90, 90), 2) for _ in range(3)]}


def random_cases(seed, count):
    r = random.Random(seed)
    for k in range(count):
        operator = r.choices(list(MAKERS), [m[1] for m in MAKERS.values()])[0]
        make, _, within, moves = MAKERS[operator]
        n, key, name = _size(r, 1 if moves else 3), r.randint(1, 999), f"random_{k:04d}"
        v = volume(n, r.randint(1, 4), r.choice(("float32", "float32", "uint8", "int16")), key)
        if moves and r.random() < 0.25:
            v = labels(n, "int16", key)
        v |= _grid(r)
        p = make(r, n, v)
        if p.get("by") == "mask":
            v["with_labels"] = True
        near = 0 if v.get("labels") else within
        if p.get("sampler") in ("nearest", "nearest_exact"):
            near = VALUES if p.get("fill") else 0  # x - fill + fill is not always x
        if operator == "elastic":
            yield elastic(name, p, v, key, near)
        else:
            yield case(name, operator, p, v, near)
