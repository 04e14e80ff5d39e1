"""The formula volumes of the goldens, the same numbers as tests/golden/volumes.h; they know no peer.

Different size and content along each axis, so that no axis and no sign can be confused. Arrays are (C, z, y, x)."""

import numpy as np

LABELS = np.array([0, 1, 5, 9, 2000], np.int64)  # with gaps


def philox(key, c0, c1, c2, c3):
    """Philox4x32-10, first word; arguments are broadcast (Salmon et al., SC 2011)."""
    mask = np.uint64(0xFFFFFFFF)
    c0, c1, c2, c3 = (np.asarray(c, np.uint64) for c in (c0, c1, c2, c3))
    k0, k1 = key & 0xFFFFFFFF, key >> 32
    for _ in range(10):
        a, b = np.uint64(0xD2511F53) * c0, np.uint64(0xCD9E8D57) * c2
        high = np.uint64(32)
        c0, c1, c2, c3 = (b >> high) ^ c1 ^ np.uint64(k0), b & mask, (a >> high) ^ c3 ^ np.uint64(k1), a & mask
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0


def _indices(size, channels):
    x, y, z = size
    return np.meshgrid(*(np.arange(n) for n in (channels, z, y, x)), indexing="ij")


def image(size, channels=1, type="float32", key=1):
    """A ramp along x, a parabola along y, a steeper ramp along z, another level in each channel, and noise."""
    c, z, y, x = _indices(size, channels)
    noise = philox(key, x, y, z, c).astype(np.float64) * 2.0**-32
    v = 20.0 + 3.0 * x + 0.25 * (y * y) + 5.0 * z - 7.0 * c + 40.0 * noise
    if type == "float32":
        return (v / 7.0 - 3.0).astype(np.float32)
    if type == "int16":
        v = v * 5.0 - 300.0
    return np.clip(np.floor(v), *((0, 255) if type == "uint8" else (-32768, 65535))).astype(type)


def labels(size, type="int32", key=1):
    """Small blocks of classes with gaps between their numbers; one channel."""
    _, z, y, x = _indices(size, 1)
    return LABELS[(philox(key, x // 3, y // 2, z // 2, 99) % np.uint64(len(LABELS))).astype(np.int64)].astype(type)
