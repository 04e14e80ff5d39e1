#!/usr/bin/env bash
# Packs what a machine with a GPU and EGL, and nothing else, needs to run the GPU suite: pack.sh [OUT.tar.gz]
# The programs come from build/release; libraries that are not the driver's and not libc's travel with them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
out=$(realpath -m "${1:-build/gpu-suite.tar.gz}")
build=build/release
for program in $build/viewer/auglens $build/tests/test_parity; do
  [ -x "$program" ] || { echo "pack: $program is missing: run ./run build" >&2; exit 4; }
done
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/gpu-suite/lib"
cp $build/viewer/auglens $build/tests/test_parity tests/gpu/run.sh "$stage/gpu-suite/"
strip "$stage/gpu-suite/auglens" "$stage/gpu-suite/test_parity"
git rev-parse --short HEAD >"$stage/gpu-suite/commit" 2>/dev/null || echo unknown >"$stage/gpu-suite/commit"
ldd $build/viewer/auglens $build/tests/test_parity | awk '$3 ~ /^\// {print $3}' | sort -u |
  grep -v -E '/(libc|libm|libdl|libpthread|librt|ld-linux[^/]*|libnvidia[^/]*|libcuda)\.so' |
  while read -r library; do cp -L "$library" "$stage/gpu-suite/lib/"; done
tar -C "$stage" -czf "$out" gpu-suite
size=$(stat -c %s "$out")
echo "$out $((size / 1048576)) MiB"
[ "$size" -lt $((60 * 1048576)) ] || { echo "pack: the bundle is over 60 MiB" >&2; exit 1; }
