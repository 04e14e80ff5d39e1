"""The parameter sets of TorchIO's goldens, chosen for the edges of its rules; knows nothing of its calls."""

import random

import numpy as np

import volumes

SMALL, ODD, FLAT, THIN, ONE = (11, 8, 6), (13, 7, 9), (12, 9, 1), (1, 10, 7), (1, 1, 1)
SPATIAL, ELASTIC, VALUES, BLUR = 1e-6, 1e-5, 1e-6, 2e-6  # of the range, which a wide blur shrinks
CLIPPED = 2e-7  # the peer clips before it rescales: 1 may be 0.9999999


def _rotation(x, y, z):
    """A direction turned about the three axes, degrees."""
    (a, b, c), i = np.radians([x, y, z]), np.eye(3)

    def turn(k, angle):
        m, (p, q) = i.copy(), [n for n in range(3) if n != k]
        m[p, p] = m[q, q] = np.cos(angle)
        m[p, q], m[q, p] = -np.sin(angle), np.sin(angle)
        return m

    return turn(2, c) @ turn(1, b) @ turn(0, a)


LETTERS = {"L": (1, 0, 0), "R": (-1, 0, 0), "P": (0, 1, 0), "A": (0, -1, 0), "S": (0, 0, 1), "I": (0, 0, -1)}


def _direction(codes, turned=(0, 0, 0)):
    """Nine numbers, LPS: the columns are the axes that the letters name, turned by some degrees."""
    m = _rotation(*turned) @ np.transpose([LETTERS[k] for k in codes])
    return [float(v) for v in m.ravel()]


GRIDS = {"lps": {}, "ras": {"direction": _direction("RAS")}, "pir": {"direction": _direction("PIR")},
         "lsa": {"direction": _direction("LSA"), "spacing": [1.5, 0.8, 2.75], "origin": [30, -8.5, 0]},
         "oblique": {"direction": _direction("LPS", (12, -20, 31))},
         "oblique_pir": {"direction": _direction("PIR", (-9, 17, 14)), "spacing": [2, 0.9, 1.3]}}


def volume(size, channels=1, type="float32", key=1, grid="lps", **more):
    return {"size": list(size), "channels": channels, "type": type, "key": key, **GRIDS[grid], **more}


def labels(size, type="int16", key=1, grid="lps"):
    return {"size": list(size), "labels": True, "type": type, "key": key, **GRIDS[grid]}


def case(name, operator, parameters, volume, within=0.0, **more):
    near = {} if within == 0 else {"peer_rule": {"within": within}, "our_rule": {"within": within}}
    if within:
        near["why"] = "clipped before rescaled" if within == CLIPPED else "the peer computes in another precision"
    return {"name": f"{operator}_{name}", "steps": [{"id": "s", "operator": operator, "parameters": parameters}],
            "volume": volume, "layout": "cxyz", **near, **more}


def points(n, millimetres, locked, key=1):
    """Displacements of control points in LPS mm, (3, z, y, x) with the x component first; 0 in locked layers."""
    d = np.random.default_rng(key).uniform(-1, 1, (3, *reversed(n))) * np.reshape(millimetres, (3, 1, 1, 1))
    for k in range(locked):  # never along the third axis
        d[..., [k, -1 - k]] = 0
        d[..., [k, -1 - k], :] = 0
    return d.astype(np.float32)


def _affines():
    mixed = {"rotate": [17, -33, 52], "scale": [1.25, 0.8, 1.1], "translate": [1.5, -2.25, 3]}
    for name, p in (("rotate_r", {"rotate": [28, 0, 0]}), ("rotate_a", {"rotate": [0, -41.5, 0]}),
                    ("rotate_s", {"rotate": [0, 0, 63]}), ("rotate_three", {"rotate": [17, -33, 52]}),
                    ("rotate_far", {"rotate": [-400, 725, -1000.5]}), ("scale_one", {"scale": 1.3, "isotropic": True}),
                    ("scale_axes", {"scale": [0.7, 1.4, 1.15]}), ("translate", {"translate": [1.1, -2.3, 4.05]}),
                    ("scale_translate", {"scale": [0.7, 1.4, 1.15], "translate": [1.1, -2.3, 4.05]})):
        yield name, {"fill": "minimum", **p}, volume(SMALL)
    for grid in GRIDS:
        yield f"mixed_{grid}", {**mixed, "fill": "minimum"}, volume(ODD, grid=grid)
        yield f"labels_{grid}", {**mixed, "label_fill": 3}, labels(ODD, grid=grid)
        # a scan's world origin is near or in it
        near = {"origin": [-3.5, 2.25, 1.75]} if grid == "lps" else {}
        yield f"origin_{grid}", {"rotate": [4, -6, 9], "scale": [1.05, 0.97, 1.02], "centre": "origin",
                                 "fill": "minimum"}, volume(ODD, grid=grid) | near
    yield "fill", {**mixed, "fill": -4.5}, volume(SMALL)
    yield "fill_half_voxel", {"translate": [0.3, 0.5, -1.1], "fill": 100}, volume(SMALL)  # clamped, then the fill
    yield "whole_voxels", {"translate": [-1.4, 2.2, 4.6], "fill": 100}, volume(SMALL)
    yield "shrunk", {"scale": 0.4, "rotate": [10, 0, 20], "fill": 9}, volume(SMALL)
    yield "nearest", {**mixed, "sampler": "nearest", "fill": "minimum"}, volume(SMALL)
    yield "nearest_oblique", {**mixed, "sampler": "nearest", "fill": -1}, volume(ODD, grid="oblique")
    yield "three_channels", {**mixed, "fill": "minimum"}, volume(SMALL, 3)
    yield "flat", {"rotate": [0, 0, 40], "fill": "minimum"}, volume(FLAT)
    yield "flat_out_of_plane", {"rotate": [10, 20, 40], "scale": [1.2, 0.9, 1.5], "fill": "minimum"}, volume(FLAT)
    yield "thin", {**mixed, "fill": "minimum"}, volume(THIN)
    yield "int16", {**mixed, "fill": "minimum"}, volume(ODD, 1, "int16")
    yield "labels_default", mixed, labels(SMALL)


def _elastics():
    def field(name, p, v, key=1):
        p = {"model": "control_grid", "points": [7, 7, 7], "displacement_mm": [3, 3, 3], "locked_borders": 2,
             "field": f"elastic_{name}.nii", "fill": "minimum", **p}
        return name, p, v, points(p["points"], p["displacement_mm"], p["locked_borders"], key)

    yield field("usual", {}, volume(ODD))
    for locked in (0, 1, 2):
        yield field(f"locked_{locked}", {"locked_borders": locked, "displacement_mm": [2, 3, 4]}, volume(ODD), 2)
    yield field("points", {"points": [8, 5, 6]}, volume(ODD), 3)
    yield field("fewest", {"points": [4, 4, 4], "locked_borders": 1}, volume(SMALL), 4)
    yield field("fewest_free", {"points": [4, 5, 4], "locked_borders": 0}, volume(SMALL), 4)
    yield field("only_l", {"displacement_mm": [4, 0, 0], "locked_borders": 0}, volume(ODD), 5)
    yield field("only_s", {"displacement_mm": [0, 0, 4], "locked_borders": 0}, volume(ODD), 5)
    for grid in GRIDS:
        yield field(grid, {"points": [7, 6, 5], "displacement_mm": [4, 3, 2], "locked_borders": 1},
                    volume(ODD, grid=grid), 6)
        yield field(f"labels_{grid}", {"points": [5, 6, 7], "locked_borders": 0}, labels(ODD, grid=grid), 7)
    yield field("nearest", {"sampler": "nearest"}, volume(SMALL), 8)
    yield field("three_channels", {}, volume(SMALL, 3), 9)
    yield field("thin", {"locked_borders": 0}, volume(THIN), 10)
    yield field("far", {"displacement_mm": [12, 10, 15], "locked_borders": 0}, volume(ODD), 11)


def _values():
    for name, g in (("up", 1.5), ("down", 0.7), ("same", 1.0), ("two", 2.0)):
        yield "gamma", name, {"gamma": g, "rescale": False}, volume(SMALL)
        yield "gamma", f"{name}_positive", {"gamma": g, "rescale": False}, volume(SMALL, type="uint8")
    yield "gamma", "three_channels", {"gamma": [0.6, 1.3, 2.1], "rescale": False}, volume(ODD, 3)
    yield "gamma", "int16", {"gamma": 0.8, "rescale": False}, volume(ODD, type="int16")
    usual = {"kernel": "scipy", "unit": "mm", "border": "reflect"}
    for name, sigma in (("one", 1), ("axes", [0.5, 1.4, 2]), ("small", 0.3), ("wide", [4, 5, 6]), ("none", 0),
                        ("one_axis", [0, 2.5, 0])):
        yield "blur", name, {**usual, "sigma": sigma}, volume(SMALL)
    yield "blur", "other_spacing", {**usual, "sigma": [2, 1.1, 3]}, volume(ODD, grid="lsa")
    yield "blur", "three_channels", {**usual, "sigma": [1, 0.7, 2]}, volume(ODD, 3)
    yield "blur", "flat", {**usual, "sigma": 2}, volume(FLAT)
    yield "blur", "thin", {**usual, "sigma": 1.5}, volume(THIN)
    for degree, coefficients in ((0, [0.4]), (1, [0.1, -0.3, 0.25, 0.5]),
                                 (2, [0.1, -0.2, 0.3, 0.15, -0.25, 0.2, 0.05, -0.4, 0.35, -0.1])):
        yield "bias_field", f"degree_{degree}", _bias(degree, coefficients), volume(SMALL)
    r = random.Random(5)
    for degree in (3, 4):
        yield "bias_field", f"degree_{degree}", _bias(degree, _coefficients(r, degree)), volume(ODD)
    yield "bias_field", "three_channels", _bias(3, _coefficients(r, 3)), volume(SMALL, 3)
    yield "bias_field", "flat", _bias(3, _coefficients(r, 3)), volume(FLAT)
    yield "bias_field", "thin", _bias(2, _coefficients(r, 2)), volume(THIN)
    yield "bias_field", "int16", _bias(3, _coefficients(r, 3)), volume(ODD, type="int16")


def _bias(degree, coefficients):
    return {"degree": degree, "coefficients": coefficients, "basis": "monomial"}


def _coefficients(r, degree):
    n = (degree + 1) * (degree + 2) * (degree + 3) // 6
    return [round(r.uniform(-0.5, 0.5), 3) for _ in range(n)]


def _normalizations():
    z = {"ddof": 1, "epsilon": 0}
    yield "all", {"by": "all", **z}, volume(SMALL)
    yield "three_channels", {"by": "all", **z}, volume(ODD, 3)
    yield "int16", {"by": "all", **z}, volume(ODD, type="int16")
    yield "mask", {"by": "mask", **z}, volume(SMALL, with_labels=True)
    yield "mask_labels", {"by": "mask", "mask_labels": [1, 9], **z}, volume(ODD, with_labels=True)
    yield "mask_int16", {"by": "mask", "mask_labels": [5], **z}, volume(ODD, type="int16", with_labels=True)
    full = {"by": "percentiles", "clip": True, "epsilon": 0}
    for name, low, high, out in (("range", 0, 100, (0, 1)), ("usual", 0.5, 99.5, (0, 1)), ("narrow", 10, 80, (-1, 1)),
                                 ("halves", 12.5, 62.5, (0, 255))):
        p = {**full, "lower": low, "upper": high, "out_min": out[0], "out_max": out[1]}
        yield f"percentiles_{name}", p, volume(SMALL)
        yield f"percentiles_{name}_three_channels", p, volume(ODD, 3)
    p = {**full, "lower": 1, "upper": 99, "out_min": 0, "out_max": 1}
    yield "percentiles_int16", p, volume(ODD, type="int16")
    yield "percentiles_mask", {**p, "mask_labels": [1, 5, 9, 2000]}, volume(ODD, with_labels=True)
    yield "percentiles_mask_labels", {**p, "mask_labels": [9]}, volume(SMALL, with_labels=True)


def _exact():
    """Where voxels only move, or are compared."""
    for name, p in (("both", {"min": -1, "max": 4.5}), ("low", {"min": 0.25}), ("high", {"max": 2}),
                    ("none_left", {"min": 3, "max": 3}), ("wide", {"min": -1000, "max": 1000})):
        yield "clamp", name, p, volume(SMALL)
        yield "clamp", f"{name}_int16", p, volume(ODD, 2, "int16")
    for name, p in (("unit", {}), ("bytes", {"out_max": 255}), ("signed", {"out_min": -1})):
        for clip in (False, True):
            p = {"level": 2.5, "width": 7, "out_min": 0, "out_max": 1, "clip": clip, **p}
            yield "window", f"{name}{'_clipped' * clip}", p, volume(SMALL)
    yield "window", "int16", {"level": -40, "width": 400, "out_min": 0, "out_max": 1, "clip": True}, \
        volume(ODD, 2, "int16")
    for n in range(8):
        x, y, z = bool(n & 1), bool(n & 2), bool(n & 4)
        yield "flip", f"{n}", {"x": x, "y": y, "z": z}, volume(SMALL, 1 + n % 3, grid=list(GRIDS)[n % 6])
    yield "flip", "labels", {"x": True, "z": True}, labels(ODD, grid="ras")
    for name, start, size in (("start", [2, 1, 0], [5, 6, 4]), ("corner", [0, 0, 0], [3, 2, 1]),
                              ("end", [6, 3, 2], [5, 5, 4]), ("all", [0, 0, 0], list(SMALL)),
                              ("one", [5, 4, 3], [1, 1, 1]), ("line", [0, 7, 5], [11, 1, 1])):
        yield "crop", name, {"start": start, "size": size}, volume(SMALL, 2)
    for grid in GRIDS:
        yield "crop", grid, {"start": [3, 1, 2], "size": [6, 5, 3]}, volume(ODD, grid=grid)
    yield "crop", "labels", {"start": [3, 1, 2], "size": [6, 5, 3]}, labels(ODD, grid="pir")
    few = {"before": [2, 0, 1], "after": [1, 3, 2], "border": "constant"}
    many = {"before": [25, 9, 14], "after": [3, 20, 7]}
    for border in ("constant", "clamp", "reflect", "reflect101", "wrap"):
        yield "pad", border, few | {"border": border}, volume(SMALL, 2)
        yield "pad", f"{border}_far", {**many, "border": border}, volume((5, 4, 6))
        yield "pad", f"{border}_thin", {"before": [3, 2, 0], "after": [2, 1, 4], "border": border}, volume(THIN)
        yield "pad", f"{border}_labels", few | {"border": border}, labels(SMALL)
    yield "pad", "fill", {**few, "fill": -4.5}, volume(SMALL)
    yield "pad", "minimum", {**few, "fill": "minimum"}, volume(SMALL)
    yield "pad", "label_fill", {**few, "label_fill": 7}, labels(SMALL)
    for grid in GRIDS:
        yield "pad", grid, few, volume(SMALL, grid=grid)
    for codes in ("RAS", "LPS", "PIR", "SLA", "IPL", "AIL"):
        for grid in ("lps", "pir", "oblique"):
            yield "orientation", f"{grid}_to_{codes.lower()}", {"axcodes": codes}, volume(SMALL, 1, grid=grid)
    yield "orientation", "three_channels", {"axcodes": "SPR"}, volume(ODD, 3, grid="lsa")
    yield "orientation", "labels", {"axcodes": "SPR"}, labels(ODD, grid="oblique_pir")


def _spacings():
    usual = {"convention": "torchio"}
    for name, mm in (("one", [1, 1, 1]), ("finer", [0.5, 0.4, 0.9]), ("coarser", [1.6, 2.5, 4]),
                     ("mixed", [0.3, 2, 2.3]), ("same", [0.7, 1.1, 2.3]), ("whole", [1.4, 2.2, 4.6]),
                     ("one_left", [6, 7, 11])):
        yield name, {**usual, "spacing_mm": mm}, volume(SMALL)
    for grid in GRIDS:
        yield grid, {**usual, "spacing_mm": [1.2, 0.85, 1.7]}, volume(ODD, grid=grid)
    yield "nearest", {**usual, "spacing_mm": [1.13, 0.87, 1.71], "sampler": "nearest"}, volume(SMALL)
    yield "three_channels", {**usual, "spacing_mm": [1.2, 0.85, 1.7]}, volume(SMALL, 3)
    yield "flat", {**usual, "spacing_mm": [1.2, 0.85, 1]}, volume(FLAT)
    yield "thin", {**usual, "spacing_mm": [0.2, 0.85, 1.7]}, volume(THIN)
    yield "int16", {**usual, "spacing_mm": [1.2, 0.85, 1.7]}, volume(ODD, 1, "int16")
    for grid in ("lps", "oblique_pir"):
        yield f"labels_{grid}", {**usual, "spacing_mm": [1.13, 0.87, 1.71]}, labels(ODD, grid=grid)


def nearest(p, v):
    return v.get("labels") or p.get("sampler") == "nearest"


def _within(operator, p, v):
    """How near float32 can come."""
    if operator in ("affine", "elastic", "spacing"):
        return 0 if nearest(p, v) else ELASTIC if operator == "elastic" else SPATIAL
    if operator == "window":
        return CLIPPED if p["clip"] else 0
    return {"blur": BLUR, "gamma": VALUES, "bias_field": VALUES, "normalize": VALUES}.get(operator, 0)


def _all():
    rows = [("affine", name, {"convention": "torchio", "translate_unit": "mm", **p}, v) for name, p, v in _affines()]
    rows += [("spacing", *row) for row in _spacings()] + [("normalize", *row) for row in _normalizations()]
    for operator, name, p, v in (*rows, *_values(), *_exact()):
        yield case(name, operator, p, v, _within(operator, p, v))
    for name, p, v, vectors in _elastics():
        yield case(name, "elastic", p, v, _within("elastic", p, v), make_field=(vectors,))


CASES = list(_all())


def random_cases(seed, count):
    """Cases that nobody chose: parameters, sizes, grids, types and channels at random."""
    r = random.Random(seed)

    def uniform(low, high, n=3):
        return [round(r.uniform(low, high), 3) for _ in range(n)]

    def size(low=1, high=24):
        return [r.randint(low, high) for _ in range(3)]

    def grid():
        return {"direction": _direction(r.choice(("LPS", "RAS", "PIR", "LSA", "SRP", "AIL")),
                                        [r.uniform(-35, 35) for _ in range(3)] if r.random() < 0.5 else (0, 0, 0)),
                "spacing": uniform(0.6, 3), "origin": uniform(-50, 50)}

    def affine(v):
        p = {"convention": "torchio", "translate_unit": "mm", "rotate": uniform(-400, 400), "translate": uniform(-5, 5),
             "scale": uniform(0.5, 1.7) if r.random() < 0.6 else uniform(0.5, 1.7, 1)[0]}
        return p | {"fill": r.choice(("minimum", r.randint(-9, 9))), "label_fill": r.randint(0, 9),
                    "sampler": r.choice(("nearest", "linear", "linear"))}

    def elastic(v):
        return {"model": "control_grid", "points": [r.randint(5, 9) for _ in range(3)],
                "displacement_mm": uniform(0.5, 4), "locked_borders": r.randint(0, 2), "fill": "minimum",
                "label_fill": int(volumes.labels(v["size"], key=v["key"]).min())}

    def spacing(v):
        extent = [n * s for n, s in zip(v["size"], v["spacing"])]  # the peer leaves no voxel beyond it
        spacing = [min(0.99 * e, m + 1e-4) for e, m in zip(extent, uniform(0.4, 4))]  # nor a whole number of voxels
        return {"convention": "torchio", "spacing_mm": spacing,
                "sampler": r.choice(("nearest", "linear", "linear"))}

    def blur(v):
        return {"kernel": "scipy", "unit": "mm", "border": "reflect", "sigma": uniform(0, 5)}

    def bias_field(v):
        degree = r.randint(0, 4)
        return _bias(degree, _coefficients(r, degree))

    def normalize(v):
        if r.random() < 0.5:
            return {"by": "all", "ddof": 1, "epsilon": 0}
        low = uniform(0, 40, 1)[0]
        return {"by": "percentiles", "clip": True, "epsilon": 0, "lower": low, "upper": round(low + 20, 3),
                "out_min": 0, "out_max": r.choice((1, 255))}

    def crop(v):
        start = [r.randrange(n) for n in v["size"]]
        return {"start": start, "size": [r.randint(1, n - a) for n, a in zip(v["size"], start)]}

    def pad(v):
        return {"before": size(0, 9), "after": size(0, 9), "border": r.choice(("constant", "clamp", "reflect",
                                                                               "reflect101", "wrap"))}

    def window(v):
        return {"level": uniform(-9, 9, 1)[0], "width": uniform(0.5, 20, 1)[0], "out_min": 0, "out_max": 1,
                "clip": False}

    makers = {"affine": affine, "elastic": elastic, "spacing": spacing, "blur": blur, "bias_field": bias_field,
              "normalize": normalize, "crop": crop, "pad": pad, "window": window,
              "gamma": lambda v: {"gamma": uniform(0.4, 2.5, 1)[0], "rescale": False},
              "flip": lambda v: {k: r.random() < 0.5 for k in "xyz"},
              "orientation": lambda v: {"axcodes": r.choice(("RAS", "LPS", "PIR", "SLA", "AIL", "IRP"))}}
    moved = ("affine", "elastic", "spacing")
    for n in range(count):
        operator = r.choices(list(makers), [4 if k in moved else 1 for k in makers])[0]
        v = volume(size(2), r.randint(1, 3), r.choice(("float32", "float32", "uint8", "int16")), r.randint(1, 999))
        if operator in (*moved, "crop", "pad", "flip", "orientation") and r.random() < 0.3:
            v = labels(size(2), "int16", r.randint(1, 999))
        v |= grid()
        p, name, more = makers[operator](v), f"random_{n:04d}", {}
        if operator == "elastic":
            p["field"] = f"{name}.nii"
            more["make_field"] = (points(p["points"], p["displacement_mm"], p["locked_borders"], r.randint(1, 999)),)
        yield case(name, operator, p, v, _within(operator, p, v), **more)
