#!/usr/bin/env bash
# same-bytes.sh SHARED PROGRAM.dll [NATIVE]: detect and segment give the same results under the JIT on the best path and the reference, as the
# native binary, and on two emulated Arm cores. Compared are all numbers of --json but times, and the pixels of what --draw draws. PROGRAM.dll is a
# build for .NET 10. Needs qemu-user and python3. The last line is "N passed, N failed".
set -uo pipefail
shared=$(realpath "$1") program=$(realpath "$2") native=${3:+$(realpath "$3")}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
detection=$shared/data/detection

# Results without what may differ: the path's name, times, and how the drawn picture is packed.
digest() {
  python3 - "$1" <<'PY'
import glob, hashlib, json, struct, sys, zlib

def pixels(path):
    data, place, packed = open(path, "rb").read(), 8, b""
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place:place + 8])
        packed += data[place + 8:place + 8 + length] if kind == b"IDAT" else b""
        place += length + 12
    return hashlib.sha256(zlib.decompress(packed)).hexdigest()

folder = sys.argv[1]
result = json.load(open(folder + "/result.json"))
kept = [{key: value for key, value in picture.items() if key not in ("times_ms", "drawn")} for picture in result["pictures"]]
if not kept or "error" in kept[0] or not (kept[0].get("detections") or kept[0].get("classes")):
    sys.exit("nothing was found")
drawn = [pixels(path) for path in sorted(glob.glob(folder + "/drawn/*.png"))]
print(hashlib.sha256(json.dumps([kept, drawn]).encode()).hexdigest() if drawn else sys.exit("nothing was drawn"))
PY
}

# same NAME COMMAND...: what the command answers to detect and segment is what the first one answered.
same() {
  local name=$1 what answer picture=$shared/data/demo/cat.png; shift
  for what in detect segment; do
    local results=$folder/$what.$name
    mkdir "$results"
    local options=(--model "$folder/$what.tflite" --json --draw "$results/drawn")
    [[ $what == segment ]] || options+=(--threshold 0.01)
    if "$@" "$what" "${options[@]}" "$picture" > "$results/result.json" 2> "$results/errors" && answer=$(digest "$results") \
      && { [[ -e $folder/$what.expected ]] || echo "$answer" > "$folder/$what.expected"; } && [[ $answer == "$(cat "$folder/$what.expected")" ]]; then
      echo "ok: $what, $name ${answer:0:12}"
    else
      echo "FAILED: $what, $name ${answer:0:12}"; cat "$results/errors"
    fi
  done
}

dotnet "$program" quantize "$detection/ssdlite_mobilenet_v2_voc_300.onnx" --detector ssd-300 --calibration "$detection/coco_val" --limit 4 \
  --effort fast --mean 127 --std 128 --labels "$detection/voc_labels.txt" --output "$folder/detect.tflite" > /dev/null 2>&1 || echo 'no detector'
dotnet "$program" bench --architecture lraspp_mobilenet_v3_large --resolution 128 --threads 1 --runs 1 --save "$folder/segment.tflite" > /dev/null 2>&1 || echo 'no segmenter'

# The first says what is expected; the others run side by side.
{
  "$shared/arm64/run" --cpu cortex-a76 "$program" --version > /dev/null 2>&1   # makes what both cores run, before they would both make it
  same 'reference loops' env MOBILENET_EDGE_PATH=reference dotnet "$program"
  same 'the best path' dotnet "$program" &
  [[ -z $native ]] || same 'the native binary' "$native" &
  for cpu in cortex-a72 cortex-a76; do
    same "$cpu" env DOTNET_EnableWriteXorExecute=0 "$shared/arm64/run" --cpu "$cpu" "$program" &
  done
  wait
} | tee "$folder/log"

failed=$(grep -c '^FAILED' "$folder/log")
echo "$(grep -c '^ok' "$folder/log") passed, $failed failed"
[[ $failed -eq 0 ]]
