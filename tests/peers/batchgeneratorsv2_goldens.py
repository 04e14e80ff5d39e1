"""Goldens of batchgeneratorsv2: translates a preset step into the transform that nnU-Net's users write, and runs it.

Its arrays are (C, z, y, x): every list per axis is reversed. Its own draws are replaced by the stored numbers."""

import importlib.metadata
import unittest.mock

import numpy as np
import torch

import golden
from batchgeneratorsv2.transforms.intensity.brightness import BrightnessAdditiveTransform, \
    MultiplicativeBrightnessTransform
from batchgeneratorsv2.transforms.intensity.contrast import ContrastTransform
from batchgeneratorsv2.transforms.intensity.gamma import GammaTransform
from batchgeneratorsv2.transforms.noise.gaussian_blur import GaussianBlurTransform
from batchgeneratorsv2.transforms.spatial.low_resolution import SimulateLowResolutionTransform
from batchgeneratorsv2.transforms.spatial.mirroring import MirrorTransform
from batchgeneratorsv2.transforms.spatial.rot90 import Rot90Transform
from batchgeneratorsv2.transforms.spatial.spatial import SpatialTransform
from batchgeneratorsv2.transforms.spatial.transpose import TransposeAxesTransform
from batchgeneratorsv2_cases import CASES, random_cases

torch.set_num_threads(1)
VERSION = importlib.metadata.version("batchgeneratorsv2")

AXES = {"x": 2, "y": 1, "z": 0}  # our axis to its spatial axis


def _per_axis(value):
    return list(reversed(value)) if isinstance(value, list) else [value] * 3


# Ours to theirs; lists come x, y, z and leave z, y, x. Rotation: right-handed about our axis, and reversing the axes
# turns handedness as much as reading backwards does. Scale: ours enlarges, theirs shrinks.
SENSES = {
    "rotate": lambda v: np.radians(_per_axis(v)).tolist(),
    "scale": lambda v: [1 / k for k in _per_axis(v)],
    "sigma": _per_axis,
    "magnitude": _per_axis,
    "factor": _per_axis,
    "size": lambda v: list(reversed(v)),
    "border": {"constant": "constant", "clamp": "border", "reflect": "reflection"}.get,
    "sampler": {"linear": "bilinear", "nearest": "nearest"}.get,
    "label_sampler": {"one_hot": "bilinear", "nearest": "nearest"}.get,
    "k": lambda v: -v % 4,  # theirs turns the earlier array axis toward the later: our second letter toward the first
    "plane": lambda v: sorted(AXES[k] for k in v),
    "order": lambda v: [0, *(3 - v[2 - k] for k in range(3))],
}


def _of(p, name, default=None):
    value = p.get(name, default)
    return value if value is None else SENSES[name](value)


def _along(values):
    """What the peer calls to draw one number per axis."""
    return lambda *_, dim, **__: values[dim]


def _warp(p, size):
    border = _of(p, "border", "constant")
    out = {"patch_size": _of(p, "size", size), "patch_center_dist_from_border": 0, "random_crop": False,
           "mode_image": _of(p, "sampler", "linear"), "padding_mode_image": border, "border_mode_seg": border,
           "padding_value_image": float(p.get("fill", 0)), "padding_value_seg": p.get("label_fill", 0),
           "mode_seg": _of(p, "label_sampler", "nearest")}
    if "label_tiebreak" in p:
        out["seg_tiebreak"] = p["label_tiebreak"]
    return out


def _affine(p, v):
    angles, scales = _of(p, "rotate", [0, 0, 0]), _of(p, "scale", 1)
    more = _warp(p, v["size"])
    shown = {**more, "p_rotation": 1, "rotation": angles, "p_scaling": 1, "scaling": scales}
    t = SpatialTransform(**more, p_rotation=1, rotation=_along(angles), p_scaling=1, scaling=_along(scales))
    return t, shown, {}


def _elastic(p, v):
    more = {**_warp(p, v["size"]), "p_elastic_deform": 1, "center_deformation": p.get("centred", True)}
    edges = more["patch_size"]
    scales = [s / n for s, n in zip(_of(p, "sigma"), edges)]  # of the patch's edge
    drawn = {"elastic_deform_scale": scales, "elastic_deform_magnitude": _of(p, "magnitude")}
    t = SpatialTransform(**more, **{name: _along(values) for name, values in drawn.items()})
    return t, {**more, **drawn}, {}


def _channels(value, v):
    return torch.tensor(value if isinstance(value, list) else [value] * v["channels"], dtype=torch.float32)


def _contrast(p, v):
    values = _channels(p["factor"], v)
    t = ContrastTransform(lambda *_, channel, **__: float(values[channel]), p["clamp_to_range"], False)
    return t, {"contrast_range": p["factor"], "preserve_range": p["clamp_to_range"]}, {}


def _brightness(p, v):
    every = torch.arange(v["channels"])
    if "factor" in p:
        return MultiplicativeBrightnessTransform((1, 1), False), {"multiplier_range": p["factor"]}, \
            {"apply_to_channel": every, "multipliers": _channels(p["factor"], v)}
    return BrightnessAdditiveTransform(0, 0), {"mu": p["shift"], "sigma": 0}, \
        {"apply_to_channel": every, "shift": _channels(p["shift"], v)}


def _gamma(p, v):
    values = _channels(p["gamma"], v)
    more = {"p_invert_image": int(p.get("invert", False)), "synchronize_channels": False, "p_per_channel": 1,
            "p_retain_stats": int(p.get("retain_stats", False))}
    t = GammaTransform(lambda *_, channel, **__: float(values[channel]), **more)
    return t, {"gamma": p["gamma"], **more}, {}


def _low_resolution(p, v):
    values = _of(p, "factor")
    more = {"synchronize_channels": False, "synchronize_axes": False, "ignore_axes": None}
    return SimulateLowResolutionTransform(_along(values), **more), {"scale": values, **more}, {}


def _blur(p, v):
    values = _of(p, "sigma")
    t = GaussianBlurTransform(lambda *_, dim, **__: values[dim - 1])
    return t, {"blur_sigma": values}, {}


def _rot90(p, v):
    more = {"num_axis_combinations": 1, "num_rot_per_combination": (_of(p, "k"),),
            "allowed_axes": set(_of(p, "plane"))}
    return Rot90Transform(**more), more, {}


def _transpose(p, v):
    return TransposeAxesTransform({0, 1, 2}), {"allowed_axes": {0, 1, 2}}, {"axis_order": _of(p, "order")}


def _flip(p, v):
    return MirrorTransform((0, 1, 2)), {"allowed_axes": (0, 1, 2)}, {"axes": [AXES[k] for k in "xyz" if p.get(k)]}


# Each gives the transform, its arguments as shown, and its draw, where it cannot be told what to draw.
CALLS = {"affine": _affine, "elastic": _elastic, "contrast": _contrast, "brightness": _brightness, "gamma": _gamma,
         "low_resolution": _low_resolution, "blur": _blur, "rot90": _rot90, "transpose": _transpose, "flip": _flip}


def _prepared(case):
    """The transform, its arguments as shown, its draw and its input."""
    (step,) = case["steps"]
    transform, shown, drawn = CALLS[step["operator"]](step["parameters"], case["volume"])
    data = {"image": torch.from_numpy(golden.image_of(case).astype(np.float32))}
    if case["volume"].get("labels"):
        data["segmentation"] = torch.from_numpy(golden.volume_of(case).astype(np.int16))
    if not drawn:
        vectors = case.get("make_field", (np.zeros((3, 1, 1, 1)),))[0]
        noise = torch.from_numpy(vectors[::-1].copy())  # the z component first
        with unittest.mock.patch("torch.normal", lambda **_: noise.clone()):
            drawn = transform.get_parameters(**data)
    return transform, shown, drawn, data


def run(case):
    """The peer's output (C, z, y, x) and the call as one writes it."""
    transform, shown, drawn, data = _prepared(case)
    out = transform.apply(data, **drawn)["segmentation" if case["volume"].get("labels") else "image"].numpy()
    words = ", ".join(f"{k}={v}" for k, v in shown.items())
    return out.astype(np.int32 if case["volume"].get("labels") else np.float32), f"{type(transform).__name__}({words})"


def _on_a_jump(case):
    """Whether a nearest sampler takes a voxel whose coordinate is a half within float32's rounding."""
    p = case["steps"][0]["parameters"]
    if "nearest" not in (p.get("sampler"), p.get("label_sampler"), p.get("label_tiebreak")) and "labels" not in \
            case["volume"] or "border" not in p:
        return False
    grid = _prepared(case)[2]["grid"].double().numpy()
    at = ((grid + 1) * case["volume"]["size"] - 1) / 2
    return bool(np.any(np.abs(at % 1 - 0.5) < 2e-5))


def steady_cases(seed, count):
    """Random cases, but for those on a jump of the peer's rule, where its last bit decides."""
    return (c for c in random_cases(seed, count) if not _on_a_jump(c))


if __name__ == "__main__":
    golden.main("batchgeneratorsv2", VERSION, CASES, run, steady_cases, share=2e-6)
