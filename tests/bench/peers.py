"""Times cc3d on the maps that `auglens bench components` times, and prints how often faster ours is.

    python3 -m venv build/peers/components
    build/peers/components/bin/pip install -r tests/bench/requirements-peers.txt
    build/peers/components/bin/python tests/bench/peers.py --program build/release/bin/auglens --maps build/maps

Both label maps of 512^3 into memory that they ask for themselves. Both read the int32 that the program holds, and that
is judged; beside it stands what cc3d takes for the same classes in uint8, a quarter of the bytes. cc3d writes uint16 or
uint32, as it chooses, ours int32. cc3d has one thread by design, ours as many as --threads says. The best run of each
is judged, the medians are shown beside it. On a busy machine the ratios mean little: ours waits for cores and memory,
cc3d for its own arithmetic.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

import cc3d
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))
import nifti  # noqa: E402

GOALS = {"ball": 4, "blobs20": 4, "blobs50": 4, "tumours": 4, "coins10": 1.5, "coins50": 1.5, "parcels": 1.5}


def time_runs(runs, work):
    """The best and the median, in ms, and the type of the numbers."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        kept = work()
        times.append((time.perf_counter() - start) * 1e3)
        kind = kept.dtype.name
        del kept
    return min(times), statistics.median(times), kind


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--maps", required=True, help="a folder; ours are written into it, others in it are timed too")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    command = [args.program, "bench", "components", "--json", "--threads", str(args.threads), "--maps", args.maps]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    missed = 0
    for row in report["rows"]:
        name, connectivity, *table = row["name"].split()
        if table:
            continue
        array = nifti.read(pathlib.Path(args.maps) / (name + ".nii"))
        same = np.ascontiguousarray(array, np.int32)
        best, median, kind = time_runs(
            args.runs, lambda: cc3d.connected_components(same, connectivity=int(connectivity)))
        narrow = None
        if array.min() >= 0 and array.max() < 256:
            small = array.astype(np.uint8)
            narrow = time_runs(args.runs, lambda: cc3d.connected_components(small, connectivity=int(connectivity)))[0]
            row["ratios"]["cc3d, uint8"] = narrow / row["min_ms"]
        row["ratios"]["cc3d"] = best / row["min_ms"]
        row["ratios"]["cc3d, medians"] = median / row["median_ms"]
        goal = GOALS.get(name)
        missed += goal is not None and row["ratios"]["cc3d"] < goal
        if not args.json:
            print(f"{row['name']:10} cc3d {best:5.0f} ms (median {median:5.0f}, {kind:6}), "
                  f"ours {row['min_ms']:5.0f} ms ({row['median_ms']:5.0f}), floor {row['floor_ms']:4.0f} ms: "
                  f"{best / row['min_ms']:5.2f} times "
                  f"({median / row['median_ms']:5.2f})" + (f", goal {goal}" if goal else "") +
                  (f"; cc3d on uint8 {narrow:5.0f} ms: {narrow / row['min_ms']:5.2f}" if narrow else ""), flush=True)
    if args.json:
        print(json.dumps(report, indent=2))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
