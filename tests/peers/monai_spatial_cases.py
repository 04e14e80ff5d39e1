"""The parameter sets of MONAI's spatial goldens, chosen for the edges of its rules; knows nothing of its calls."""

import numpy as np

from monai_case import (EVEN, FLAT, MATRIX, ODD, ONE, SINGLE, SMALL, THIN, VALUES, case, elastic, labels, volume)


def _rotation(rx, ry, rz):
    """Row-major direction of three turns: unit axes that are not those of the patient."""
    c, s = np.cos(np.radians([rx, ry, rz])), np.sin(np.radians([rx, ry, rz]))
    x = np.array([[1, 0, 0], [0, c[0], -s[0]], [0, s[0], c[0]]])
    y = np.array([[c[1], 0, s[1]], [0, 1, 0], [-s[1], 0, c[1]]])
    z = np.array([[c[2], -s[2], 0], [s[2], c[2], 0], [0, 0, 1]])
    return (z @ y @ x).ravel().tolist()


def _from_header(direction, spacing, **more):
    """Grid of axes that a NIfTI header keeps as float32, so that they are no longer at right angles exactly."""
    axes = (np.reshape(direction, (3, 3)) * spacing).astype(np.float32).astype(np.float64)
    spacing = np.linalg.norm(axes, axis=0)
    return {"direction": (axes / spacing).ravel().tolist(), "spacing": spacing.tolist(), **more}


TURNED = _rotation(17, -24, 33)
PERMUTED = [0, 0, 1, -1, 0, 0, 0, -1, 0]  # x runs toward A, y toward I, z toward L


def _affines():
    three = {"rotate": [25, -40, 70]}
    for name, p in (
            ("turn_x", {"rotate": [30, 0, 0]}), ("turn_y", {"rotate": [0, 30, 0]}), ("turn_z", {"rotate": [0, 0, 30]}),
            ("turn_three", three), ("turn_far", {"rotate": [400, -725, 1100.5]}),
            ("turn_negative", {"rotate": [-12.5, -95, -3]}), ("turn_90", {"rotate": [0, 0, 90], "size": [8, 11, 6]}),
            ("order_zyx", {**three, "rotate_order": "ZYX"}), ("order_yzx", {**three, "rotate_order": "YZX"}),
            ("order_extrinsic", {**three, "rotate_order": "xzy"}), ("order_zyx_low", {**three, "rotate_order": "zyx"}),
            ("up", {"scale": 1.7}), ("down", {"scale": 0.6}), ("mixed", {"scale": [1.4, 0.7, 1.15]}),
            ("mirrored", {"scale": [1, -1.2, 1]}),
            ("shear_0", {"shear": [0.3, 0, 0, 0, 0, 0]}), ("shear_1", {"shear": [0, -0.25, 0, 0, 0, 0]}),
            ("shear_2", {"shear": [0, 0, 0.4, 0, 0, 0]}), ("shear_3", {"shear": [0, 0, 0, 0.2, 0, 0]}),
            ("shear_4", {"shear": [0, 0, 0, 0, -0.35, 0]}), ("shear_5", {"shear": [0, 0, 0, 0, 0, 0.15]}),
            ("shear_several", {"shear": [0.3, -0.2, 0.15, 0.25, -0.1, 0.2]}),
            ("shift", {"translate": [2.3, -1.6, 0.7]}), ("shift_whole", {"translate": [2, -1, 1]}),
            ("shift_mm", {"translate": [2.1, -1.9, 3.3], "translate_unit": "mm"}),
            ("all", {**three, "scale": [1.2, 0.8, 1.1], "shear": [0.1, 0, -0.2, 0, 0.15, 0],
                     "translate": [1.5, 0, -1]}),
            ("neutral", {})):
        yield name, {**p, "border": "constant"}, volume(SMALL)
    every = {"rotate": [15, -20, 35], "scale": [1.3, 0.85, 1.1], "shear": [0.1, -0.2, 0, 0.15, 0, 0.05],
             "translate": [1.2, -0.7, 0.4]}
    for border in ("constant", "clamp", "reflect"):
        p = {**every, "border": border}
        yield f"{border}", p, volume(ODD)
        yield f"{border}_grown", {**p, "size": [16, 12, 10]}, volume(ODD)
        yield f"{border}_shrunk", {**p, "size": [8, 6, 5]}, volume(ODD)
        yield f"{border}_far", {**p, "translate": [5.5, -4, 3]}, volume(SMALL)
        yield f"{border}_down", {"scale": 0.3, "rotate": [0, 0, 20], "border": border}, volume(SMALL)
        for name, v in (("flat", FLAT), ("thin", THIN), ("one", ONE)):
            yield f"{border}_{name}", p, volume(v)
    yield "fill", {**every, "fill": -4.5}, volume(SMALL)
    yield "fill_each", {**every, "fill": [3, -1, 7.5]}, volume(SMALL, 3)
    yield "fill_minimum", {**every, "fill": "minimum"}, volume(SMALL, 2)
    yield "three_channels", {**every, "border": "reflect"}, volume(SMALL, 3)
    yield "int16", {**every, "fill": 12}, volume(SMALL, 2, "int16")
    yield "uint8", {**every, "border": "clamp"}, volume(SMALL, 1, "uint8")
    for border in ("constant", "clamp", "reflect"):
        yield f"nearest_{border}", {**every, "sampler": "nearest", "border": border, "size": [12, 9, 8]}, volume(SMALL)
        yield f"labels_{border}", {**every, "border": border}, labels(ODD)
    yield "labels_fill", {**every, "label_fill": 7, "size": [14, 8, 11]}, labels(SMALL, "int32")
    yield "labels_turned", {"rotate": [25, -140, 470]}, labels(ODD)


def _flips():
    for n in range(8):
        p = {a: bool(n >> k & 1) for k, a in enumerate("xyz")}
        yield f"{n}", p, volume(SMALL, 1 + n % 3)
    yield "labels", {"x": True, "z": True}, labels(ODD)


def _zooms():
    for sampler in ("linear", "nearest", "nearest_exact", "area"):
        for name, p in (("up", {"factor": 1.3}), ("down", {"factor": 0.7}), ("mixed", {"factor": [1.5, 0.6, 1]})):
            yield f"{sampler}_{name}", {**p, "sampler": sampler}, volume(SMALL)
            yield f"{sampler}_{name}_grown", {**p, "sampler": sampler, "keep_size": False}, volume(ODD)
        yield f"{sampler}_even", {"factor": [1.25, 0.85, 0.4], "sampler": sampler}, volume(EVEN)
        yield f"{sampler}_thin", {"factor": [1.5, 1.35, 0.8], "sampler": sampler}, volume(THIN)
    both = {"factor": [0.6, 0.75, 1.4], "sampler": "linear"}
    for border in ("clamp", "reflect101", "reflect", "wrap"):
        yield f"{border}", {**both, "border": border}, volume(EVEN)
    yield "fill", {**both, "border": "constant", "fill": -2.5}, volume(EVEN)
    yield "tripled", {"factor": 3, "sampler": "area"}, volume((5, 4, 3))
    yield "halved", {"factor": 0.5, "sampler": "nearest"}, volume(ODD)
    yield "doubled", {"factor": 2, "sampler": "nearest", "keep_size": False}, volume(ODD)
    yield "same", {"factor": 1, "sampler": "area"}, volume(SMALL)
    yield "floor", {"factor": [0.999, 1.09, 1.16], "sampler": "linear", "keep_size": False}, volume(SMALL)
    yield "three_channels", {"factor": [0.8, 1.2, 1.5], "sampler": "linear"}, volume(SMALL, 3)
    yield "int16", {"factor": [0.8, 1.2, 1.5], "sampler": "area"}, volume(SMALL, 2, "int16")
    yield "labels_up", {"factor": 1.4, "sampler": "linear"}, labels(ODD)
    yield "labels_down", {"factor": [0.6, 0.8, 0.55], "sampler": "area"}, labels(ODD)
    yield "labels_grown", {"factor": [1.6, 0.8, 1.3], "sampler": "linear", "keep_size": False}, labels(SMALL)


def _turns():
    for plane in ("xy", "yz", "xz"):
        for k in (1, 2, 3):
            yield "rot90", f"{plane}_{k}", {"plane": plane, "k": k}, volume(SMALL, k)
    yield "rot90", "none", {"plane": "xy", "k": 0}, volume(SMALL)
    yield "rot90", "labels", {"plane": "xz", "k": 1}, labels(ODD)
    yield "rot90", "flat", {"plane": "yz", "k": 3}, volume(FLAT, 2)
    for order in ([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]):
        yield "transpose", "".join(map(str, order)), {"order": order}, volume(SMALL, 1 + order[0])
    yield "transpose", "labels", {"order": [2, 0, 1]}, labels(ODD)
    yield "transpose", "flat", {"order": [1, 2, 0]}, volume(FLAT, 2)


def _elastics():
    usual = {"sigma": 1.5, "magnitude": 8}
    yield elastic("usual", usual, volume(SMALL))
    yield elastic("odd", usual, volume(ODD), 2)
    yield elastic("smooth", {"sigma": 4, "magnitude": 60}, volume(EVEN), 3)
    yield elastic("rough", {"sigma": 0.6, "magnitude": 2}, volume(SMALL), 4)
    yield elastic("far", {"sigma": 2, "magnitude": 90}, volume(ODD), 5)
    yield elastic("clamp", {**usual, "border": "clamp"}, volume(SMALL), 6)
    yield elastic("reflect", {**usual, "border": "reflect"}, volume(SMALL), 7)
    yield elastic("fill", {**usual, "fill": 3.5}, volume(SMALL), 8)
    yield elastic("nearest", {**usual, "sampler": "nearest"}, volume(SMALL), 9, 0)
    yield elastic("grown", {**usual, "size": [14, 9, 8]}, volume(SMALL), 10)
    yield elastic("shrunk", {**usual, "size": [8, 6, 5], "border": "reflect"}, volume(ODD), 11)
    yield elastic("three_channels", {**usual, "fill": [1, 2, -3]}, volume(SMALL, 3), 12)
    yield elastic("flat", {**usual, "border": "reflect"}, volume(FLAT), 13)
    yield elastic("thin", usual, volume(THIN), 14)
    yield elastic("int16", {**usual, "border": "clamp"}, volume(SMALL, 1, "int16"), 15)
    yield elastic("labels", usual, labels(ODD), 16, 0)
    yield elastic("labels_reflect", {**usual, "border": "reflect", "size": [12, 8, 10]}, labels(ODD), 17, 0)


def _spacings():
    turned = {"direction": TURNED, "origin": [31.5, -8, 12.25]}
    header = _from_header(TURNED, [0.7, 1.1, 2.3], origin=[31.5, -8, 12.25])
    far = _from_header(_rotation(110, -65, 160), [1.5, 0.9, 3])
    near = _from_header(_rotation(0, 0, 20), [3, 1.5, 1])
    tilt = {"direction": [1, 0, 0, 0, 1, -0.28, 0, 0, 0.96]}  # of a gantry
    for name, p, v in (
            ("one", {"spacing_mm": [1, 1, 1]}, volume(SMALL)), ("up", {"spacing_mm": [0.31, 0.47, 1.9]}, volume(SMALL)),
            ("down", {"spacing_mm": [1.7, 2.6, 4.9]}, volume(ODD)),
            ("mixed", {"spacing_mm": [0.5, 1.9, 2.3]}, volume(ODD)),
            ("same", {"spacing_mm": [0.7, 1.1, 2.3]}, volume(SMALL)),
            ("rounding", {"spacing_mm": [0.875, 1.375, 1.15]}, volume((16, 11, 6))),
            ("turned", {"spacing_mm": [1.1, 0.8, 1.6]}, volume(SMALL, **turned)),
            ("permuted", {"spacing_mm": [1.1, 0.8, 1.6]}, volume(ODD, direction=PERMUTED)),
            ("three_channels", {"spacing_mm": [0.9, 0.9, 1.3]}, volume(SMALL, 3)),
            ("int16", {"spacing_mm": [1, 0.7, 1.5]}, volume(SMALL, 2, "int16")),
            ("flat", {"spacing_mm": [0.9, 1.3, 1]}, volume(FLAT)),
            ("thin", {"spacing_mm": [2, 0.8, 1.7]}, volume(THIN)),
            ("one_voxel", {"spacing_mm": [1, 2, 3]}, volume(ONE)),
            ("constant", {"spacing_mm": [0.83, 1.7, 1.6], "border": "constant"}, volume((12, 9, 6))),
            ("reflect", {"spacing_mm": [0.83, 1.7, 1.6], "border": "reflect"}, volume((12, 9, 6))),
            ("nearest", {"spacing_mm": [0.93, 0.83, 1.57], "sampler": "nearest"}, volume(SMALL)),
            ("labels", {"spacing_mm": [0.93, 0.83, 1.57]}, labels(ODD)),
            ("labels_down", {"spacing_mm": [1.53, 2.61, 3.13]}, labels(ODD, **turned)),
            ("header_down", {"spacing_mm": [1.7, 2.6, 4.9]}, volume(ODD, **header)),
            ("header_up", {"spacing_mm": [0.83, 0.5, 1.1], "border": "constant"}, volume(ODD, **far)),
            ("header_labels", {"spacing_mm": [1.1, 0.8, 1.6]}, labels(ODD, **header)),
            ("header_near", {"spacing_mm": [3.0015, 1.5, 1]}, volume(SMALL, **near)),
            ("header_not_near", {"spacing_mm": [3.0045, 1.5, 1]}, volume(SMALL, **near)),
            ("tilt", {"spacing_mm": [0.7, 1.4, 1.6], "border": "reflect"}, volume(SMALL, **tilt))):
        if name == "header_near":
            yield case(name, "spacing", p, v)
        elif name.startswith("header_") or name == "tilt":
            yield case(name, "spacing", p, v, SINGLE, "our coordinates are float32")
        else:
            yield case(name, "spacing", p, v, VALUES)


def _orientations():
    for axcodes in ("RAS", "LPS", "LPI", "ARS", "SRA", "IPL", "PSR", "ASL"):
        yield axcodes.lower(), {"axcodes": axcodes}, volume(SMALL, 2)
    for name, direction in (("turned", TURNED), ("permuted", PERMUTED), ("far", _rotation(110, -65, 160)),
                            ("tilted", _rotation(-38, 12, -41))):
        for axcodes in ("RAS", "PIL"):
            yield f"{name}_{axcodes.lower()}", {"axcodes": axcodes}, volume(ODD, direction=direction)
    yield "labels", {"axcodes": "SPR"}, labels(ODD, direction=TURNED)
    yield "flat", {"axcodes": "IPR"}, volume(FLAT)


def _crops():
    for name, p, v in (
            ("start", {"start": [2, 1, 3], "size": [5, 4, 2]}, volume(SMALL)),
            ("corner", {"start": [0, 0, 0], "size": [3, 8, 1]}, volume(SMALL, 2)),
            ("end", {"start": [8, 0, 4], "size": [5, 7, 5]}, volume(ODD)),
            ("centre", {"size": [5, 4, 2]}, volume(SMALL)),
            ("centre_odd", {"size": [7, 3, 5]}, volume(ODD, 3)), ("whole", {"size": [11, 8, 6]}, volume(SMALL)),
            ("one", {"start": [6, 3, 4], "size": [1, 1, 1]}, volume(ODD)),
            ("int16", {"start": [1, 2, 1], "size": [8, 3, 4]}, volume(SMALL, 1, "int16")),
            ("turned", {"start": [3, 2, 1], "size": [6, 4, 7]}, volume(ODD, direction=TURNED)),
            ("labels", {"start": [3, 2, 1], "size": [6, 4, 7]}, labels(ODD)),
            ("labels_centre", {"size": [3, 5, 1]}, labels(ODD))):
        yield case(name, "crop", p, v)


def _pads():
    sides = {"before": [2, 0, 3], "after": [1, 4, 0]}
    for border in ("constant", "clamp", "reflect101", "reflect", "wrap"):
        yield f"{border}", {**sides, "border": border}, volume(SMALL, 2)
        yield f"{border}_size", {"size": [14, 9, 9], "border": border}, volume(SMALL)
        yield f"{border}_odd", {"size": [16, 12, 13], "border": border}, volume(ODD)
        yield f"{border}_labels", {**sides, "border": border}, labels(ODD)
    yield "fill", {"size": [15, 11, 6], "border": "constant", "fill": -3.25}, volume(SMALL)
    yield "label_fill", {**sides, "border": "constant", "label_fill": 5}, labels(ODD)
    yield "far_reflect", {"before": [14, 20, 7], "after": [25, 9, 19], "border": "reflect"}, volume((5, 4, 3))
    yield "far_clamp", {"before": [9, 0, 4], "after": [2, 11, 6], "border": "clamp"}, volume((5, 4, 3))
    yield "flat", {"size": [15, 11, 4], "border": "clamp"}, volume(FLAT)
    yield "turned", {**sides, "border": "constant"}, volume(ODD, direction=TURNED)
    yield "int16", {**sides, "border": "reflect101"}, volume(SMALL, 1, "int16")


def _foregrounds():
    turned = {"direction": TURNED}
    for name, p, v in (
            ("high", {"threshold": 9}, volume(SMALL)), ("higher", {"threshold": 10.5}, volume(ODD)),
            ("margin", {"threshold": 10, "margin": 2}, volume(SMALL)),
            ("margin_each", {"threshold": 10, "margin": [0, 3, 1]}, volume(ODD)),
            ("smaller", {"threshold": 10, "margin": [4, 2, 3], "allow_smaller": True}, volume(SMALL)),
            ("divisible", {"threshold": 10, "k_divisible": 4}, volume(ODD)),
            ("divisible_each", {"threshold": 9.5, "k_divisible": [5, 2, 3], "margin": 1}, volume(SMALL)),
            ("divisible_smaller", {"threshold": 9.5, "k_divisible": 8, "margin": 1, "allow_smaller": True},
             volume(ODD)),
            ("all", {"threshold": -100}, volume(SMALL)), ("default", {}, volume(ODD)),
            ("three_channels", {"threshold": 9}, volume(ODD, 3)),
            ("one_channel", {"threshold": 8.5, "channels": [2]}, volume(ODD, 3)),
            ("two_channels", {"threshold": 8.5, "channels": [1, 2]}, volume(ODD, 3)),
            ("turned", {"threshold": 10, "margin": 1}, volume(ODD, **turned)),
            ("int16", {"threshold": 150, "margin": 1}, volume(SMALL, 1, "int16")),
            ("labels", {"threshold": 10}, labels(SMALL)),
            ("labels_margin", {"threshold": 10, "margin": 2}, labels(ODD))):
        yield case(name, "crop_foreground", p, v)


def spatial_cases():
    for name, p, v in _affines():
        far = name == "turn_far"  # the angle itself is float32
        yield case(name, "affine", p, v, 0 if p.get("sampler") == "nearest" else SINGLE if far else MATRIX)
    for name in ("turn_three", "mixed", "shear_several", "all", "constant", "clamp", "reflect"):
        p, v = next((p, v) for n, p, v in _affines() if n == name)
        yield case(f"single_{name}", "affine", p, v, SINGLE, single=True)
    for operator, rows in (("flip", _flips()), ("orientation", _orientations()), ("pad", _pads())):
        for name, p, v in rows:
            yield case(name, operator, p, v)
    for name, p, v in _zooms():
        yield case(name, "zoom", p, v, VALUES if p["sampler"] in ("linear", "area") else 0)
    for operator, name, p, v in _turns():
        yield case(name, operator, p, v)
    yield from _elastics()
    yield from _spacings()
    yield from _crops()
    yield from _foregrounds()
