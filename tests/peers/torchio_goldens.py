"""Goldens of TorchIO: translates a preset step into the transform that TorchIO's users write, and runs it.

Its arrays are (C, x, y, z): axes come in our order. Its grids are RAS affines, ours LPS."""

import unittest.mock
import warnings

import numpy as np
import torch
import torchio as tio

import golden
from torchio_cases import CASES, nearest, random_cases

warnings.filterwarnings("ignore")
torch.set_num_threads(1)

# Ours to theirs. Angles, factors and shifts are the content's in both, about and along world R, A, S.
SENSES = {
    "border": {"constant": None, "clamp": "edge", "reflect": "symmetric", "reflect101": "reflect", "wrap": "wrap"}.get,
    "flip": lambda p: tuple(k for k, axis in enumerate("xyz") if p.get(axis)),
    "window": lambda p: (p["level"] - p["width"] / 2, p["level"] + p["width"] / 2),
    "crop": lambda p, n: tuple(v for k in range(3) for v in (p["start"][k], n[k] - p["start"][k] - p["size"][k])),
    "pad": lambda p: tuple(v for k in range(3) for v in (p["before"][k], p["after"][k])),
}


def _three(value):
    return tuple(value) if isinstance(value, list) else (value,) * 3


def _samplers(p):
    return {"image_interpolation": p.get("sampler", "linear"), "label_interpolation": "nearest"}


def _affine(p, case):
    return tio.Affine(scales=_three(p.get("scale", 1)), degrees=_three(p.get("rotate", 0)),
                      translation=_three(p.get("translate", 0)), center=p.get("centre", "image"),
                      default_pad_value=p.get("fill", 0), default_pad_label=p.get("label_fill", 0), **_samplers(p))


def _elastic(p, case):
    points, millimetres = case["make_field"][0].T, tuple(p["displacement_mm"])
    _check_locked(points, p)
    return tio.ElasticDeformation(control_points=points, max_displacement=millimetres, **_samplers(p))


def _check_locked(points, p):
    """The peer's own draw locks the borders that these points have locked."""
    with unittest.mock.patch("torch.rand", lambda *_: torch.ones(points.shape)):
        drawn = tio.RandomElasticDeformation.get_params(points.shape[:3], (1.0, 1.0, 1.0), p["locked_borders"])
    assert np.all(points[drawn == 0] == 0), "points in locked borders"


def _spacing(p, case):
    return tio.Resample(_three(p["spacing_mm"]), **_samplers(p))


def _normalize(p, case):
    mask = None
    if case["volume"].get("with_labels"):
        mask = "label"
        if "mask_labels" in p:
            label = _tensor(golden.labels_of(case), np.int32)
            mask = lambda _: torch.isin(label, torch.tensor(p["mask_labels"]))  # noqa: E731
    if p["by"] != "percentiles":
        return tio.ZNormalization(masking_method=mask)
    return tio.RescaleIntensity((p["out_min"], p["out_max"]), (p["lower"], p["upper"]), masking_method=mask)


def _window(p, case):
    low, high = SENSES["window"](p)
    rescale = tio.RescaleIntensity((p["out_min"], p["out_max"]), in_min_max=(low, high))
    return tio.Compose([tio.Clamp(low, high), rescale]) if p["clip"] else rescale


def _pad(p, case):
    mode = SENSES["border"](p.get("border", "constant"))
    return tio.Pad(SENSES["pad"](p), mode or p.get("label_fill" if case["volume"].get("labels") else "fill", 0))


CALLS = {"affine": _affine, "elastic": _elastic, "spacing": _spacing, "normalize": _normalize, "window": _window,
         "pad": _pad, "crop": lambda p, case: tio.Crop(SENSES["crop"](p, case["volume"]["size"])),
         "gamma": lambda p, case: tio.Gamma(p["gamma"]),
         "blur": lambda p, case: tio.Blur(_three(p["sigma"])),
         "bias_field": lambda p, case: tio.BiasField(p["coefficients"], p["degree"]),
         "clamp": lambda p, case: tio.Clamp(p.get("min"), p.get("max")),
         "flip": lambda p, case: tio.Flip(SENSES["flip"](p)),
         "orientation": lambda p, case: tio.ToOrientation(p["axcodes"])}


def _tensor(array, type):
    return torch.from_numpy(array.transpose(0, 3, 2, 1).astype(type).copy())  # from (C, z, y, x)


def run(case):
    """The peer's output (C, x, y, z), the call as one writes it, and the output's grid."""
    (step,) = case["steps"]
    affine = golden.affine_of(case)
    label = tio.LabelMap(tensor=_tensor(golden.labels_of(case), np.int32), affine=affine)
    image = tio.ScalarImage(tensor=_tensor(golden.image_of(case), np.float32), affine=affine)
    transform = CALLS[step["operator"]](step["parameters"], case)
    subject = transform(tio.Subject(image=image, label=label))
    labels = case["volume"].get("labels", False)
    out = subject["label" if labels else "image"]
    words = str(transform) if step["operator"] != "elastic" else "ElasticDeformation(control_points=..., " \
        f"max_displacement={step['parameters']['displacement_mm']})"
    return out.numpy().astype(np.int32 if labels else np.float32), words, out.affine


def _on_a_jump(case):
    """Whether a nearest sample lies midway between two voxels within float32's rounding, where the last bit decides."""
    (step,) = case["steps"]
    p, size = step["parameters"], case["volume"]["size"]
    if step["operator"] not in ("affine", "elastic", "spacing") or not nearest(p, case["volume"]):
        return False
    at = np.stack(np.meshgrid(*(np.arange(n, dtype=np.float32) for n in size), indexing="ij"))
    transform = CALLS[step["operator"]](p | {"sampler": "linear"}, case)  # each voxel becomes where it was read
    at = transform(tio.ScalarImage(tensor=torch.from_numpy(at), affine=golden.affine_of(case))).numpy()
    return bool(np.any(np.abs(at % 1 - 0.5) < 1e-5))


def steady_cases(seed, count):
    """Random cases, but for those on a jump of the peer's rule."""
    return (c for c in random_cases(seed, count) if not _on_a_jump(c))


if __name__ == "__main__":
    golden.main("torchio", tio.__version__, CASES, run, steady_cases, share=2e-6)
