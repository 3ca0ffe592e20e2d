#!/usr/bin/env bash
# live.sh SHARED PROGRAM [ARG...]: the live page of `watch` in headless Chromium, with a classifier and with a detector. PROGRAM with ARGs is
# mobilenet-edge. Needs chromium, nodejs and npm, which gets playwright-core. SHOTS=FOLDER keeps screenshots. The last line is "N passed, N failed".
set -euo pipefail
shared=$(realpath "$1"); shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shots=${SHOTS:+"$(realpath "$SHOTS")"}
folder=$(mktemp -d)
program=
trap '[[ -z $program ]] || kill "$program" 2> /dev/null || true; rm -rf "$folder"' EXIT
detection=$shared/data/detection
mkdir "$folder/pictures" "$folder/street"
cp "$shared"/data/images/eval/*13.JPEG "$folder/pictures/"
cp "$detection"/coco_val/000000000[4-9]*.jpg "$folder/street/"
npm install --silent --no-audit --no-fund --prefix "$folder" playwright-core > /dev/null
"$@" quantize "$detection/ssdlite_mobilenet_v2_voc_300.onnx" --detector ssd-300 --calibration "$detection/coco_val" --limit 6 --effort fast \
  --mean 127 --std 128 --labels "$detection/voc_labels.txt" --output "$folder/detector.tflite" > /dev/null 2>&1

# Starts watch in the background with options, and waits for its page.
start() {
  : > "$folder/errors"
  "$@" --answers none --threads 1 --http 0.0.0.0:0 --token-file "$folder/state/token" > "$folder/out" 2> "$folder/errors" & program=$!
  for ((i = 0; i < 300; i++)); do
    grep -q 'live page' "$folder/errors" && break
    kill -0 "$program" || { cat "$folder/errors"; exit 1; }
    sleep 0.1
  done
  port=$(sed -n 's/.*live page at http:.*:\([0-9]*\)\/.*/\1/p' "$folder/errors")
  address="http://127.0.0.1:$port/?token=$(cat "$folder/state/token")"
}

# Looks at the page; node finds playwright-core from the folder it was put in.
look() { (cd "$folder" && exec node "$here/page.mjs" "$address" ${shots:+"$shots"}); }

status=0
start "$@" watch --camera "$folder/pictures" --fps 5 --when 'cat > 0.5' --when 'ship > 0.5 for 2 frames hold 1s'
STOP=$program look > "$folder/first" || status=$?
sed '$d' "$folder/first"
start "$@" watch --model "$folder/detector.tflite" --camera "$folder/street" --fps 2 --when 'person > 0.4 in 0.1,0.1,0.9,0.95' --when 'car > 0.5 for 2 frames'
DETECTOR=1 look > "$folder/second" || status=$?
sed '$d' "$folder/second"
tail -qn 1 "$folder/first" "$folder/second" | awk '{ passed += $1; failed += $3 } END { print passed " passed, " failed " failed" }'
exit $status
