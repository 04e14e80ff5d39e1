"""The parameter sets of batchgeneratorsv2's goldens, chosen for the edges of its rules; knows nothing of its calls."""

import random

import numpy as np

SMALL, ODD, FLAT, THIN, POWERS = (11, 8, 6), (13, 7, 9), (12, 9, 1), (1, 10, 7), (8, 16, 4)
SPATIAL, ELASTIC, VALUES = 5e-6, 1e-5, 1e-6  # of the range: float32 coordinates, offsets and sums
FILLED = 1e-7  # the peer samples (value - fill) and adds the fill again: a voxel loses its last bit
ZEROS = 1e-9  # a product of 0 and a negative factor is -0 in the peer, 0 where a shift of 0 is added


def volume(size, channels=1, type="float32", key=1):
    return {"size": list(size), "channels": channels, "type": type, "key": key}


def labels(size, type="int16", key=1):
    return {"size": list(size), "labels": True, "type": type, "key": key}


def case(name, operator, parameters, volume, within=0.0, **more):
    near = {} if within == 0 else {"peer_rule": {"within": within}, "our_rule": {"within": within}}
    if within:
        near["why"] = {SPATIAL: "coordinates in float32", ELASTIC: "offsets in float32", FILLED: "value - fill + fill",
                       ZEROS: "the sign of zeros"}.get(within, "sums and powers in float32")
    return {"name": f"{operator}_{name}", "steps": [{"id": "s", "operator": operator, "parameters": parameters}],
            "volume": volume, **near, **more}


def noise(size, key=1):
    """N(0,1) vectors on a grid, (3, z, y, x) with the x component first: what the peer would have drawn."""
    return np.random.default_rng(key).standard_normal((3, *reversed(size))).astype(np.float32)


def _affines():
    mixed = {"rotate": [17, -33, 52], "scale": [1.25, 0.8, 1.1]}
    for name, p in (("rotate_x", {"rotate": [28, 0, 0]}), ("rotate_y", {"rotate": [0, -41.5, 0]}),
                    ("rotate_z", {"rotate": [0, 0, 63]}), ("rotate_three", {"rotate": [17, -33, 52]}),
                    ("rotate_far", {"rotate": [-400, 725, -1000.5]}), ("scale_one", {"scale": 1.3, "isotropic": True}),
                    ("scale_axes", {"scale": [0.7, 1.4, 1.15]}), ("both", mixed)):
        yield name, p, volume(SMALL)
    yield "both_odd", mixed, volume(ODD)
    yield "grown", {**mixed, "size": [16, 9, 7]}, volume(SMALL)
    yield "other_parity", {"rotate": [5, 0, 12], "size": [10, 9, 7]}, volume(SMALL)
    yield "shrunk", {**mixed, "size": [5, 6, 3]}, volume(ODD)
    yield "fill", {**mixed, "fill": -4.5}, volume(SMALL)
    yield "fill_far", {**mixed, "fill": 1024, "scale": 0.5}, volume(ODD)
    yield "clamp", {**mixed, "border": "clamp"}, volume(SMALL)
    yield "clamp_grown", {**mixed, "border": "clamp", "size": [17, 12, 11]}, volume(ODD)
    yield "reflect", {**mixed, "border": "reflect"}, volume(SMALL)
    yield "reflect_twice", {"rotate": [10, 20, 30], "scale": 0.3, "border": "reflect"}, volume(SMALL)
    yield "nearest", {**mixed, "sampler": "nearest"}, volume(SMALL)
    yield "nearest_fill", {**mixed, "sampler": "nearest", "fill": 0.5}, volume(ODD)
    yield "nearest_clamp", {**mixed, "sampler": "nearest", "border": "clamp"}, volume(ODD)
    yield "nearest_reflect", {**mixed, "sampler": "nearest", "border": "reflect"}, volume(ODD)
    yield "three_channels", {**mixed, "fill": 9}, volume(SMALL, 3)
    yield "flat", {"rotate": [0, 0, 40]}, volume(FLAT)
    yield "flat_out_of_plane", {"rotate": [20, 10, 40], "border": "clamp"}, volume(FLAT)
    yield "thin", {**mixed, "border": "reflect"}, volume((10, 1, 7))
    yield "thin_fill", {**mixed, "fill": 2}, volume(THIN, 2)
    yield "one_voxel", {**mixed, "fill": 1}, volume((1, 1, 1))
    yield "int16", mixed, volume(ODD, 1, "int16")
    for border in ("constant", "clamp", "reflect"):
        yield f"labels_nearest_{border}", {**mixed, "border": border, "label_fill": 3}, labels(ODD)


def _one_hots():
    mixed = {"rotate": [17, -33, 52], "scale": [1.25, 0.8, 1.1], "label_sampler": "one_hot"}
    halves = {"size": [7, 15, 3], "label_sampler": "one_hot"}  # samples fall on the middle of voxels: ties everywhere
    for tie in ("nearest", "lowest", "highest"):
        yield f"one_hot_{tie}", {**mixed, "label_tiebreak": tie}, labels(ODD)
        yield f"one_hot_ties_{tie}", {**halves, "label_tiebreak": tie}, labels(POWERS)
        yield f"one_hot_ties_grown_{tie}", {**halves, "size": [9, 17, 5], "label_tiebreak": tie}, labels(POWERS)
        yield f"one_hot_fill_{tie}", {**mixed, "label_tiebreak": tie, "label_fill": -1, "scale": 0.6}, labels(SMALL)
    yield "one_hot_default", mixed, labels(SMALL)
    yield "one_hot_fill_known", {**mixed, "label_fill": 9, "scale": 0.7}, labels(SMALL)
    yield "one_hot_clamp", {**mixed, "border": "clamp"}, labels(ODD)
    yield "one_hot_reflect", {**mixed, "border": "reflect"}, labels(ODD)
    yield "one_hot_grown", {**mixed, "size": [19, 12, 14], "label_fill": -1}, labels(ODD, "int32")
    yield "one_hot_flat", {**mixed, "label_fill": -1}, labels(FLAT)
    for tie in ("nearest", "lowest", "highest"):  # one block: a single class, a second one where the padding comes in
        yield f"one_hot_two_{tie}", {**halves, "size": [4, 4, 4], "label_fill": -1, "label_tiebreak": tie,
                                     "rotate": [0, 0, 90]}, labels((2, 2, 2), key=3)


def _elastics():
    def field(name, size, p, v, key=1, out=None):
        p = {"model": "gaussian_field", "field": f"elastic_{name}.nii", **p}
        return name, p, v, noise(out or size, key)

    usual = {"sigma": [2, 2.5, 1.5], "magnitude": [2, 1.5, 1]}
    yield field("one", SMALL, {"sigma": 2, "magnitude": 2}, volume(SMALL))
    yield field("axes", SMALL, usual, volume(SMALL))
    yield field("axes_odd", ODD, usual, volume(ODD), 2)
    yield field("smooth", SMALL, {"sigma": [4, 3, 5], "magnitude": [3, 2, 2]}, volume(SMALL), 3)
    yield field("rough", SMALL, {"sigma": 1, "magnitude": 1}, volume(SMALL), 4)
    yield field("rougher", ODD, {"sigma": [0.5, 0.7, 0.6], "magnitude": 1}, volume(ODD), 5)
    yield field("only_x", ODD, {"sigma": 2, "magnitude": [3, 0, 0]}, volume(ODD), 6)
    yield field("only_z", ODD, {"sigma": 2, "magnitude": [0, 0, 3]}, volume(ODD), 7)
    yield field("centred", SMALL, {**usual, "centred": True}, volume(SMALL), 8)
    yield field("not_centred", SMALL, {**usual, "centred": False}, volume(SMALL), 8)
    yield field("fill", SMALL, {**usual, "fill": -4.5}, volume(SMALL), 9)
    yield field("clamp", SMALL, {**usual, "border": "clamp"}, volume(SMALL), 10)
    yield field("reflect", SMALL, {**usual, "border": "reflect"}, volume(SMALL), 11)
    yield field("nearest", SMALL, {**usual, "sampler": "nearest"}, volume(SMALL), 12)
    yield field("three_channels", SMALL, {**usual, "fill": 9}, volume(SMALL, 3), 13)
    yield field("sized", SMALL, {**usual, "size": [14, 7, 9]}, volume(SMALL), 14, (14, 7, 9))
    yield field("flat", FLAT, usual, volume(FLAT), 15)
    yield field("labels", ODD, {**usual, "label_fill": 3}, labels(ODD), 16)
    yield field("labels_clamp", ODD, {**usual, "border": "clamp"}, labels(ODD), 17)
    yield field("labels_one_hot", ODD, {**usual, "label_sampler": "one_hot", "label_fill": -1}, labels(ODD), 18)


def _values():
    for name, p in (("up", {"factor": 1.45}), ("down", {"factor": 0.65}), ("same", {"factor": 1.0}),
                    ("zero", {"factor": 0.0}), ("negative", {"factor": -0.8})):
        for kept in (False, True):
            yield "contrast", f"{name}_{'kept' if kept else 'free'}", {**p, "clamp_to_range": kept}, volume(SMALL)
    for kept in (False, True):
        yield "contrast", f"three_channels_{'kept' if kept else 'free'}", \
            {"factor": [1.3, 0.7, 2], "clamp_to_range": kept}, volume(ODD, 3)
    yield "contrast", "int16", {"factor": 1.2, "clamp_to_range": True}, volume(ODD, 1, "int16")
    for name, p in (("up", {"factor": 1.3}), ("down", {"factor": 0.7}), ("negative", {"factor": -1.1}),
                    ("shift", {"shift": 2.75}), ("shift_down", {"shift": -0.1})):
        yield "brightness", name, p, volume(SMALL)
    yield "brightness", "three_channels", {"factor": [0.7, 1.25, 1.9]}, volume(ODD, 3)
    yield "brightness", "three_shifts", {"shift": [0.3, -1.5, 12.25]}, volume(ODD, 3)
    yield "brightness", "int16", {"factor": 0.9}, volume(ODD, 1, "int16")
    for name, p in (("up", {"gamma": 1.5}), ("down", {"gamma": 0.7}), ("same", {"gamma": 1.0})):
        for turned in (False, True):
            for kept in (False, True):
                more = {"invert": turned, "retain_stats": kept}
                yield "gamma", f"{name}{'_turned' * turned}{'_kept' * kept}", {**p, **more}, volume(SMALL)
    for turned in (False, True):
        yield "gamma", f"three_channels{'_turned' * turned}", \
            {"gamma": [0.7, 1.4, 2.2], "invert": turned, "retain_stats": True}, volume(ODD, 3)
    yield "gamma", "int16", {"gamma": 1.3, "retain_stats": True}, volume(ODD, 1, "int16")


def _low_resolutions():
    exact = {"down": "nearest_exact", "up": "linear"}
    for name, factor in (("half", 0.5), ("third", 1 / 3), ("most", 0.93), ("tenth", 0.17), ("same", 1.0)):
        yield name, {**exact, "factor": factor}, volume(SMALL)
    yield "rounded_even", {**exact, "factor": 0.5}, volume((13, 7, 9))  # 6.5, 3.5, 4.5 go to 6, 4, 4
    yield "axes", {**exact, "factor": [0.4, 0.9, 0.55], "per_axis": True}, volume(ODD)
    yield "one_axis", {**exact, "factor": [1, 1, 0.4], "per_axis": True}, volume(SMALL)
    yield "flat", {**exact, "factor": [0.5, 0.7, 1], "per_axis": True}, volume(FLAT)
    yield "thin", {**exact, "factor": 0.6}, volume(THIN)
    yield "single_product", {**exact, "factor": 5 / 14}, volume((14, 14, 14))  # 14 to 5: float32 n/m times i + 0.5
    yield "three_channels", {**exact, "factor": 0.45}, volume(SMALL, 3)
    yield "int16", {**exact, "factor": 0.7}, volume(ODD, 1, "int16")


def _blurs():
    usual = {"kernel": "nnunet", "border": "reflect101"}
    for name, sigma in (("half", 0.5), ("one", 1.0), ("three_quarters", 0.75), ("axes", [0.6, 1.5, 0.8]),
                        ("wide", [3, 2.2, 1.6]), ("one_tap", 0.2), ("even_3", 0.25), ("even_9", [1.25, 0.3, 0.3]),
                        ("even_15", [2.25, 0.5, 0.5]), ("rounded_down", [0.66, 0.41, 0.99])):
        yield name, {**usual, "sigma": sigma}, volume(SMALL)
    yield "three_channels", {**usual, "sigma": [1.4, 0.5, 0.9]}, volume(ODD, 3)
    yield "flat", {**usual, "sigma": [1.2, 0.8, 0.1]}, volume(FLAT)
    yield "int16", {**usual, "sigma": 0.7}, volume(ODD, 1, "int16")


def _moves():
    for plane in ("xy", "yz", "xz"):
        for k in (1, 2, 3):
            yield "rot90", f"{plane}_{k}", {"plane": plane, "k": k}, volume(SMALL, k)
    yield "rot90", "int16", {"plane": "xz", "k": 1}, volume(ODD, 2, "int16")
    yield "rot90", "labels", {"plane": "yz", "k": 3}, labels(ODD)
    yield "rot90", "flat", {"plane": "xz", "k": 1}, volume(FLAT)
    for order in ((1, 0, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1), (0, 1, 2)):
        yield "transpose", "".join("xyz"[k] for k in order), {"order": list(order)}, volume((7, 7, 7))
    yield "transpose", "three_channels", {"order": [2, 0, 1]}, volume((6, 6, 6), 3)
    yield "transpose", "labels", {"order": [1, 2, 0]}, labels((8, 8, 8))
    for n in range(8):
        x, y, z = bool(n & 1), bool(n & 2), bool(n & 4)
        yield "flip", f"{n}", {"x": x, "y": y, "z": z}, volume(SMALL, 1 + n % 3)
    yield "flip", "labels", {"x": True, "z": True}, labels(ODD)


def _within(operator, p, v):
    """How near float32 can come."""
    if operator in ("affine", "elastic"):
        if v.get("labels"):
            return 0
        if p.get("sampler") == "nearest":
            return FILLED if p.get("fill") and p.get("border", "constant") == "constant" else 0
        return ELASTIC if operator == "elastic" else SPATIAL
    if operator == "brightness":
        return ZEROS if v.get("type") != "float32" and np.min(p.get("factor", 0)) < 0 else 0
    return 0 if operator in ("rot90", "transpose", "flip") else VALUES


def _all():
    rows = [("affine", name, {"convention": "nnunet", **p}, v) for name, p, v in (*_affines(), *_one_hots())]
    rows += [("low_resolution", *row) for row in _low_resolutions()] + [("blur", *row) for row in _blurs()]
    for operator, name, p, v in (*rows, *_values(), *_moves()):
        if operator in ("contrast", "gamma"):
            p = {**p, "per_channel": True}  # the peer knows nothing else
        yield case(name, operator, p, v, _within(operator, p, v))
    for name, p, v, vectors in _elastics():
        yield case(name, "elastic", p, v, _within("elastic", p, v), make_field=(vectors,))


CASES = list(_all())


def random_cases(seed, count):
    """Cases that nobody chose: parameters, sizes, types and channels at random."""
    r = random.Random(seed)

    def uniform(low, high, n=3):
        return [round(r.uniform(low, high), 3) for _ in range(n)]

    def size(low=1, high=24):
        return [r.randint(low, high) for _ in range(3)]

    def warp(p, v):
        p |= {"border": r.choice(("constant", "constant", "clamp", "reflect"))}
        if v.get("labels"):
            p |= {"label_fill": r.choice((0, -1, 9, 7)), "label_sampler": r.choice(("nearest", "one_hot")),
                  "label_tiebreak": r.choice(("nearest", "lowest", "highest"))}
        else:
            p |= {"fill": r.randint(-9, 9), "sampler": r.choice(("nearest", "linear", "linear"))}
        if r.random() < 0.3:
            p["size"] = size()
        return p

    def affine(v):
        p = {"convention": "nnunet", "rotate": r.choice((uniform(-400, 400), [0, 0, round(r.uniform(-90, 90), 2)]))}
        if r.random() < 0.6:
            p["scale"] = uniform(0.5, 1.7) if r.random() < 0.5 else uniform(0.5, 1.7, 1)[0]
        return warp(p, v)

    def elastic(v):
        return warp({"model": "gaussian_field", "sigma": uniform(0.8, 6), "magnitude": uniform(0, 3),
                     "centred": r.random() < 0.7}, v)

    def gamma(v):
        return {"gamma": uniform(0.4, 2.5, 1)[0], "invert": r.random() < 0.5, "retain_stats": r.random() < 0.5,
                "per_channel": True}

    def contrast(v):
        return {"factor": uniform(-1, 3, 1)[0], "clamp_to_range": r.random() < 0.5, "per_channel": True}

    def low_resolution(v):
        # the peer refuses an axis of no voxel; two leave a range to compare with
        least = [max(0.15, min(1.51, n - 0.49) / n) for n in v["size"]]
        return {"factor": [round(r.uniform(low, 1), 3) for low in least], "per_axis": True, "down": "nearest_exact",
                "up": "linear"}

    def blur(v):
        most = [min(3.0, max(0.24, (2 * n - 2.6) / 6)) for n in v["size"]]  # the peer refuses to reflect twice
        return {"sigma": [round(r.uniform(0.05, high), 3) for high in most], "kernel": "nnunet",
                "border": "reflect101"}

    def brightness(v):
        return {r.choice(("factor", "shift")): uniform(-3, 3, 1)[0]}

    def rot90(v):
        return {"plane": r.choice(("xy", "yz", "xz")), "k": r.randint(0, 3)}

    def flip(v):
        return {k: r.random() < 0.5 for k in "xyz"}

    makers = {"affine": affine, "elastic": elastic, "gamma": gamma, "contrast": contrast, "blur": blur,
              "low_resolution": low_resolution, "brightness": brightness, "rot90": rot90, "flip": flip}
    weights = {"affine": 10, "elastic": 6, "low_resolution": 4, "blur": 4}
    for n in range(count):
        operator = r.choices(list(makers), [weights.get(k, 1) for k in makers])[0]
        v = volume(size(), r.randint(1, 3), r.choice(("float32", "float32", "uint8", "int16")), r.randint(1, 999))
        if operator in ("affine", "elastic", "rot90", "flip") and r.random() < 0.3:
            v = labels(size(), "int16", r.randint(1, 999))
        p, name, more = makers[operator](v), f"random_{n:04d}", {}
        if operator == "elastic":
            p["field"] = f"{name}.nii"
            more["make_field"] = (noise(p.get("size", v["size"]), r.randint(1, 999)),)
        yield case(name, operator, p, v, _within(operator, p, v), **more)
