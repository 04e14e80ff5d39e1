"""Goldens of MONAI: translates a preset step into the transforms that MONAI's users write, and runs them.

MONAI's arrays are (C, x, y, z), its affine parameters pull (ours say where the content goes), angles are radians."""

import math
import warnings

import numpy as np

import golden
from monai_cases import CASES
from monai_random_cases import random_cases

warnings.filterwarnings("ignore")
import monai  # noqa: E402
import monai.transforms as mt  # noqa: E402
import torch  # noqa: E402
from monai.data import MetaTensor  # noqa: E402

AXES = "xyz"
GRID_SAMPLE = {"constant": "zeros", "clamp": "border", "reflect": "reflection"}
PAD = {"constant": "constant", "clamp": "edge", "reflect101": "reflect", "reflect": "symmetric", "wrap": "wrap"}
INTERPOLATE = {"linear": "trilinear", "nearest": "nearest", "nearest_exact": "nearest-exact", "area": "area"}


class Peer:
    """The calls of one case: makes MONAI's transforms and keeps how one writes them."""

    def __init__(self, case):
        v = case["volume"]
        self.case, self.labels, self.written, self.grid = case, v.get("labels", False), [], False
        self.spacing = v.get("spacing", golden.SPACING)
        self.size = v["size"]

    def __call__(self, name, **arguments):
        self.written.append(f"{name}({', '.join(f'{k}={v}' for k, v in arguments.items())})")
        return getattr(mt, name)(**arguments)

    def sampler(self, p):
        return "nearest" if self.labels or p.get("sampler") == "nearest" else "bilinear"

    def filled(self, p, x, transform):
        """MONAI's zeros become another fill by taking it off before, and adding it after."""
        fill = p.get("label_fill" if self.labels else "fill", 0)
        if fill == 0 or p.get("border", "constant") != "constant":
            return transform(x)
        if fill == "minimum":
            fill = x.amin(dim=(1, 2, 3)).tolist()
        self.written.append(f"on x - {fill}, + {fill} after")
        fill = torch.as_tensor(fill, dtype=torch.float32).reshape(-1, 1, 1, 1)
        return transform(x - fill) + fill


def three(value):
    return list(value) if isinstance(value, list) else [value] * 3


def channels(p, x, call):
    """Per channel or over all of them."""
    if not p.get("per_channel") or len(x) == 1:
        return call(x)
    return torch.cat([call(x[c : c + 1]) for c in range(len(x))])


# The one table of senses: content (ours) on the left, MONAI's pull on the right.


def _affine(p, x, peer):
    order = p.get("rotate_order", "XYZ")
    rotate, shift = three(p.get("rotate", 0)), three(p.get("translate", 0))
    if p.get("translate_unit", "voxels") == "mm":
        shift = [t / s for t, s in zip(shift, peer.spacing)]
    out = {"rotate_params": [-math.radians(rotate[AXES.index(a)]) for a in order.lower()],
           "shear_params": [-s for s in p.get("shear", [0] * 6)], "translate_params": [-t for t in shift],
           "scale_params": [1 / s for s in three(p.get("scale", 1))], "mode": peer.sampler(p),
           "padding_mode": GRID_SAMPLE[p.get("border", "constant")]}
    if order != "XYZ":
        out["rotate_order"] = order
    if "size" in p:
        out["spatial_size"] = p["size"]
    if not peer.case.get("single"):  # as RandAffine samples; Affine itself does in float32
        out["dtype"] = "float64"
    transform = peer("Affine", **out, image_only=True)
    return peer.filled(p, x, transform)


def _flip(p, x, peer):
    return peer("Flip", spatial_axis=[k for k, a in enumerate(AXES) if p.get(a)])(x)


def _zoom(p, x, peer):
    border = p.get("border", "clamp")
    more = {"value": p.get("label_fill" if peer.labels else "fill", 0)} if border == "constant" else {}
    mode = "nearest" if peer.labels else INTERPOLATE[p.get("sampler", "linear")]
    peer.grid = not p.get("keep_size", True)
    return peer("Zoom", zoom=three(p["factor"]), mode=mode, padding_mode=PAD[border],
                keep_size=p.get("keep_size", True), **more)(x)


def _rot90(p, x, peer):
    return peer("Rotate90", k=p["k"], spatial_axes=[AXES.index(a) for a in p["plane"]])(x)


def _transpose(p, x, peer):
    return peer("Transpose", indices=[0] + [1 + k for k in p["order"]])(x.as_tensor())


def _elastic(p, x, peer):
    sigma, magnitude = p["sigma"], p["magnitude"]
    out = peer("Rand3DElastic", sigma_range=(sigma, sigma), magnitude_range=(magnitude, magnitude), prob=1,
               spatial_size=p.get("size"), mode=peer.sampler(p), padding_mode=GRID_SAMPLE[p.get("border", "constant")])
    out._do_transform, out.sigma, out.magnitude = True, sigma, magnitude
    noise, _ = peer.case["make_field"]
    out.rand_offset = np.ascontiguousarray(noise.transpose(0, 3, 2, 1))
    return peer.filled(p, x, lambda v: out(v, randomize=False))


def _spacing(p, x, peer):
    border = p.get("border", "clamp")
    peer.grid = True
    return peer.filled({**p, "border": border}, x, peer(
        "Spacing", pixdim=p["spacing_mm"], mode=peer.sampler(p), padding_mode=GRID_SAMPLE[border]))


def _orientation(p, x, peer):
    peer.grid = True
    return peer("Orientation", axcodes=p["axcodes"], labels=(("L", "R"), ("P", "A"), ("I", "S")))(x)


def _crop(p, x, peer):
    peer.grid = True
    if "start" not in p:
        return peer("CenterSpatialCrop", roi_size=p["size"])(x)
    end = [a + n for a, n in zip(p["start"], p["size"])]
    return peer("SpatialCrop", roi_start=p["start"], roi_end=end)(x)


def _pad(p, x, peer):
    peer.grid = True
    out = {"mode": PAD[p.get("border", "constant")]}
    if out["mode"] == "constant":
        out["value"] = p.get("label_fill" if peer.labels else "fill", 0)
    if "size" in p:
        return peer("SpatialPad", spatial_size=p["size"], **out)(x)
    border = [n for pair in zip(p.get("before", [0] * 3), p.get("after", [0] * 3)) for n in pair]
    return peer("BorderPad", spatial_border=border, **out)(x)


def _crop_foreground(p, x, peer):
    peer.grid = True
    threshold = p.get("threshold", 0)
    out = {"keys": ["x"], "source_key": "image", "margin": p.get("margin", 0),
           "k_divisible": p.get("k_divisible", 1), "allow_smaller": p.get("allow_smaller", False)}
    if "channels" in p:
        out["channel_indices"] = p["channels"]
    peer.written.append(f"x > {threshold}")
    image = tensor(golden.image_of({"volume": {**peer.case["volume"], "type": "float32"}}), peer) if peer.labels else x
    return peer("CropForegroundd", **out, select_fn=lambda v: v > threshold, allow_missing_keys=True)(
        {"x": x, "image": image})["x"]


def _window(p, x, peer):
    low, high = p["level"] - p["width"] / 2, p["level"] + p["width"] / 2
    return peer("ScaleIntensityRange", a_min=low, a_max=high, b_min=p.get("out_min", 0.0), b_max=p.get("out_max", 1.0),
                clip=p.get("clip", False))(x)


def _normalize(p, x, peer):
    by = p.get("by", "all")
    if by == "percentiles":
        out = {"lower": p["lower"], "upper": p["upper"], "b_min": p["out_min"], "b_max": p["out_max"],
               "clip": p.get("clip", False)}
        return peer("ScaleIntensityRangePercentiles", **out, channel_wise=p.get("per_channel", False))(x)
    out = {"nonzero": by == "nonzero", "channel_wise": p.get("per_channel", False)}
    out |= {theirs: p[ours] for ours, theirs in (("mean", "subtrahend"), ("std", "divisor")) if ours in p}
    if by == "mask":
        wanted = np.isin(golden.labels_of(peer.case), p["mask_labels"]).transpose(0, 3, 2, 1)[0]
        inside = [np.asarray(c, np.float64)[wanted] for c in x]
        if not out["channel_wise"]:
            inside = [np.concatenate(inside)] * len(inside)
        out |= {"subtrahend": [float(v.mean()) for v in inside], "divisor": [float(v.std()) for v in inside],
                "channel_wise": True}
    return peer("NormalizeIntensity", **out)(x)


def _clamp(p, x, peer):
    if "max" in p:
        x = peer("ThresholdIntensity", threshold=p["max"], above=False, cval=p["max"])(x)
    if "min" in p:
        x = peer("ThresholdIntensity", threshold=p["min"], above=True, cval=p["min"])(x)
    return x


def _contrast(p, x, peer):
    return peer("ScaleIntensityFixedMean", factor=p["factor"] - 1, preserve_range=p.get("clamp_to_range", False),
                channel_wise=p.get("per_channel", False))(x)


def _brightness(p, x, peer):
    if "factor" in p:
        x = peer("ScaleIntensity", minv=None, maxv=None, factor=p["factor"] - 1)(x)
    if "shift" in p:
        x = peer("ShiftIntensity", offset=p["shift"])(x)
    return x


def _gamma(p, x, peer):
    call = peer("AdjustContrast", gamma=p["gamma"], invert_image=p.get("invert", False),
                retain_stats=p.get("retain_stats", False))
    return channels(p, x, call)


def _blur(p, x, peer):
    sigma = three(p["sigma"])
    if p.get("unit") == "mm":
        sigma = [s / mm for s, mm in zip(sigma, peer.spacing)]
    return peer("GaussianSmooth", sigma=sigma)(x)


def _low_resolution(p, x, peer):
    f = p["factor"]
    out = peer("RandSimulateLowResolution", prob=1, zoom_range=(f, f),
               downsample_mode=INTERPOLATE[p.get("down", "nearest")], upsample_mode=INTERPOLATE[p.get("up", "linear")])
    out._do_transform, out.zoom_factor = True, f
    return out(x, randomize=False)


def _bias_field(p, x, peer):
    out = peer("RandBiasField", degree=p["degree"], prob=1)
    peer.written.append(f"coefficients {p['coefficients']}")
    out._do_transform, out._coeff = True, p["coefficients"]
    return out(x, randomize=False)


CALLS = {"affine": _affine, "flip": _flip, "zoom": _zoom, "rot90": _rot90, "transpose": _transpose,
         "elastic": _elastic, "spacing": _spacing, "orientation": _orientation, "crop": _crop, "pad": _pad,
         "crop_foreground": _crop_foreground, "window": _window, "normalize": _normalize, "clamp": _clamp,
         "contrast": _contrast, "brightness": _brightness, "gamma": _gamma, "blur": _blur,
         "low_resolution": _low_resolution, "bias_field": _bias_field}


def tensor(array, peer):
    """(C, z, y, x) of any type as MONAI's float32 (C, x, y, z), with its affine."""
    xyz = np.ascontiguousarray(array.transpose(0, 3, 2, 1).astype(np.float32))
    return MetaTensor(torch.from_numpy(xyz), affine=torch.as_tensor(golden.affine_of(peer.case)))


def run(case):
    """The peer's output (C, x, y, z), the call as one writes it, and where its grid is the truth, the grid."""
    peer = Peer(case)
    x = tensor(golden.volume_of(case), peer)
    for step in case["steps"]:
        x = CALLS[step["operator"]](step["parameters"], x, peer)
    out = np.asarray(x.cpu() if isinstance(x, torch.Tensor) else x)
    out = np.rint(out).astype(np.int32) if peer.labels else out.astype(np.float32)
    written = "; ".join(peer.written)
    return (out, written, np.asarray(x.affine)) if peer.grid else (out, written)


if __name__ == "__main__":
    golden.main("monai", monai.__version__, CASES, run, random_cases, share=2e-6)
