"""The parameter sets of DALI's goldens, chosen for the edges that its rules have; knows nothing of DALI's calls."""

import random


def volume(size, channels=1, type="float32", key=1):
    return {"size": list(size), "channels": channels, "type": type, "key": key}


def labels(size, type="int16", key=1):
    return {"size": list(size), "labels": True, "type": type, "key": key}


def case(name, operator, parameters, volume, **more):
    if operator in ("rotate", "warp_affine") and not volume.get("labels"):
        # DALI's CPU walks along x; we, as its GPU, evaluate every coordinate: float32 rounding of a coordinate
        more.setdefault("our_rule", {"within": 5e-5})
    return {"name": name, "steps": [{"id": "s", "operator": operator, "parameters": parameters}], "volume": volume,
            **more}


SMALL, ODD, FLAT, THIN, ONE = (11, 8, 6), (13, 7, 9), (12, 9, 1), (1, 10, 7), (1, 1, 1)


def _resizes():
    filters = ("nearest", "linear", "cubic", "lanczos3", "triangular", "gaussian")
    inner = {"roi_start": [2.25, 1, 0.5], "roi_end": [9, 6.5, 5.75]}
    crossed = {"roi_start": [2, 6, 8], "roi_end": [9, 1, 1]}  # flipped along y and z
    for f in filters:
        for name, size in (("up", [17, 13, 11]), ("down", [6, 5, 4]), ("same", list(SMALL)), ("mixed", [16, 8, 3])):
            yield f"{f}_{name}", {"size": size, "filter": f}, volume(SMALL)
        if f != "nearest":
            yield f"{f}_down_plain", {"size": [5, 3, 4], "filter": f, "antialias": False}, volume(SMALL)
            yield f"{f}_roi", {"size": [9, 10, 5], "filter": f, **inner}, volume(ODD)
    yield "three_channels", {"size": [7, 11, 5]}, volume(SMALL, 3)
    yield "four_channels_cubic", {"size": [15, 5, 9], "filter": "cubic"}, volume(SMALL, 4)
    yield "five_channels_lanczos", {"size": [15, 5, 9], "filter": "lanczos3"}, volume(SMALL, 5)
    yield "default_one_given", {"size": [7, 0, 0]}, volume(SMALL)
    yield "default_two_given", {"size": [0, 5, 9]}, volume(SMALL)
    yield "default_max", {"size": [20, 0, 0], "max_size": [13, 12, 30]}, volume(SMALL)
    yield "none_given", {"size": 0, "filter": "gaussian"}, volume(SMALL)
    yield "stretch", {"size": [0, 5, 9], "mode": "stretch"}, volume(SMALL)
    yield "stretch_max", {"size": [0, 5, 9], "mode": "stretch", "max_size": 7}, volume(SMALL)
    yield "not_larger", {"size": [20, 12, 13], "mode": "not_larger"}, volume(ODD)
    yield "not_larger_one_free", {"size": [9, 0, 4.5], "mode": "not_larger"}, volume(ODD)
    yield "not_smaller", {"size": [5, 6, 7], "mode": "not_smaller", "filter": "cubic"}, volume(ODD)
    yield "not_smaller_max", {"size": [20, 15, 13], "mode": "not_smaller", "max_size": 18}, volume(SMALL)
    yield "fractional", {"size": [9.4, 6.6, 4.5]}, volume(SMALL)
    yield "fractional_snapped", {"size": [9.4, 6.6, 4.5], "subpixel_scale": False}, volume(SMALL)
    yield "fractional_up_cubic", {"size": [15.3, 9.5, 7.7], "filter": "cubic"}, volume(SMALL)
    yield "fractional_tiny", {"size": [0.3, 0.9, 1.4]}, volume(SMALL)
    yield "negative", {"size": [-9, 5, -8]}, volume(SMALL)
    yield "negative_cubic", {"size": [-15, -5, 6], "filter": "cubic"}, volume(SMALL)
    yield "roi_flipped", {"size": [8, 6, 7], "roi_start": [9, 1, 8], "roi_end": [2, 6, 1]}, volume(ODD)
    yield "roi_twice_flipped", {"size": [-8, 6, -7], "roi_start": [9, 1, 8], "roi_end": [2, 6, 1]}, volume(ODD)
    yield "roi_relative", {"size": [8, 6, 7], "roi_relative": True, "roi_start": [0.1, 0.25, 0.2],
                           "roi_end": [0.9, 0.8, 1]}, volume(ODD)
    yield "roi_beyond", {"size": [20, 12, 11], "roi_start": [-3, -2.5, -1], "roi_end": [16, 9, 10.5]}, volume(ODD)
    yield "roi_beyond_lanczos", {"size": [7, 12, 5], "filter": "lanczos3", "roi_start": [-3, -2.5, -1],
                                 "roi_end": [16, 9, 10.5]}, volume(ODD)
    yield "roi_free_axes", {"size": [8, 0, 0], "roi_start": [9, 1, 8], "roi_end": [2, 6, 1]}, volume(ODD)
    yield "roi_free_stretch", {"size": [8, 0, 0], "mode": "stretch", **crossed}, volume(ODD)
    yield "roi_free_not_larger", {"size": [8, 0, -5], "mode": "not_larger", **crossed}, volume(ODD)
    yield "min_mag", {"size": [17, 4, 9], "min_filter": "lanczos3", "mag_filter": "cubic"}, volume(SMALL)
    yield "min_only", {"size": [17, 4, 3], "min_filter": "gaussian"}, volume(SMALL)
    yield "mixed_nearest_up", {"size": [17, 4, 3], "mag_filter": "nearest"}, volume(SMALL)
    yield "mixed_nearest_down", {"size": [17, 4, 9], "min_filter": "nearest", "mag_filter": "cubic"}, volume(SMALL)
    # 20 -> 6 and 30 -> 7: accumulated y and z coordinates fall short of an integer that the direct rule reaches
    yield "nearest_accumulated_20", {"size": [6, 6, 6], "filter": "nearest"}, volume((20, 20, 20))
    yield "nearest_accumulated_mixed", {"size": [26, 6, 6], "min_filter": "nearest"}, volume((20, 20, 20))
    yield "flat", {"size": [8, 12, 1]}, volume(FLAT)
    yield "flat_up", {"size": [8, 12, 3], "filter": "cubic"}, volume(FLAT)
    yield "thin", {"size": [4, 7, 9], "filter": "lanczos3"}, volume(THIN)
    yield "one_voxel", {"size": [3, 2, 4], "filter": "cubic"}, volume(ONE)
    yield "to_one_voxel", {"size": [1, 1, 1]}, volume(SMALL)
    yield "far_down", {"size": [2, 3, 2], "filter": "lanczos3"}, volume((24, 17, 21))
    for t in ("uint8", "int16", "uint16"):
        yield f"{t}_linear", {"size": [14, 5, 6]}, volume(SMALL, 2, t)
        yield f"{t}_nearest", {"size": [5, 13, 9], "filter": "nearest"}, volume(SMALL, 1, t)


def _resize_labels():
    yield "labels_up", {"size": [17, 13, 11]}, labels(SMALL)
    yield "labels_down", {"size": [5, 3, 4]}, labels(SMALL, "uint16")
    yield "labels_mixed_cubic", {"size": [16, 3, 6], "filter": "cubic"}, labels(SMALL)
    yield "labels_fractional", {"size": [7.4, 12.6, 4.5]}, labels(ODD)
    yield "labels_negative", {"size": [-15, 5, -8]}, labels(ODD)
    yield "labels_roi", {"size": [9, 10, 5], "roi_start": [2.25, 1, 0.5], "roi_end": [9, 6.5, 5.75]}, labels(ODD)
    yield "labels_flat", {"size": [7, 11, 3]}, labels(FLAT)
    yield "labels_far_down", {"size": [3, 4, 2]}, labels((20, 24, 21))


def _rotates():
    for name, axis, angle in (("z_30", [0, 0, 1], 30), ("x_-50", [1, 0, 0], -50), ("y_100", [0, 1, 0], 100),
                              ("z_400", [0, 0, 1], 400), ("minus_z_30", [0, 0, -2], 30), ("xyz_120", [1, 1, 1], 120),
                              ("oblique", [1, 2, 3], 37.5), ("oblique_-700", [-3, 0.5, 2], -700),
                              ("z_90", [0, 0, 1], 90), ("z_180", [0, 0, 5], 180), ("z_0", [0, 0, 1], 0),
                              ("z_360", [0, 0, 1], 360), ("y_1", [0, 1, 0], 1)):
        yield f"{name}_kept", {"axis": axis, "angle": angle}, volume(SMALL)
        yield f"{name}_grown", {"axis": axis, "angle": angle, "keep_size": False, "border": "constant", "fill": -4.5}, \
            volume(ODD)
    yield "sized", {"axis": [1, 2, 3], "angle": 20, "size": [15, 6, 9]}, volume(SMALL)
    yield "sized_fractional", {"axis": [1, 0, 1], "angle": -33, "size": [9.5, 6.4, 8.6], "border": "constant"}, \
        volume(SMALL)
    yield "nearest_kept", {"axis": [2, 1, 0], "angle": 25, "sampler": "nearest"}, volume(SMALL)
    yield "nearest_fill", {"axis": [2, 1, 0], "angle": 25, "sampler": "nearest", "border": "constant", "fill": 0.5}, \
        volume(ODD, 2)
    yield "three_channels", {"axis": [1, -1, 0.25], "angle": 63, "border": "constant", "fill": 9}, volume(SMALL, 3)
    yield "four_channels", {"axis": [1, -1, 0.25], "angle": 263, "keep_size": False}, volume((7, 8, 5), 4)
    yield "flat", {"angle": 40, "keep_size": False, "border": "constant"}, volume(FLAT)
    yield "flat_out_of_plane", {"axis": [1, 0, 0], "angle": 40, "keep_size": False}, volume(FLAT)
    yield "thin", {"axis": [0, 1, 1], "angle": 75, "keep_size": False}, volume(THIN)
    yield "one_voxel", {"axis": [0, 1, 1], "angle": 75, "border": "constant", "fill": 1}, volume(ONE)
    yield "uint8", {"axis": [0, 2, 1], "angle": 15, "border": "constant", "fill": 3}, volume(SMALL, 1, "uint8")
    yield "int16", {"axis": [0, 2, 1], "angle": -15}, volume(SMALL, 2, "int16")
    yield "labels_kept", {"axis": [1, 2, 3], "angle": 37.5}, labels(ODD)
    yield "labels_grown", {"axis": [1, 2, 3], "angle": -137.5, "keep_size": False, "border": "constant",
                           "label_fill": 7}, labels(ODD, "int32")
    yield "labels_90", {"axis": [1, 0, 0], "angle": 90, "keep_size": False}, labels(ODD)


def _warps():
    identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
    mixed = [0.9, 0.2, -0.1, 0.7, -0.15, 1.1, 0.3, -1.2, 0.05, -0.25, 0.8, 1.3]
    grown = [0.45, 0, 0, 0.3, 0, 0.62, 0, 0.1, 0, 0, 1.7, -0.4]
    for name, m, v in (("identity", identity, SMALL), ("mirror", [-1, 0, 0, 11, 0, 1, 0, 0, 0, 0, 1, 0], SMALL),
                       ("shift", [1, 0, 0, 2, 0, 1, 0, -3, 0, 0, 1, 1], SMALL),
                       ("half_shift", [1, 0, 0, 0.5, 0, 1, 0, -0.25, 0, 0, 1, 0.125], SMALL),
                       ("permuted", [0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0], (8, 8, 8)), ("mixed", mixed, SMALL),
                       ("scaled", grown, ODD), ("flat", mixed, FLAT), ("thin", mixed, THIN), ("one_voxel", mixed, ONE)):
        yield f"{name}_clamp", {"matrix": m}, volume(v)
        yield f"{name}_fill", {"matrix": m, "border": "constant", "fill": -2.25}, volume(v)
    yield "push", {"matrix": mixed, "inverse_map": False}, volume(SMALL)
    yield "push_fill", {"matrix": grown, "inverse_map": False, "border": "constant", "fill": 5}, volume(ODD)
    swapped = [0.1, 1.2, 0, 1, 0.9, 0.05, 0.2, -1, 0.1, 0.3, -1.1, 8]  # its inverse needs a pivot
    yield "push_pivot", {"matrix": swapped, "inverse_map": False}, volume(SMALL)
    yield "sized", {"matrix": mixed, "size": [17, 5, 10]}, volume(SMALL)
    yield "sized_fractional", {"matrix": mixed, "size": [12.5, 5.4, 9.6], "border": "constant"}, volume(SMALL)
    yield "nearest", {"matrix": mixed, "sampler": "nearest"}, volume(SMALL)
    yield "nearest_fill", {"matrix": grown, "sampler": "nearest", "border": "constant", "fill": 0.5}, volume(ODD)
    yield "singular_row", {"matrix": [1, 0, 0, 0, 0, 0.001, 0, 3, 0, 0, 1, 0]}, volume(SMALL)
    yield "far_outside", {"matrix": [1, 0, 0, 500, 0, 1, 0, 0, 0, 0, 1, -900]}, volume(SMALL)
    yield "three_channels", {"matrix": mixed, "border": "constant", "fill": 4}, volume(SMALL, 3)
    yield "four_channels", {"matrix": grown}, volume(SMALL, 4)
    for t in ("uint8", "int16"):
        yield t, {"matrix": mixed, "border": "constant", "fill": 12}, volume(SMALL, 1, t)
    yield "labels", {"matrix": mixed}, labels(ODD)
    yield "labels_fill", {"matrix": grown, "border": "constant", "label_fill": 77}, labels(ODD, "int32")
    yield "labels_push", {"matrix": mixed, "inverse_map": False, "size": [9, 12, 7]}, labels(SMALL, "int32")


def _flips():
    for n in range(8):
        x, y, z = bool(n & 1), bool(n & 2), bool(n & 4)
        yield f"{n}", {"x": x, "y": y, "z": z}, volume(SMALL, 1 + n % 4)
    yield "int16", {"x": True, "z": True}, volume(ODD, 2, "int16")
    yield "uint8", {"y": True}, volume(FLAT, 1, "uint8")
    yield "labels", {"x": True, "y": True}, labels(ODD, "int32")
    yield "one_voxel", {"x": True, "y": True, "z": True}, volume(ONE)


def _blurs():
    yield "half", {"sigma": 0.5}, volume(SMALL)
    yield "one", {"sigma": 1}, volume(SMALL)
    yield "per_axis", {"sigma": [0.6, 1.5, 1.1]}, volume(ODD)
    yield "wide", {"sigma": [4, 3, 2.5]}, volume(SMALL)  # window beyond the extent: reflected more than once
    yield "window", {"window_size": 5}, volume(SMALL)
    yield "window_per_axis", {"window_size": [3, 7, 1]}, volume(SMALL)
    yield "window_and_sigma", {"sigma": [0.7, 2, 1.2], "window_size": [7, 3, 5]}, volume(ODD)
    yield "flat", {"sigma": [1.2, 0.8, 2]}, volume(FLAT)
    yield "thin", {"sigma": 1.3}, volume(THIN, 2)
    yield "one_voxel", {"sigma": 2}, volume(ONE)
    yield "three_channels", {"sigma": [1.4, 0.5, 0.9]}, volume(SMALL, 3)
    yield "uint8", {"sigma": [0.9, 1.2, 0.5]}, volume(SMALL, 1, "uint8")
    yield "int16", {"sigma": 0.75}, volume(ODD, 1, "int16")


def _values():
    for name, p in (("same", {}), ("factor", {"factor": 1.3}), ("shift", {"shift": -2.75}),
                    ("both", {"factor": 0.7, "shift": 12.5}), ("negative", {"factor": -1.1, "shift": 0.1}),
                    ("zero", {"factor": 0.0, "shift": 3.3})):
        yield "brightness", name, p, volume(SMALL)
    yield "brightness", "three_channels", {"factor": 1.7, "shift": 0.3}, volume(ODD, 3)
    yield "brightness", "int16", {"factor": 0.9, "shift": 4.25}, volume(ODD, 1, "int16")
    for name, factor, value in (("same", 1.0, 0.5), ("up", 1.6, 3.25), ("down", 0.65, 3.25), ("zero", 0.0, -1.7),
                                ("negative", -0.8, 2.2), ("far", 1.25, -1024.0)):
        yield "contrast", name, {"factor": factor, "centre": "value", "value": value}, volume(SMALL)
    yield "contrast", "four_channels", {"factor": 1.45, "centre": "value", "value": 0.5}, volume(SMALL, 4)
    yield "contrast", "uint8", {"factor": 1.45, "centre": "value", "value": 100.0}, volume(ODD, 1, "uint8")


def _windows():
    borders = ("clamp", "constant", "reflect", "reflect101", "wrap")
    middle = [0.5, 0.5, 0.5]
    for name, size, anchor, v in (("odd_room", [6, 5, 5], middle, SMALL), ("even", [5, 6, 2], middle, SMALL),
                                  ("low", [4, 5, 3], [0, 0, 0], ODD), ("high", [4, 5, 3], [1, 1, 1], ODD),
                                  ("mixed", [6, 3, 7], [0.25, 0.8, 0.1], ODD),
                                  ("single", [6, 2, 4], [0.7, 0.3, 0.9], (11, 7, 9)),  # 0.7 x 5 as float32 is < 3.5
                                  ("same", list(SMALL), middle, SMALL), ("flat", [5, 4, 1], [0.3, 0.6, 0.9], FLAT),
                                  ("one_voxel", [1, 1, 1], [0.4, 0.6, 0.2], SMALL)):
        yield "crop", name, {"size": size, "anchor": anchor}, volume(v)
    yield "crop", "start", {"size": [5, 3, 4], "start": [6, 0, 2]}, volume(SMALL, 2)
    yield "crop", "int16", {"size": [5, 3, 4], "start": [6, 0, 2]}, volume(SMALL, 1, "int16")
    for border in borders:
        p = {"border": border, "fill": -2.5, "label_fill": 77}
        yield "crop", f"{border}_larger", {"size": [16, 9, 11], **p}, volume(SMALL)
        yield "crop", f"{border}_beyond", {"size": [9, 14, 4], "start": [-4, 3, 4], **p}, volume(SMALL, 2)
        yield "crop", f"{border}_labels", {"size": [16, 6, 9], "anchor": [0.2, 0.5, 1], **p}, labels(SMALL)
        yield "pad", border, {"before": [3, 0, 5], "after": [1, 4, 0], **p}, volume(SMALL)
        yield "pad", f"{border}_far", {"before": [11, 2, 9], "after": [3, 10, 7], **p}, volume((4, 3, 5))
        yield "pad", f"{border}_flat", {"before": [1, 2, 3], "after": [2, 0, 2], **p}, volume(FLAT)
        yield "pad", f"{border}_labels", {"before": [0, 3, 1], "after": [6, 0, 2], **p}, labels(SMALL, "int32")
    yield "pad", "uint8", {"before": [1, 2, 3], "border": "constant", "fill": 9}, volume(SMALL, 1, "uint8")
    yield "pad", "none", {}, volume(SMALL, 3)


def _known_differences():
    """What DALI's CPU does and we do not; the names D1.. are those of the list of DALI's defects."""
    differs = {"peer_rule": {"differs": True}, "our_rule": {"differs": True}}
    shifted = {"matrix": [1, 0, 0, 2, 0, 1, 0, 0, 0, 0, 1, 0], "border": "constant", "fill": 0.5}
    yield case("known_fill_rounded", "warp_affine", shifted, volume(SMALL, 1, "uint8"),
               why="D7: DALI rounds the fill of a linear warp to the input's type (1 here); ours stays 0.5", **differs)
    yield case("known_fill_nearest", "warp_affine", shifted | {"sampler": "nearest"}, volume(SMALL, 1, "uint8"),
               why="D7: a nearest warp keeps the fill, as ours does")
    yield case("known_nearest_beyond", "resize",
               {"size": [10, 8, 6], "filter": "nearest", "roi_start": [-2, 0, 0], "roi_end": [8, 8, 6]}, volume(SMALL),
               why="D2: at scale 1 DALI's CPU replicates wrongly where a nearest region leaves the volume", **differs)
    yield case("known_nearest_and_cubic", "resize",
               {"size": [5, 12, 9], "min_filter": "nearest", "mag_filter": "cubic", "roi_start": [3, 2, 2],
                "roi_end": [10, 7, 8]}, volume(ODD),
               why="D3: DALI's CPU applies the region twice where nearest and another filter meet", **differs)


def _all():
    for operator, rows in (("resize", _resizes()), ("resize", _resize_labels()), ("rotate", _rotates()),
                           ("warp_affine", _warps()), ("flip", _flips()), ("blur", _blurs())):
        for name, parameters, v in rows:
            yield case(f"{operator}_{name}", operator, parameters, v)
    for operator, name, parameters, v in (*_values(), *_windows()):
        yield case(f"{operator}_{name}", operator, parameters, v)
    yield from _known_differences()


CASES = list(_all())


def random_cases(seed, count):
    """Cases that nobody chose: parameters, sizes, types and channels at random."""
    r = random.Random(seed)

    def size(low=1, high=24):
        return [r.randint(low, high) for _ in range(3)]

    def resize(n, v):
        p = {"size": [r.choice((0, r.randint(1, 30), r.randint(1, 30), -r.randint(1, 30), round(r.uniform(0.4, 30), 3)))
                      for _ in range(3)],
             "mode": r.choice(("default", "stretch", "not_larger", "not_smaller")), "antialias": r.random() < 0.7,
             "subpixel_scale": r.random() < 0.7,
             "filter": r.choice(("nearest", "linear", "cubic", "lanczos3", "triangular", "gaussian"))}
        if p["mode"] == "not_smaller" or r.random() < 0.3:
            p["max_size"] = size(3, 40)
        if r.random() < 0.4:
            # DALI's CPU reads past the volume where a nearest resize has a region beyond it
            beyond = 0 if "labels" in v or p["filter"] == "nearest" else 0.1
            p["roi_start"] = [round(r.uniform(-beyond, 0.4) * k, 2) for k in n]
            p["roi_end"] = [round(r.uniform(0.6, 1 + beyond) * k - 0.005, 2) for k in n]
            if r.random() < 0.3:
                p["roi_start"], p["roi_end"] = p["roi_end"], p["roi_start"]
        return p

    def warp(p, v):
        if r.random() < 0.5:
            low = 0 if v.get("type") == "uint8" else -9  # DALI rounds and saturates the fill to the input's type
            p |= {"border": "constant", "fill": r.randint(low, 9), "label_fill": r.randint(0, 20)}
        p["sampler"] = r.choice(("nearest", "linear", "linear"))
        return p

    def rotate(n, v):
        oblique = [round(r.gauss(0, 1), 2) or 1.0 for _ in range(3)]
        p = {"axis": oblique if r.random() < 0.6 else r.choice(([1, 0, 0], [0, 1, 0], [0, 0, -3])),
             "angle": r.choice((round(r.uniform(-400, 400), 2), 90, -180, 270))}
        if r.random() < 0.2:
            p["size"] = size()
        else:
            p["keep_size"] = r.random() < 0.5
        return warp(p, v)

    def warp_affine(n, v):
        m = [float(k % 5 == 0) for k in range(12)]
        m = [round(v + r.gauss(0, 0.3), 4) for v in m]
        p = {"matrix": m, "inverse_map": r.random() < 0.6}
        if r.random() < 0.3:
            p["size"] = size() if r.random() < 0.7 else [300 + r.randint(0, 300), 3, 2]  # beyond a tile of 256
        return warp(p, v)

    def blur(n, v):
        return {"sigma": [round(r.uniform(0.2, 3), 2) for _ in range(3)]}

    def value(n, v):
        return {"factor": round(r.uniform(-2, 3), 3)}

    def crop(n, v):
        p = {"size": size(), "border": r.choice(("clamp", "constant", "reflect", "reflect101", "wrap"))}
        if r.random() < 0.5:
            return p | {"anchor": [round(r.random(), 1) for _ in range(3)]}
        return p | {"start": [r.randint(-k, k) for k in n], "fill": r.randint(0, 9)}

    def pad(n, v):
        return {"before": size(0, 12), "after": size(0, 12),
                "border": r.choice(("clamp", "constant", "reflect", "reflect101", "wrap")), "fill": r.randint(0, 9)}

    makers = {"resize": resize, "rotate": rotate, "warp_affine": warp_affine, "blur": blur, "brightness": value,
              "contrast": lambda n, v: value(n, v) | {"centre": "value", "value": round(r.uniform(-9, 9), 2)},
              "flip": lambda n, v: {k: r.random() < 0.5 for k in "xyz"}, "crop": crop, "pad": pad}
    weights = {"resize": 10, "rotate": 6, "warp_affine": 6, "blur": 3, "crop": 2, "pad": 2}
    for n in range(count):
        operator = r.choices(list(makers), [weights.get(k, 1) for k in makers])[0]
        v = volume(size(), r.randint(1, 4), r.choice(("float32", "float32", "uint8", "int16")), r.randint(1, 999))
        if operator in ("resize", "rotate", "warp_affine") and r.random() < 0.25:
            v = labels(size(), "int16", r.randint(1, 999))
        yield case(f"random_{n:04d}_{operator}", operator, makers[operator](v["size"], v), v)
