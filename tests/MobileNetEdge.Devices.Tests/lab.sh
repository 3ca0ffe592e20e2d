#!/usr/bin/env bash
# lab.sh APP.dll SHARED [CPU ...]: the program against real kernel drivers, in an emulated Raspberry-Pi-like machine.
# Needs qemu-system-arm, cpio and python3. The last line is "N passed, N failed".
set -euo pipefail
app=$(realpath "$1") shared=$(realpath "$2"); shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
machine=$folder/machine
mkdir "$machine"
cp "$here/Lab/test.sh" "$machine/"
chmod +x "$machine/test.sh"
python3 "$here/Lab/frames.py" "$here/../data/cat.png" 640 480 "$machine/cat.yuyv"
cp "$shared/data/images/eval/ILSVRC2012_val_00003612.JPEG" "$machine/picture.jpg"
dotnet "$app" watch --camera "$machine/picture.jpg" --frames 1 --answers all --threads 1 | sed -n 's/.*"label":"\([^"]*\)".*/\1/p' > "$machine/expected"

# Most of the emulated time would go into compiling; machine code made here saves four fifths of it. Without the compiler it only takes longer.
compiler=${NUGET_PACKAGES:-$HOME/.nuget/packages}/microsoft.netcore.app.crossgen2.linux-x64/10.0.12/tools/crossgen2
if dotnet restore "$here/Lab/Crossgen.csproj" -p:IsTestProject=false -p:BaseIntermediateOutputPath="$folder/obj/" -v quiet \
  && python3 "$here/Lab/precompile.py" "$compiler" "$app" "$shared/arm64/runtime.zip" "$folder/app"; then
  app=$folder/app/$(basename "$app")
fi
echo "prepared after $SECONDS s"

passed=0 failed=0
for cpu in "${@:-cortex-a72}"; do
  status=0
  "$shared/pi-lab/run" --cpu "$cpu" --smp 2 --app "$app" --t "${LAB_SECONDS:-240}" "$machine" > "$folder/log" 2>&1 || status=$?
  grep -E 'PASS|FAIL' "$folder/log" || true
  pass=$(grep -c ' PASS ' "$folder/log" || true) fail=$(grep -c ' FAIL ' "$folder/log" || true)
  if [[ $status -ne 0 ]]; then
    tail -n 60 "$folder/log"
    [[ $fail -ne 0 ]] || fail=1
  fi
  echo "$cpu: status $status, $(tail -n 1 "$folder/log")"
  passed=$((passed + pass)) failed=$((failed + fail))
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
