"""Goldens of DALI's CPU wheel: translates a preset step into the call that DALI's users write, and runs it.

DALI's shape-like arguments are z, y, x (reversed); matrices and rotation axes are x, y, z."""

import warnings

import numpy as np

import golden
from dali_cases import CASES, random_cases

warnings.filterwarnings("ignore")
import nvidia.dali.fn as fn  # noqa: E402
import nvidia.dali.types as types  # noqa: E402
from nvidia.dali import __version__, pipeline_def  # noqa: E402

FILTERS = {"nearest": types.INTERP_NN, "linear": types.INTERP_LINEAR, "cubic": types.INTERP_CUBIC,
           "lanczos3": types.INTERP_LANCZOS3, "triangular": types.INTERP_TRIANGULAR,
           "gaussian": types.INTERP_GAUSSIAN}


def _reversed(value):
    return [float(v) for v in reversed(value)] if isinstance(value, list) else float(value)


def _resize(p, labels):
    out = {k: _reversed(p[k]) for k in ("size", "max_size", "roi_start", "roi_end") if k in p}
    out |= {k: p[k] for k in ("mode", "roi_relative", "antialias", "subpixel_scale") if k in p}
    names = {"filter": "interp_type", "min_filter": "min_filter", "mag_filter": "mag_filter"}
    out |= {theirs: FILTERS[p[ours]] for ours, theirs in names.items() if ours in p}
    if labels:
        out = {k: v for k, v in out.items() if k not in names.values()} | {"interp_type": types.INTERP_NN}
    return fn.resize, out


def _warp(p, labels):
    out = {"interp_type": FILTERS["nearest" if labels else p.get("sampler", "linear")]}
    if "size" in p:
        out["size"] = _reversed(p["size"])
    if p.get("border") == "constant":
        out["fill_value"] = float(p.get("label_fill" if labels else "fill", 0))
    return out


def _rotate(p, labels):
    out = _warp(p, labels) | {"angle": float(p.get("angle", 0)), "axis": p.get("axis", [0, 0, 1])}
    if "size" not in p:
        out["keep_size"] = p.get("keep_size", True)
    return fn.rotate, out


def _warp_affine(p, labels):
    return fn.warp_affine, _warp(p, labels) | {"matrix": p["matrix"], "inverse_map": p.get("inverse_map", True)}


def _flip(p, labels):
    names = {"x": "horizontal", "y": "vertical", "z": "depthwise"}
    return fn.flip, {theirs: int(p.get(ours, False)) for ours, theirs in names.items()}


BORDERS = {"clamp": "clamp", "constant": "pad", "reflect": "reflect", "reflect101": "reflect_101", "wrap": "wrap"}


def _window(p, labels):
    """What lies outside; fn.pad is the constant one at the high end alone."""
    out = {"out_of_bounds_policy": BORDERS[p.get("border", "clamp")]}
    if p.get("border") == "constant":
        out["fill_values"] = float(p.get("label_fill" if labels else "fill", 0))
    return out


def _slice(start, size, p, labels):
    whole = [int(n) for n in start[::-1]], [int(n) for n in size[::-1]]
    return fn.slice, {"start": whole[0], "shape": whole[1], "axes": [0, 1, 2]} | _window(p, labels)


def _crop(p, labels, n):
    size = p.get("size", n)
    if "start" in p:
        return _slice(p["start"], size, p, labels)
    x, y, z = p.get("anchor", [0.5] * 3)
    return fn.crop, {"crop": _reversed(size), "crop_pos_x": float(x), "crop_pos_y": float(y),
                     "crop_pos_z": float(z)} | _window(p, labels)


def _pad(p, labels, n):
    before, after = p.get("before", [0] * 3), p.get("after", [0] * 3)
    return _slice([-b for b in before], [a + k + b for a, k, b in zip(before, n, after)], p, labels)


def _blur(p, labels):
    out = {k: _reversed(p[k]) for k in ("sigma", "window_size") if k in p}
    if "window_size" in out:
        w = out["window_size"]
        out["window_size"] = [int(v) for v in w] if isinstance(w, list) else int(w)
    return fn.gaussian_blur, out


def _brightness(p, labels):
    return fn.brightness, {"brightness": p.get("factor", 1.0), "brightness_shift": p.get("shift", 0.0)}


def _contrast(p, labels):
    return fn.contrast, {"contrast": p["factor"], "contrast_center": p["value"]}


SIZED = {"crop": _crop, "pad": _pad}  # these look at the input's size
CALLS = {"resize": _resize, "rotate": _rotate, "warp_affine": _warp_affine, "flip": _flip, "blur": _blur,
         "brightness": _brightness, "contrast": _contrast}


def run(case):
    """The peer's output (C, z, y, x) and the call as one writes it."""
    (step,) = case["steps"]
    labels = case["volume"].get("labels", False)
    name, p = step["operator"], step["parameters"]
    if name in SIZED:
        function, arguments = SIZED[name](p, labels, case["volume"]["size"])
    else:
        function, arguments = CALLS[name](p, labels)
    volume = np.ascontiguousarray(np.moveaxis(golden.volume_of(case), 0, -1))
    keeps_type = labels or step["operator"] == "flip" or "stored_type" in case
    if not keeps_type:
        arguments["dtype"] = types.FLOAT

    @pipeline_def(batch_size=1, num_threads=1, device_id=None, prefetch_queue_depth=1)
    def pipe():
        x = fn.external_source(source=lambda: volume, batch=False, layout="DHWC")
        return function(x, **arguments)

    pipeline = pipe()
    pipeline.build()
    out = np.moveaxis(np.array(pipeline.run()[0].at(0)), -1, 0)
    if labels:
        out = out.astype(np.int32)
    elif "stored_type" not in case:
        out = out.astype(np.float32)
    shown = ", ".join(f"{k}={getattr(v, 'name', v)}" for k, v in arguments.items())
    return out, f"fn.{function.__name__.split('.')[-1]}(x, {shown})"


if __name__ == "__main__":
    golden.main("dali", __version__, CASES, run, random_cases)
