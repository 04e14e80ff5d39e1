"""How MONAI's cases are spelled: volumes, how near we must come, MONAI's order of axes; knows no operator."""

import numpy as np

import golden

SMALL, ODD, FLAT, THIN, ONE, EVEN = (11, 8, 6), (13, 7, 9), (12, 9, 1), (1, 10, 7), (1, 1, 1), (10, 8, 12)
MATRIX, SINGLE, SUMS, VALUES = 1e-6, 3e-6, 1.5e-6, 5e-7
WHY = {MATRIX: "MONAI's matrix is float32", SINGLE: "MONAI's coordinates are float32",
       SUMS: "MONAI's sums and powers are float32", VALUES: "MONAI rounds to float32 after each operation"}


def volume(size, channels=1, type="float32", key=1, **more):
    return {"size": list(size), "channels": channels, "type": type, "key": key, **more}


def labels(size, type="int16", key=1, **more):
    return {"size": list(size), "labels": True, "type": type, "key": key, **more}


def masked(size, channels=1, type="float32", key=1):
    return volume(size, channels, type, key, with_labels=True)


def chain(name, steps, volume, within=0, why="", **more):
    """Steps as (operator, parameters); bit-equal unless `within` says how near."""
    near = {} if not within or volume.get("labels") else \
        {"peer_rule": {"within": within}, "our_rule": {"within": within}, "why": why or WHY.get(within, "")}
    steps = [{"id": f"s{k}", "operator": o, "parameters": p} for k, (o, p) in enumerate(steps)]
    return {"name": name, "steps": steps, "volume": volume, "layout": "cxyz", **near, **more}


def case(name, operator, parameters, volume, within=0, why="", **more):
    return chain(f"{operator}_{name}", [(operator, parameters)], volume, within, why, **more)


def uniform(size, key, volume):
    """Noise U(-1,1), float32, (3, z, y, x), and its grid."""
    noise = np.random.default_rng(key).random((3, *reversed(size))) * 2 - 1
    return noise.astype(np.float32), golden.affine_of({"volume": volume})


def elastic(name, parameters, volume, key=1, within=SINGLE, **more):
    """An elastic case with its stored noise on the output's grid."""
    p = {"model": "monai", "field": f"elastic_{name}.nii", **parameters}
    return case(name, "elastic", p, volume, within, make_field=uniform(p.get("size", volume["size"]), key, volume),
                **more)
