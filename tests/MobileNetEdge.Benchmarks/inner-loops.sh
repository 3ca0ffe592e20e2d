#!/usr/bin/env bash
# The inner loops of the ARM64 matrix products, as the code generator makes them: instructions, spills, moves, and the share of the core's peak
# that llvm-mca finds.
#   inner-loops.sh [--cpu cortex-a76|cortex-a72] [PROGRAM.dll [ARG...]]
# PROGRAM runs the kernels; without one it is a test of the matrix products. Needs ../shared beside the checkout and qemu-user; llvm-19 for the
# last two columns. Fails where a kernel of the runtime was compiled without optimisation, where a loop touches the stack or copies a
# register, or where a main tile stays below 95 % of the peak.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
emulator=$root/../shared/arm64/run
cpus='cortex-a76 cortex-a72'
while [[ ${1:-} == --* ]]; do
  case $1 in
    --cpu) cpus=$2; shift 2 ;;
    *) echo "inner-loops: unknown option $1" >&2; exit 2 ;;
  esac
done
[[ -x $emulator ]] || { echo "inner-loops: no $emulator" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ $# -eq 0 ]]; then
  dotnet build "$root/tests/MobileNetEdge.Runtime.Tests" -c Release -v quiet --artifacts-path "$work/build" >&2
  set -- "$work/build/bin/MobileNetEdge.Runtime.Tests/release/MobileNetEdge.Runtime.Tests.dll" \
    -method '*.PackedGemmTests.Products_of_every_row_count_follow_the_law'
fi
# QEMU in user mode misses writes through .NET's second map of code.
export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredCompilation=0 DOTNET_TieredPGO=0
failed=0
mca=$(command -v llvm-mca-19 || true)

# cycles CPU FILE: of one iteration of a loop
cycles() {
  local core=cortex-a72
  [[ $1 == cortex-a72 ]] || core=neoverse-n1
  sed 's/\bxip0\b/x16/g; s/\bxip1\b/x17/g' "$2" |
    "$mca" -mtriple=aarch64 -mcpu="$core" -mattr=+dotprod -iterations=100 - | awk '/^Total Cycles:/ { printf "%.1f", $3 / 100 }'
}

# A multiplication vector is 16 products of bytes for SDOT, 8 for the others; a cycle's peak is 2 of SDOT, 1 of the others.
printf '%-11s %-12s %-5s %12s %14s %6s %6s %8s %6s\n' core tile size instructions 'per multiply' stack moves cycles peak
for cpu in $cpus; do
  listing=$work/listing-$cpu  # the code generator appends to it
  # A process that writes a listing may crash when it ends, all its work done.
  DOTNET_JitStdOutFile=$listing DOTNET_JitDisasmSummary=1 DOTNET_JitDisasm='*Tile:Run' \
    "$emulator" --cpu "$cpu" "$@" >"$work/log" 2>&1 || grep -q 'Failed: 0,' "$work/log" || { tail -n 20 "$work/log" >&2; exit 1; }
  if grep -E 'JIT compiled MobileNetEdge\.Runtime\.Kernels\..*\[(MinOpts|Tier0)' "$listing"; then
    echo "inner-loops: compiled without optimisation on $cpu" >&2
    failed=1
  fi
  awk -v DIR="$work" -f "$here/inner-loops.awk" "$listing" >"$work/all"
  if awk -F'\t' '$7 + $8 > 0 { print; found = 1 } END { exit !found }' "$work/all" >&2; then
    echo "inner-loops: these loops on $cpu touch the stack or copy registers" >&2
    failed=1
  fi
  sort -t$'\t' -u -k1,3 "$work/all" >"$work/loops"
  while IFS=$'\t' read -r tile rows columns _ instructions products stack moves file; do
    [[ $tile == Dp* || $cpu != cortex-a76 ]] || continue  # a core with SDOT does not use them
    used=- peak=-
    if [[ -n $mca ]]; then
      used=$(cycles "$cpu" "$file")
      rate=1; [[ $tile == Dp* ]] && rate=2
      peak=$(awk -v p="$products" -v c="$used" -v r="$rate" 'BEGIN { printf "%.1f%%", 100 * p / r / c }')
    fi
    printf '%-11s %-12s %-5s %12d %14s %6d %6d %8s %6s\n' "$cpu" "$tile" "${rows}x$columns" "$instructions" \
      "$(awk -v i="$instructions" -v p="$products" 'BEGIN { printf "%.2f", i / p }')" "$stack" "$moves" "$used" "$peak"
    if [[ $tile$rows-$columns =~ ^(DpTile6-16|DpTile8-8|AdvSimdTile2-40|AdvSimdTile2-32|AdvSimdTile3-24)$ && $peak != - && ${peak%.*} -lt 95 ]]; then
      echo "inner-loops: $tile ${rows}x$columns is below 95 % of the peak" >&2
      failed=1
    fi
  done <"$work/loops"
done
exit $failed
