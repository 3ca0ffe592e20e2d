#!/usr/bin/env bash
# What each method of the quantizer gives: float and int8 top-1, agreement and signal-to-noise ratio with all methods, and with one left out at a time.
# The last two only make a difference with --effort best, the one before only with fewer than 128 pictures.
# usage: ablation.sh NETWORK.onnx CALIBRATION IMAGES [option of quantize ...]      (after dotnet build -c Release)
set -euo pipefail
program=$(dirname "${BASH_SOURCE[0]}")/../../src/MobileNetEdge.Cli/bin/Release/net10.0/mobilenet-edge.dll
network=$1 calibration=$2 images=$3; shift 3
model=$(mktemp --suffix .tflite)
trap 'rm -f "$model"' EXIT

figure() { sed -nE "s/^$1 +//p" <<<"$report" | tr -s ' '; }

printf '%-22s %-20s %-10s %s\n' 'left out' 'top-1 float, int8' agreement 'signal to noise'
for method in '' equalization range-search hard-swish-spelling weight-scale-search compensated-rounding bias-correction \
  calibration-views channel-splitting bias-reconstruction; do
  dotnet "$program" quantize "$network" --calibration "$calibration" --output "$model" --quiet ${method:+--without "$method"} "$@" >/dev/null
  report=$(dotnet "$program" compare "$network" "$model" --images "$images" --quiet)
  printf '%-22s %-20s %-10s %s\n' "${method:-nothing}" "$(figure top-1 | head -n 1)" "$(figure agreement)" "$(figure 'signal to noise')"
done
