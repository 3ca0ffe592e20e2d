#!/bin/busybox sh
# Runs inside the emulated machine: the program against the kernel's cameras and GPIO. /expected holds the JPEG picture's label.
program=/host/mobilenet-edge
long=60
failed=0
# Less work for the emulated compiler.
export DOTNET_TieredPGO=0
pass() { echo "PASS $1 ($(cut -d' ' -f1 /proc/uptime))"; }
fail() { echo "FAIL $1 ($(cut -d' ' -f1 /proc/uptime))"; tail -n 12 /tmp/out /tmp/err; failed=1; }
check() { name=$1; shift; if "$@"; then pass "$name"; else fail "$name"; fi; }
says() { grep -q "$1" /tmp/out; }
notes() { grep -q "$1" /tmp/err; }
# Waits up to $1 seconds for a command to succeed.
within() {
  end=$(($(cut -d. -f1 /proc/uptime) + $1)); shift
  until "$@"; do [ "$(cut -d. -f1 /proc/uptime)" -le "$end" ] || return 1; sleep 0.1; done
}
look() { "$program" watch --threads 1 "$@" > /tmp/out 2> /tmp/err; }
start() { "$program" watch --threads 1 "$@" > /tmp/out 2> /tmp/err & running=$!; }
stop() { kill -TERM $running; wait $running; }
pin() { [ "$(cat $SIM/sim_gpio$1/value)" = "$2" ]; }
counts() { [ "$(grep -c "$2" /tmp/out)" -ge "$1" ]; }
# Waits for $1 answers more than there are, so that what the camera was told has reached the program, however slow both are.
answers() { within $long counts $(($(grep -c '"type":"answer"' /tmp/out) + $1)) '"type":"answer"'; }
summary() { [ "$(sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" /tmp/out | tail -n 1)" -ge "$2" ]; }
holds() { ls /tmp/kept/*.jpg > /dev/null 2>&1; }

G=/sys/kernel/config/gpio-sim/g; mkdir -p $G/bank0; echo 8 > $G/bank0/num_lines
mkdir -p $G/bank0/line4; echo GPIO17 > $G/bank0/line4/name; mkdir -p $G/bank0/line2; echo GPIO27 > $G/bank0/line2/name; echo 1 > $G/live
SIM=/sys/devices/platform/$(cat $G/dev_name)/$(cat $G/bank0/chip_name)
# --camera auto is to find the other test cameras.
rmmod vimc

# A camera that shows a cat, then nothing: the answer, and a pin that follows a rule. Its snapshots find the disk full at first.
rmmod v4l2loopback; insmod /mod/v4l2loopback.ko video_nr=10 exclusive_caps=1
mkdir /tmp/kept; mount -t tmpfs -o size=8k tmpfs /tmp/kept
cp /cat.yuyv /tmp/shown
feed /dev/video10 YUYV 640 480 5 300 /tmp/shown & feeder=$!
start --camera /dev/video10 --answers all --when 'cat > 0.5 for 3 frames' --pin GPIO17 --hold 1s --snapshots /tmp/kept --snapshot-limit 1MB
check 'YUYV shows a cat' within $long says '"label":"cat"'
check 'the pin rises when the rule fires' within 10 pin 4 1
check 'the event is new' says '"phase":"new"'
check 'a full disk is noted' within 5 notes 'snapshot of event 1 not written'
mount -o remount,size=4m /tmp/kept
head -c 614400 /dev/zero > /tmp/shown
check 'the pin falls after the hold' within 15 pin 4 0
check 'the event ends' says '"phase":"end"'
cp /cat.yuyv /tmp/shown
check 'the pin rises again' within 10 pin 4 1
check 'and is kept as a picture' within 5 holds
stop; kill $feeder; wait $feeder 2> /dev/null

# The same as MJPEG, and the kernel's test camera in its formats.
rmmod v4l2loopback; insmod /mod/v4l2loopback.ko video_nr=10 exclusive_caps=1
feed /dev/video10 MJPG 640 480 5 300 /picture.jpg & feeder=$!; sleep 0.5
look --camera /dev/video10 --answers all --frames 2
check "MJPEG shows $(cat /expected)" says "\"label\":\"$(cat /expected)\""
kill $feeder; wait $feeder 2> /dev/null
for format in i420 rgb24 grey; do
  look --camera /dev/video0 --format $format --frames 2 --answers all
  check "vivid in $format" counts 2 '"type":"answer"'
done

# A button answers one frame for each press.
start --camera /dev/video0 --format nv12 --trigger GPIO27
within $long says '"status":"ready"'; sleep 1
echo pull-down > $SIM/sim_gpio2/pull; check 'a press is answered, vivid in nv12' within 10 says '"triggered":true'
echo pull-up > $SIM/sim_gpio2/pull; sleep 1; check 'once' [ "$(grep -c triggered /tmp/out)" = 1 ]
stop

# Broken and dropped frames, then the cable is pulled twice: the camera comes back, and then another one is there instead. vivid registers
# itself again when nobody has it open, so something keeps one of its devices open for as long as the camera is to be away.
rmmod v4l2loopback; insmod /mod/v4l2loopback.ko video_nr=10 exclusive_caps=1
start --camera auto --answers all --when 'cat >= 0' --pin GPIO17
check 'vivid is found, in yuyv' within $long pin 4 1
ctl /dev/video0 0x00f0f042; check 'frames go on after a broken one' answers 4
ctl /dev/video0 0x00f0f040 80; check 'and while most are dropped' answers 8
ctl /dev/video0 0x00f0f040 0; check 'which does no harm' pin 4 1
exec 3< /dev/vbi0
ctl /dev/video0 0x00f0f041
check 'unplugged is told within 2 s' within 2 says '"status":"disconnected"'
check 'the pin is safe' within 1 pin 4 0
check 'the program lives' kill -0 $running
exec 3<&-
check 'frames again within 5 s' within 5 counts 2 '"status":"ready","camera":"/dev/video0"'
check 'and the rule too' within 3 pin 4 1
exec 3< /dev/vbi0
ctl /dev/video0 0x00f0f041; within 2 counts 2 '"status":"disconnected"'
feed /dev/video10 YUYV 640 480 5 300 /cat.yuyv & feeder=$!
check 'another camera is found within 5 s' within 5 says '"status":"ready","camera":"/dev/video10"'
check 'and is seen' within 3 pin 4 1
kill -TERM $running; check 'stops at once' within 2 says '"type":"summary"'; wait $running
check 'the pin is released' pin 4 0
check 'the broken frame is counted' summary broken 1
check 'the dropped frames are counted' summary missed 1
check 'the reconnections are counted' summary reconnects 2
exit $failed
