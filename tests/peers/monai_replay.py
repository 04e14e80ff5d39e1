"""Twenty consecutive samples of MONAI Composes that were seeded once: what they drew, in the preset's own spelling, and
the voxels that came out. Stores them, or compares with what is stored."""

import argparse
import json
import math
import pathlib

import numpy as np
import torch
from monai import __version__
from monai import transforms as mt
from monai.data import MetaTensor

import volumes

SAMPLES = 20
STORED = pathlib.Path(__file__).resolve().parent.parent / "golden" / "replay"
BOTH = ["image", "label"]
COIN = {"choice": [False, True]}


class Recorder:
    """A RandomState that remembers its last uniform numbers."""

    def __init__(self, state):
        self.state, self.drawn = state, []

    def __getattr__(self, name):
        return getattr(self.state, name)

    def uniform(self, *args, **kwargs):
        self.drawn.append(self.state.uniform(*args, **kwargs))
        return self.drawn[-1]


class UsedGrid(mt.RandAffineGrid):
    """Remembers the parameters that made the grid; MONAI draws others afterwards, which nothing reads."""

    def __call__(self, *args, **kwargs):
        out = super().__call__(*args, **kwargs)
        self.used = {k: list(getattr(self, k + "_params")) for k in ("rotate", "shear", "translate", "scale")}
        return out


class Step:
    """A step of the preset, the transforms that MONAI's users would write for it, and how to read their draws."""

    def __init__(self, preset, transforms, drawn, prepare=None):
        self.preset, self.transforms, self.drawn = preset, transforms, drawn
        self.prepare = prepare or (lambda t: None)

    def outcome(self):
        hits = [bool(getattr(t, "_do_transform", True)) for t in self.transforms]
        applied = any(hits) if self.preset.get("probability", 1) < 1 else True
        return {"applied": applied, "parameters": self.drawn(*self.transforms) if applied else {}}


def step(id, operator, transforms, drawn, prepare=None, probability=1, extra=None, **parameters):
    preset = {"id": id, "operator": operator, "probability": probability, **(extra or {}), "parameters": parameters}
    return Step(preset, transforms if isinstance(transforms, list) else [transforms], drawn, prepare)


def uniform(a, b):
    return {"uniform": [a, b]}


def radians(a, b):
    """A pull angle turns the other way."""
    return (-math.radians(b), -math.radians(a))


def degrees(angle):
    return -math.degrees(angle)


def flip(id, axes, probability=1, **parameters):
    share = probability if True in parameters.values() else 0.5
    children = [mt.RandFlipd(BOTH, prob=share, spatial_axis=a) for a in axes]
    names = list(parameters)
    return step(id, "flip", children, lambda *t: {n: bool(c._do_transform) for n, c in zip(names, t)},
                probability=probability, **parameters)


def use_grid(t):
    t.rand_affine.rand_affine_grid.__class__ = UsedGrid


def drawn_affine(t):
    used = t.rand_affine.rand_affine_grid.used
    senses = {"rotate": degrees, "shear": lambda v: -v, "translate": lambda v: -v, "scale": lambda v: 1 / v}
    return {k: [sense(v) for v in used[k]] for k, sense in senses.items() if used[k]}


def affine(id, probability):
    child = mt.RandAffined(BOTH, prob=probability, rotate_range=[radians(-20, 30)] * 3,
                           shear_range=[(-0.1, 0.15)] * 6, translate_range=[(-1.5, 2.0), (-1.0, 1.0), (0.0, 0.0)],
                           scale_range=[(1 / 1.25 - 1, 1 / 0.8 - 1)] * 3, mode=("bilinear", "nearest"),
                           padding_mode="reflection")
    return step(id, "affine", child, drawn_affine, use_grid, probability, rotate=uniform(-20, 30),
                shear=uniform(-0.15, 0.1), translate=[uniform(-2.0, 1.5), uniform(-1.0, 1.0), 0],
                scale={"reciprocal": [0.8, 1.25]}, border="reflect")


def sized_affine(id, probability):
    """Another size (by even numbers: no label lies on a tie): MONAI resamples whatever the coin says."""
    child = mt.RandAffined(BOTH, prob=probability, rotate_range=[(0.0, 0.0), (0.0, 0.0), radians(-40, 10)],
                           spatial_size=(10, 9, 4), mode=("bilinear", "nearest"), padding_mode="zeros")
    neutral = {"rotate": [0.0, 0.0, 0.0]}
    made = step(id, "affine", child, lambda t: drawn_affine(t) if hits[-1] else neutral, use_grid, probability,
                rotate=[0, 0, uniform(-40, 10)], size=[10, 9, 4])
    hits = []
    randomize = child.randomize

    def remember(data):  # the class overwrites its flag with "resampled"
        randomize(data)
        hits.append(bool(child._do_transform))

    child.randomize = remember
    return made


def noise(id, probability, **std):
    drawn = isinstance(std["std"], dict)
    scale = std["std"]["uniform"][1] if drawn else std["std"]
    child = mt.RandGaussianNoised("image", prob=probability, mean=0.25, std=scale, sample_std=drawn)
    return step(id, "noise_gaussian", child, lambda t: {"std": t.rand_gaussian_noise.R.drawn[-1]} if drawn else {},
                lambda t: setattr(t.rand_gaussian_noise, "R", Recorder(t.rand_gaussian_noise.R)), probability,
                mean=0.25, **std)


def rician(id, probability, channel_wise):
    child = mt.RandRicianNoised("image", prob=probability, std=0.4, channel_wise=channel_wise)
    count = 2 if channel_wise else 1

    def drawn(t):
        values = t.rand_rician_noise.R.drawn[-count:]
        return {"std": values if channel_wise else values[0]}

    return step(id, "noise_rician", child, drawn,
                lambda t: setattr(t.rand_rician_noise, "R", Recorder(t.rand_rician_noise.R)), probability,
                {"draw_per_channel": channel_wise}, std=uniform(0, 0.4))


def blur(id, probability):
    child = mt.RandGaussianSmoothd("image", (0.25, 1.5), (0.5, 1.0), (0.3, 0.3), prob=probability)
    return step(id, "blur", child, lambda t: {"sigma": [t.rand_smooth.x, t.rand_smooth.y, t.rand_smooth.z]}, None,
                probability, sigma=[uniform(0.25, 1.5), uniform(0.5, 1.0), 0.3], kernel="erf", border="zero")


def gamma(id, probability):
    child = mt.RandAdjustContrastd("image", prob=probability, gamma=(0.7, 1.5))
    return step(id, "gamma", child, lambda t: {"gamma": t.adjuster.gamma_value}, None, probability,
                gamma=uniform(0.7, 1.5))


def factor(id, probability, channel_wise=False):
    child = mt.RandScaleIntensityd("image", factors=(0.75 - 1, 1.25 - 1), prob=probability, channel_wise=channel_wise)
    return step(id, "brightness", child,
                lambda t: {"factor": [1 + f for f in t.scaler.factor] if channel_wise else 1 + t.scaler.factor}, None,
                probability, {"draw_per_channel": channel_wise}, factor=uniform(0.75, 1.25))


def shift(id, probability):
    child = mt.RandShiftIntensityd("image", offsets=(-0.5, 1.5), prob=probability)
    return step(id, "brightness", child, lambda t: {"shift": t.shifter._offset}, None, probability,
                shift=uniform(-0.5, 1.5))


def contrast(id, probability):
    child = mt.RandScaleIntensityFixedMeand("image", factors=(0.7 - 1, 1.4 - 1), prob=probability, preserve_range=True)
    return step(id, "contrast", child, lambda t: {"factor": 1 + t.scaler.factor}, None, probability,
                factor=uniform(0.7, 1.4), clamp_to_range=True)


def rot90(id, probability, plane, axes, turns):
    child = mt.RandRotate90d(BOTH, prob=probability, max_k=turns, spatial_axes=axes)
    k = {"choice": list(range(1, turns + 1))} if turns > 1 else 1
    return step(id, "rot90", child, lambda t: {"k": t._rand_k}, None, probability, plane=plane, k=k)


def rotate(id, probability):
    """About y, content sense."""
    child = mt.RandRotated(BOTH, range_y=radians(-15, 25), prob=probability, mode=("bilinear", "nearest"),
                           padding_mode="border")
    return step(id, "rotate", child, lambda t: {"angle": degrees(t.rand_rotate.y)}, None, probability,
                axis=[0, 1, 0], angle=uniform(-15, 25))


def zoom(id, probability):
    child = mt.RandZoomd(BOTH, prob=probability, min_zoom=[0.8, 0.9, 1.0], max_zoom=[1.3, 1.1, 1.6],
                         mode=("trilinear", "nearest"), padding_mode="edge")
    return step(id, "zoom", child, lambda t: {"factor": list(t.rand_zoom._zoom)}, None, probability,
                factor=[uniform(0.8, 1.3), uniform(0.9, 1.1), uniform(1.0, 1.6)])


def elastic(id, probability):
    child = mt.Rand3DElasticd(BOTH, sigma_range=(1.5, 2.5), magnitude_range=(10, 30), prob=probability,
                              mode=("bilinear", "nearest"), padding_mode="reflection")
    return step(id, "elastic", child,
                lambda t: {"sigma": t.rand_3d_elastic.sigma, "magnitude": t.rand_3d_elastic.magnitude}, None,
                probability, model="monai", sigma=uniform(1.5, 2.5), magnitude=uniform(10, 30), border="reflect")


def low_resolution(id, probability):
    child = mt.RandSimulateLowResolutiond("image", prob=probability, zoom_range=(0.4, 1.0))
    return step(id, "low_resolution", child, lambda t: {"factor": t.sim_lowres_tfm.zoom_factor}, None, probability,
                factor=uniform(0.4, 1.0), down="nearest", up="linear")


def bias_field(id, probability):
    child = mt.RandBiasFieldd("image", degree=2, coeff_range=(-0.1, 0.2), prob=probability)
    return step(id, "bias_field", child, lambda t: {"coefficients": list(t.rand_bias_field._coeff)}, None, probability,
                degree=2, coefficients=uniform(-0.1, 0.2))


def composes():
    """Name, seed, volume, steps. The volumes have odd numbers of voxels, so that a normal is kept between calls."""
    yield "six", 20261121, {"size": [11, 9, 5], "channels": 1}, [
        flip("mirror", [0], x=COIN), affine("move", 0.7), noise("grain", 0.6, std=uniform(0, 0.5)),
        blur("soften", 0.5), gamma("tone", 0.6), factor("light", 0.5)]
    yield "others", 7, {"size": [9, 7, 5], "channels": 2}, [
        rot90("turn", 0.6, "xy", (0, 1), 3), zoom("near", 0.5), elastic("bend", 0.5), low_resolution("coarse", 0.5),
        bias_field("coil", 0.6), rician("magnitude", 0.5, False)]
    yield "sized", 4294967295, {"size": [8, 11, 6], "channels": 2}, [
        flip("mirror", [0, 2], x=COIN, z=COIN), sized_affine("patch", 0.5), rot90("tip", 0.5, "yz", (1, 2), 1),
        noise("grain", 0.7, std=0.3), rotate("tilt", 0.6), shift("level", 0.5), contrast("stretch", 0.6),
        flip("back", [1], 0.4, y=True), rician("magnitude", 0.6, True), factor("each", 0.5, True)]


def run(seed, volume, steps):
    """What each call drew, and its image and labels, (C, z, y, x)."""
    compose = mt.Compose([t for s in steps for t in s.transforms])
    compose.set_random_state(seed)
    for s in steps:
        for t in s.transforms:
            s.prepare(t)
    size, channels = volume["size"], volume["channels"]
    image = volumes.image(size, channels).transpose(0, 3, 2, 1)
    label = volumes.labels(size, "int32").transpose(0, 3, 2, 1)
    for _ in range(SAMPLES):
        out = compose({"image": MetaTensor(torch.tensor(image.copy())),
                       "label": MetaTensor(torch.tensor(label.astype(np.float32)))})
        yield ([s.outcome() for s in steps], *(np.asarray(out[k]).transpose(0, 3, 2, 1) for k in BOTH))


def write(folder, other_seed=0):
    folder.mkdir(parents=True, exist_ok=True)
    for name, seed, volume, steps in composes():
        seed = (seed + other_seed) % 2**32
        samples, images, labels = [], [], []
        for drawn, image, label in run(seed, volume, steps):
            samples.append({"size": list(reversed(image.shape[1:])), "steps": drawn})
            images.append(image.astype(np.float32).ravel())
            labels.append(np.rint(label).astype(np.int32).ravel())
        np.save(folder / f"{name}_image.npy", np.concatenate(images), allow_pickle=False)
        np.save(folder / f"{name}_label.npy", np.concatenate(labels), allow_pickle=False)
        preset = {"auglens_preset": 1, "name": name, "seed": seed, "stream": "monai",
                  "steps": [s.preset for s in steps]}
        rows = ",\n".join(json.dumps(s) for s in samples)
        (folder / f"{name}.json").write_text(
            f'{{"peer": "monai", "version": "{__version__}", "volume": {json.dumps(volume)},\n'
            f'"preset": {json.dumps(preset)},\n"samples": [\n{rows}\n]}}\n')


def same(a, b):
    """Draws to the bit, voxels to what processors differ in."""
    for name, *_ in composes():
        if (a / f"{name}.json").read_text() != (b / f"{name}.json").read_text():
            yield f"{name}.json"
        for part in ("image", "label"):
            x, y = (np.load(f / f"{name}_{part}.npy").astype(np.float64) for f in (a, b))
            if x.shape != y.shape or np.abs(x - y).max() > 1e-5 * np.ptp(y):
                yield f"{name}_{part}.npy"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=f"random streams of MONAI {__version__}")
    parser.add_argument("--out", type=pathlib.Path, default=STORED, help="where the samples go")
    parser.add_argument("--compare", type=pathlib.Path, help="a folder of stored samples; exit 1 when any differs")
    parser.add_argument("--seed", type=int, default=0, help="added to each Compose's seed, for samples not stored")
    arguments = parser.parse_args()
    write(arguments.out, arguments.seed)
    if arguments.compare:
        wrong = list(same(arguments.out, arguments.compare))
        if wrong:
            raise SystemExit(f"monai streams: these differ: {', '.join(wrong)}")
        print("monai streams: what is stored is what MONAI gives now")
