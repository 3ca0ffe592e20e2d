#!/usr/bin/env bash
# What one inference costs on a Raspberry Pi's core: executed instructions, and bytes between the last cache and memory.
#   arm64-cost.sh [--cpu cortex-a76|cortex-a72] [--networks "mobilenet_v2 ..."] [--runs N] [--csv FILE] [-- OPTIONS OF bench]
# Needs ../shared beside the checkout, qemu-user and gcc. The costs are differences of runs with N and 2N inferences, so start-up and
# the JIT are not in them. These take 6,000 million instructions, give or take 10 and seldom 50, so instructions are counted, unless --runs
# says otherwise, over as many inferences as make that less than a percent. Emulated time means nothing and is not shown. --csv writes lines
# of network,core,instructions, too, for mobilenet-edge family --instructions; bytes are not counted then.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
emulator=$root/../shared/arm64/run
cpus='cortex-a76 cortex-a72' networks='mobilenet_v1 mobilenet_v2 mobilenet_v3_large mobilenet_v3_small' runs= csv=
while [[ ${1:-} == --* ]]; do
  case $1 in
    --cpu) cpus=$2; shift 2 ;;
    --networks) networks=$2; shift 2 ;;
    --runs) runs=$2; shift 2 ;;
    --csv) csv=$2; shift 2 ;;
    --) shift; break ;;
    *) echo "arm64-cost: unknown option $1" >&2; exit 2 ;;
  esac
done
[[ -x $emulator ]] || { echo "arm64-cost: no $emulator" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build "$root/src/MobileNetEdge.Cli" -c Release -v quiet --artifacts-path "$work/build" >&2
program=$work/build/bin/MobileNetEdge.Cli/release/mobilenet-edge.dll
# QEMU in user mode misses writes through .NET's second map of code.
export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredCompilation=0 DOTNET_TieredPGO=0

# cost MODE FIELD CPU MODEL RUNS [OPTIONS]: a counter's growth per inference
cost() {
  local mode=$1 field=$2 cpu=$3 model=$4 runs=$5 count; shift 5
  for count in $runs $((2 * runs)); do
    "$emulator" --cpu "$cpu" "--$mode" "$work/$count" "$program" bench --model "$model" --threads 1 --runs "$count" --warmup 0 --no-peak -q "$@" >/dev/null
  done
  cat "$work/$runs" "$work/$((2 * runs))" | awk -v field="$field" -v runs="$runs" \
    '$1 == field { if (!seen++) first = $2; else printf "%.0f\n", ($2 - first) / runs }'
}

millions() { awk -v count="$1" 'BEGIN { printf "%.2f", count / 1e6 }'; }

printf '%-22s %-12s %18s %12s\n' network core 'M instructions' 'MB traffic'
[[ -z $csv ]] || echo network,core,instructions >"$csv"
for network in $networks; do
  macs=$(dotnet "$program" bench --architecture "$network" --save "$work/$network.tflite" --threads 1 --runs 1 --warmup 0 --no-peak -q --json |
    awk -F '[:,]' '/"macs"/ && !seen++ { print $2 + 0 }')
  enough=${runs:-$((30000000000 / macs + 1))}
  for cpu in $cpus; do
    instructions=$(cost count insns "$cpu" "$work/$network.tflite" "$enough" "$@")
    if [[ -n $csv ]]; then
      echo "$network,$cpu,$instructions" >>"$csv"
      traffic=
    else
      traffic=$(millions "$(cost cache memory-bytes "$cpu" "$work/$network.tflite" "${runs:-20}" "$@")")
    fi
    printf '%-22s %-12s %18s %12s\n' "$network" "$cpu" "$(millions "$instructions")" "$traffic"
  done
done
