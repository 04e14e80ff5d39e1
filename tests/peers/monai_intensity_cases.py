"""The parameter sets of MONAI's intensity goldens, chosen for the edges of its rules; knows nothing of its calls."""

import random

from monai_case import EVEN, FLAT, ODD, SMALL, SUMS, THIN, VALUES, case, chain, masked, volume


def _windows():
    for name, p, v in (
            ("clip", {"level": 4, "width": 6, "clip": True}, volume(SMALL)),
            ("open", {"level": 4, "width": 6, "clip": False}, volume(SMALL)),
            ("out", {"level": 3.5, "width": 9, "out_min": -1, "out_max": 1, "clip": True}, volume(ODD)),
            ("out_open", {"level": 3.5, "width": 9, "out_min": 20, "out_max": 255}, volume(ODD)),
            ("narrow", {"level": 5, "width": 0.5, "clip": True}, volume(SMALL)),
            ("three_channels", {"level": 2, "width": 11, "clip": True}, volume(SMALL, 3)),
            ("int16", {"level": 40, "width": 400, "clip": True}, volume(ODD, 1, "int16")),
            ("flat", {"level": 6, "width": 4, "out_max": 2, "clip": True}, volume(FLAT)),
            ("inverted", {"level": 4, "width": 10, "out_min": 1, "out_max": 0}, volume(SMALL))):
        yield case(name, "window", p, v)


def _normalizes():
    for name, p, v in (
            ("all", {"by": "all"}, volume(SMALL)), ("odd", {"by": "all"}, volume(ODD)),
            ("int16", {"by": "all"}, volume(SMALL, 1, "int16")),
            ("pooled", {"by": "all", "per_channel": False}, volume(SMALL, 3)),
            ("each", {"by": "all", "per_channel": True}, volume(SMALL, 3)),
            ("given", {"by": "all", "mean": 3.5, "std": 2.25}, volume(SMALL)),
            ("given_mean", {"by": "all", "mean": 3.5}, volume(SMALL)),
            ("given_std", {"by": "all", "std": 0.7}, volume(ODD)),
            ("given_each", {"by": "all", "mean": [1, 2, 3], "std": [4, 0.5, 2], "per_channel": True}, volume(SMALL, 3)),
            ("flat", {"by": "all"}, volume(FLAT, 2)),
            ("mask", {"by": "mask", "mask_labels": [1, 9]}, masked(SMALL)),
            ("mask_one", {"by": "mask", "mask_labels": [5]}, masked(ODD)),
            ("mask_pooled", {"by": "mask", "mask_labels": [1, 5, 2000], "per_channel": False}, masked(SMALL, 3)),
            ("mask_each", {"by": "mask", "mask_labels": [1, 5], "per_channel": True}, masked(SMALL, 3)),
            ("mask_int16", {"by": "mask", "mask_labels": [9, 2000]}, masked(SMALL, 1, "int16"))):
        yield case(name, "normalize", p, v, SUMS)
    zeros = ("window", {"level": 5, "width": 6, "out_min": 0, "out_max": 3, "clip": True})  # a third becomes 0
    for name, p, v in (("nonzero", {"by": "nonzero"}, volume(SMALL)),
                       ("nonzero_pooled", {"by": "nonzero", "per_channel": False}, volume(ODD, 3)),
                       ("nonzero_each", {"by": "nonzero", "per_channel": True}, volume(ODD, 3)),
                       ("nonzero_given", {"by": "nonzero", "mean": 1, "std": 0.5}, volume(SMALL))):
        yield chain(f"normalize_{name}", [zeros, ("normalize", p)], v, SUMS)
    black = ("clamp", {"min": 0, "max": 0})
    yield chain("normalize_black", [black, ("normalize", {"by": "all"})], volume(SMALL))
    yield chain("normalize_black_nonzero", [black, ("normalize", {"by": "nonzero"})], volume(SMALL))
    between = {"by": "percentiles", "out_min": 0, "out_max": 1}
    for name, p, v in (
            ("1_99", {"lower": 1, "upper": 99, "clip": True}, volume(SMALL)),
            ("open", {"lower": 2.5, "upper": 90, "clip": False}, volume(ODD)),
            ("min_max", {"lower": 0, "upper": 100}, volume(SMALL)),
            ("out", {"lower": 0.5, "upper": 99.5, "out_min": -1, "out_max": 3, "clip": True}, volume(EVEN)),
            ("pooled", {"lower": 5, "upper": 95, "clip": True, "per_channel": False}, volume(SMALL, 3)),
            ("each", {"lower": 5, "upper": 95, "clip": True, "per_channel": True}, volume(SMALL, 3)),
            ("int16", {"lower": 1, "upper": 99, "clip": True}, volume(ODD, 1, "int16")),
            ("narrow", {"lower": 49, "upper": 51, "clip": True}, volume(SMALL))):
        yield case(f"percentiles_{name}", "normalize", {**between, **p}, v, SUMS,
                   "MONAI's place among the sorted voxels is float32")


def _clamps():
    for name, p, v in (("both", {"min": 2, "max": 6.5}, volume(SMALL)), ("low", {"min": 3.25}, volume(ODD)),
                       ("high", {"max": 4.75}, volume(ODD)), ("nothing", {"min": -100, "max": 100}, volume(SMALL)),
                       ("point", {"min": 4, "max": 4}, volume(SMALL)),
                       ("three_channels", {"min": 1, "max": 5}, volume(SMALL, 3)),
                       ("int16", {"min": -50, "max": 110}, volume(SMALL, 2, "int16")),
                       ("flat", {"min": 0.1, "max": 8.3}, volume(FLAT))):
        yield case(name, "clamp", p, v)


def _contrasts():
    mean = {"centre": "mean"}
    for name, p, v in (
            ("up", {"factor": 1.4}, volume(SMALL)), ("down", {"factor": 0.65}, volume(SMALL)),
            ("clamped", {"factor": 1.8, "clamp_to_range": True}, volume(ODD)),
            ("negative", {"factor": -0.5}, volume(SMALL)), ("zero", {"factor": 0}, volume(SMALL)),
            ("pooled", {"factor": 1.3, "per_channel": False}, volume(SMALL, 3)),
            ("each", {"factor": 1.3, "per_channel": True}, volume(SMALL, 3)),
            ("pooled_clamped", {"factor": 1.6, "per_channel": False, "clamp_to_range": True}, volume(ODD, 3)),
            ("each_clamped", {"factor": 1.6, "per_channel": True, "clamp_to_range": True}, volume(ODD, 3)),
            ("int16", {"factor": 1.25}, volume(ODD, 1, "int16"))):
        yield case(name, "contrast", {**mean, **p}, v, SUMS)


def _brightnesses():
    for name, p, v in (("up", {"factor": 1.3}, volume(SMALL)), ("down", {"factor": 0.7}, volume(SMALL)),
                       ("negative", {"factor": -0.4}, volume(ODD)), ("shift", {"shift": 2.75}, volume(SMALL)),
                       ("shift_down", {"shift": -11.3}, volume(ODD)),
                       ("both", {"factor": 1.15, "shift": -0.6}, volume(SMALL)),
                       ("three_channels", {"factor": 0.85}, volume(SMALL, 3)),
                       ("int16", {"factor": 1.1, "shift": 13.5}, volume(SMALL, 1, "int16"))):
        yield case(name, "brightness", p, v)


def _gammas():
    for name, p, v in (("up", {"gamma": 1.5}, volume(SMALL)), ("down", {"gamma": 0.7}, volume(SMALL)),
                       ("one", {"gamma": 1}, volume(SMALL)), ("strong", {"gamma": 4.5}, volume(ODD)),
                       ("odd", {"gamma": 0.5}, volume(ODD)), ("flat", {"gamma": 1.3}, volume(FLAT)),
                       ("pooled", {"gamma": 1.4, "per_channel": False}, volume(SMALL, 3)),
                       ("each", {"gamma": 1.4, "per_channel": True}, volume(SMALL, 3)),
                       ("int16", {"gamma": 0.8}, volume(ODD, 1, "int16"))):
        for more in ({}, {"invert": True}, {"retain_stats": True}, {"invert": True, "retain_stats": True}):
            if name in ("flat", "one", "odd") and len(more) == 1:
                continue
            yield case("_".join([name, *more]), "gamma", {**p, **more}, v, SUMS)


def _blurs():
    erf = {"kernel": "erf", "border": "zero"}
    for name, p, v in (("one", {"sigma": 1}, volume(SMALL)), ("half", {"sigma": 0.5}, volume(ODD)),
                       ("quarter", {"sigma": 0.25}, volume(SMALL)), ("axes", {"sigma": [0.6, 1.3, 0.9]}, volume(ODD)),
                       ("wide", {"sigma": [3, 2.2, 4]}, volume(SMALL)),
                       ("some", {"sigma": [1.5, 0, 0.7]}, volume(SMALL)),
                       ("mm", {"sigma": [0.8, 1.4, 1.9], "unit": "mm"}, volume(ODD)),
                       ("three_channels", {"sigma": 0.8}, volume(SMALL, 3)), ("flat", {"sigma": 1.2}, volume(FLAT)),
                       ("thin", {"sigma": [1, 2, 0.6]}, volume(THIN)),
                       ("jump", {"sigma": [0.8625, 0.37499999999999994, 0.375]}, volume(SMALL)),
                       ("int16", {"sigma": 1.1}, volume(SMALL, 1, "int16"))):
        yield case(name, "blur", {**erf, **p}, v, SUMS)


def _low_resolutions():
    for name, p, v in (("half", {"factor": 0.5}, volume(SMALL)), ("odd", {"factor": 0.6}, volume(ODD)),
                       ("little", {"factor": 0.93}, volume(EVEN)), ("tiny", {"factor": 0.05}, volume(SMALL)),
                       ("third", {"factor": 1 / 3}, volume((14, 15, 17))), ("one", {"factor": 1}, volume(SMALL)),
                       ("three_channels", {"factor": 0.7}, volume(ODD, 3)), ("flat", {"factor": 0.55}, volume(FLAT)),
                       ("thin", {"factor": 0.4}, volume(THIN)), ("int16", {"factor": 0.45}, volume(ODD, 1, "int16"))):
        yield case(name, "low_resolution", {"down": "nearest", "up": "linear", **p}, v, SUMS)
    for down, up in (("nearest_exact", "linear"), ("nearest", "nearest"), ("nearest_exact", "nearest")):
        for factor in (0.36, 0.72):
            yield case(f"{down}_{up}_{int(100 * factor)}", "low_resolution",
                       {"factor": factor, "down": down, "up": up}, volume(ODD), SUMS if up == "linear" else 0)


def _bias_fields():
    def some(count, key):
        r = random.Random(key)
        return [round(r.uniform(-0.3, 0.3), 3) for _ in range(count)]

    for name, degree, v in (("1", 1, volume(SMALL)), ("2", 2, volume(ODD)), ("3", 3, volume(SMALL)),
                            ("4", 4, volume(ODD)), ("three_channels", 3, volume(ODD, 3)), ("flat", 3, volume(FLAT)),
                            ("thin", 2, volume(THIN)), ("int16", 3, volume(SMALL, 1, "int16"))):
        count = (degree + 1) * (degree + 2) * (degree + 3) // 6
        yield case(name, "bias_field", {"degree": degree, "basis": "legendre", "coefficients": some(count, degree)}, v,
                   VALUES)
    for k, axis in enumerate("zyx"):  # one coefficient alone: which axis is which
        coefficients = [0.0] * 4
        coefficients[k + 1] = 0.4
        yield case(f"along_{axis}", "bias_field", {"degree": 1, "basis": "legendre", "coefficients": coefficients},
                   volume(SMALL), VALUES)


def intensity_cases():
    for rows in (_windows(), _normalizes(), _clamps(), _contrasts(), _brightnesses(), _gammas(), _blurs(),
                 _low_resolutions(), _bias_fields()):
        yield from rows
