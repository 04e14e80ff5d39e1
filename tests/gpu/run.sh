#!/usr/bin/env bash
# Runs the GPU suite inside an unpacked bundle: run.sh [OUTPUT FOLDER]. Writes result.json and result.txt there.
# Exit 0: all passed; 1: something differs; 4: no GPU here (what can run without one is run all the same).
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$(realpath -m "${1:-$here/results}")
mkdir -p "$out"
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
auglens=$here/auglens
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 gpu=none
table=$out/result.txt
command -v nvidia-smi >/dev/null && gpu=$(nvidia-smi --query-gpu=name --format=csv,noheader | head -n 1)
date=$(date -u +%Y-%m-%d)
{ echo "auglens GPU suite, commit $(cat "$here/commit"), $date, GPU: $gpu"; "$auglens" --gl-info; } >"$table" 2>&1

"$here/test_parity" >"$work/parity" 2>&1
parity=$?
grep -q SKIPPED "$work/parity" && parity=skipped
cat "$work/parity" >>"$table"

device=cpu
[ "$gpu" != none ] && device=cuda
roads=
for road in interop copy cpu; do
  if "$auglens" render --demo --device $device --present $road --out "$work/$road.png" >"$work/log" 2>&1; then
    if "$auglens" compare "$work/cpu.png" "$work/$road.png" --threshold 0 >>"$work/log" 2>&1 || [ ! -e "$work/cpu.png" ]; then
      verdict=drawn
    else
      verdict=differs
    fi
  else
    verdict="refused: $(tail -n 1 "$work/log" | tr -d '"\\')"
  fi
  roads+="${roads:+, }\"$road\": \"$verdict\""
  echo "road $road: $verdict" >>"$table"
done
for road in interop copy; do # cpu is drawn last: compare again now that all are there
  [ -e "$work/$road.png" ] && [ -e "$work/cpu.png" ] || continue
  "$auglens" compare "$work/cpu.png" "$work/$road.png" --threshold 0 >>"$table" 2>&1 || failed=1
done

bench=null
for d in cpu $device; do
  "$auglens" bench live --device $d --json >"$work/bench-$d.json" 2>>"$table" || failed=1
  "$auglens" bench live --device $d >>"$table" 2>&1
done
bench="{\"cpu\": $(cat "$work/bench-cpu.json"), \"$device\": $(cat "$work/bench-$device.json")}"
[ "$device" = cpu ] && bench="{\"cpu\": $(cat "$work/bench-cpu.json")}"
[ "$parity" = 0 ] || [ "$parity" = skipped ] || failed=1
printf '{"suite": "gpu", "commit": "%s", "date": "%s", "gpu": "%s", "parity": "%s", "roads": {%s}, "bench": %s}\n' \
  "$(cat "$here/commit")" "$date" "$gpu" "$parity" "$roads" "$bench" >"$out/result.json"
cat "$table"
[ $failed = 0 ] || exit 1
[ "$gpu" != none ] || { echo "no GPU here: parity and the CUDA roads were not run" | tee -a "$table"; exit 4; }
