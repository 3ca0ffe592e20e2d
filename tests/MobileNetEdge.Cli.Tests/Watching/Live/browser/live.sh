#!/usr/bin/env bash
# live.sh SHARED PROGRAM [ARG...]: the live page of `watch` in headless Chromium. PROGRAM with ARGs is mobilenet-edge.
# Needs chromium, nodejs and npm, which gets playwright-core. SHOTS=FOLDER keeps screenshots. The last line is "N passed, N failed".
set -euo pipefail
shared=$(realpath "$1"); shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
program=
trap '[[ -z $program ]] || kill "$program" 2> /dev/null || true; rm -rf "$folder"' EXIT
mkdir "$folder/pictures"
touch "$folder/errors"
cp "$shared"/data/images/eval/*13.JPEG "$folder/pictures/"
npm install --silent --no-audit --no-fund --prefix "$folder" playwright-core > /dev/null
"$@" watch --camera "$folder/pictures" --fps 5 --answers none --threads 1 --when 'cat > 0.5' --when 'ship > 0.5 for 2 frames hold 1s' \
  --http 0.0.0.0:0 --token-file "$folder/state/token" > "$folder/out" 2> "$folder/errors" & program=$!
for ((i = 0; i < 300; i++)); do
  grep -q 'live page' "$folder/errors" && break
  kill -0 "$program" || { cat "$folder/errors"; exit 1; }
  sleep 0.1
done
port=$(sed -n 's/.*live page at http:.*:\([0-9]*\)\/.*/\1/p' "$folder/errors")
cd "$folder"
STOP=$program node "$here/page.mjs" "http://127.0.0.1:$port/?token=$(cat "$folder/state/token")" ${SHOTS:+"$(realpath "$SHOTS")"}
