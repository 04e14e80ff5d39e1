"""Label maps as NIfTI-1 files, plain or gzipped: as much of the format as the peers need. Arrays are z, y, x."""

import gzip
import struct

import numpy as np

TYPES = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4", 1024: "i8", 1280: "u8"}


def read(path):
    """The stored numbers of a three-dimensional file, None for any other; scaled files are no label maps here."""
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rb") as f:
        head = f.read(352)
        for order in "<>":
            if struct.unpack_from(order + "i", head, 0)[0] == 348:
                break
        else:
            return None
        dim = struct.unpack_from(order + "8h", head, 40)
        kind = TYPES.get(struct.unpack_from(order + "h", head, 70)[0])
        offset, slope, intercept = struct.unpack_from(order + "3f", head, 108)
        if kind is None or any(n > 1 for n in dim[4:dim[0] + 1]) or (slope not in (0, 1) or intercept != 0):
            return None
        f.read(max(0, int(offset) - 352))
        size = [dim[k] if k <= dim[0] else 1 for k in (3, 2, 1)]
        data = np.frombuffer(f.read(), np.dtype(order + kind), int(np.prod(size)))
    return data.reshape(size).astype(data.dtype.newbyteorder("="))


def write(path, array):
    """An array (z, y, x) of int32 or smaller, 1 mm voxels, axes L, P, S."""
    array = np.ascontiguousarray(array)
    code = {np.dtype(v): k for k, v in TYPES.items()}[array.dtype]
    head = bytearray(352)
    struct.pack_into("<i", head, 0, 348)
    struct.pack_into("<8h", head, 40, 3, *reversed(array.shape), 1, 1, 1, 1)
    struct.pack_into("<2h", head, 70, code, array.dtype.itemsize * 8)
    struct.pack_into("<8f", head, 76, 1, 1, 1, 1, 1, 0, 0, 0)
    struct.pack_into("<3f", head, 108, 352, 1, 0)
    struct.pack_into("<h", head, 254, 1)
    struct.pack_into("<12f", head, 280, -1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0)
    head[344:348] = b"n+1\0"
    with open(path, "wb") as f:
        f.write(bytes(head) + array.tobytes())
