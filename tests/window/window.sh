#!/usr/bin/env bash
# The window as a hand meets it: open, drag, type, keys, mouse, resize, errors, idle, close. Reads the window's trace: one
# JSON object for every frame that was drawn, with the place of each control by name.
set -uo pipefail
program=$(realpath "$1")
for tool in Xvfb xdotool; do
  command -v $tool >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done

work=$(mktemp -d)
cd "$work"
mkfifo display
exec 3<>display
Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp >/dev/null 2>&1 &
server=$!
read -r -t 20 number <&3 || { echo "Xvfb did not start"; exit 1; }
export DISPLAY=:$number AUGLENS_WINDOW_TRACE=$work/trace XDG_RUNTIME_DIR=$work
unset WAYLAND_DISPLAY
pid=
trap 'kill $pid $server 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT

passed=0 failed=0
check() {  # check WORDS COMMAND...: within three seconds; for longer ones the command is wait_for
  local words=$1 tries=60
  shift
  until "$@"; do
    [ $((tries -= 1)) -gt 0 ] && [ "$1" != wait_for ] && { sleep 0.05; continue; }
    failed=$((failed + 1))
    echo "FAILED: $words"
    last | cut -c1-900
    return
  done
  passed=$((passed + 1))
}

last() { tail -n 1 trace 2>/dev/null; }
frames() { wc -l <trace; }
# The number, flag, text, list or object behind a key of the newest frame; for steps give "step.key".
json='^("([^"\\]|\\.)*"|\[[^]]*\]|\{[^}]*\}|[^,}]*)'
value() {
  local text
  text=$(last)
  case $1 in *.*) text=${text#*\"steps\":*\"${1%%.*}\":\{} ;; esac
  text=${text#*\"${1##*.}\":}
  [[ $text =~ $json ]] && printf '%s' "${BASH_REMATCH[1]}"
}
place() {  # the middle of a control
  last | grep -o "\"$1\":\[[^]]*\]" | head -n 1 | sed 's/.*\[//; s/\]//' | awk -F, '{printf "%d %d", ($1 + $3) / 2, ($2 + $4) / 2}'
}
wait_for() {  # wait_for SECONDS COMMAND...: until it succeeds
  local tries=$(($1 * 20))
  shift
  while ! "$@"; do
    [ $((tries -= 1)) -gt 0 ] && kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.05
  done
}
is() { [ "$(value "$1")" = "$2" ]; }
differs() { [ "$(value "$1")" != "$2" ]; }
settled() { is settled true && [ "$(value shows)" = "$(value wants)" ]; }
at() { local p; p=$(place "$1"); [ -n "$p" ] || { echo "no control $1"; return 1; }; xdotool mousemove $p; sleep 0.1; }
press() { at "$1" && xdotool click "${2:-1}" && sleep 0.25; }
drag() {  # drag NAME DX DY [BUTTON]: in small moves, as a hand does
  local button=${4:-1} k
  at "$1" || return 1
  xdotool mousedown "$button"
  for k in 1 2 3 4 5 6 7 8; do xdotool mousemove_relative -- $(($2 / 8)) $(($3 / 8)); sleep 0.04; done
  sleep 0.1
  xdotool mouseup "$button"
  sleep 0.2
}
key() { xdotool key "$1"; sleep 0.25; }
start() {
  rm -f trace
  "$program" "$@" >out 2>err &
  pid=$!
  wait_for 30 test -s trace || { echo "no frame was drawn:"; cat err; return 1; }
  window=$(xdotool search --sync --onlyvisible --pid $pid | head -n 1)
  xdotool windowmove "$window" 0 0 windowsize "$window" 1280 800
  sleep 0.3
  xdotool windowfocus "$window"
}
idle_frames() {  # frames drawn in three seconds without any event
  xdotool mousemove 640 795
  sleep 5
  local before
  before=$(frames)
  sleep 3
  echo $(($(frames) - before))
}
one_pane() { [ -z "$(place pane.axial)" ]; }
names_the_file() { value error | grep -q broken.nii; }
picture_there() { [ -n "$(ls "$work"/auglens-seed*.png 2>/dev/null)" ]; }
first_step() { last | grep -q "\"steps\":{\"$1\""; }
law_of_angle() { value turn.angle | grep -q "$1"; }
level() { value view | sed 's/^"view.window \[[^,]*,\([^]]*\)\].*/\1/'; }
level_below() { awk -v now="$(level)" -v before="$1" 'BEGIN { exit !(now + 0 < before + 0) }'; }
hinted() { [ -n "$(place window.fit)" ]; }
unhinted() { ! hinted; }
shown() { [ -n "$(place "$1")" ]; }
hidden() { ! shown "$1"; }
own_window() { value view | grep -q "augmented_window $1"; }
comparing() { value view | grep -q compare; }
wanted_size() { is window "[$1,$2]"; }
closes() {
  xdotool key ctrl+q
  local tries=100
  while kill -0 $pid 2>/dev/null && [ $((tries -= 1)) -gt 0 ]; do sleep 0.05; done
  ! kill -0 $pid 2>/dev/null
}

start || exit 1
check "the empty window invites a scan" test -n "$(place start.open)"
check "0 frames per second while nothing happens" test "$(idle_frames)" = 0
press start.head
check "the built-in head opens" wait_for 60 is cases 1
check "its picture settles" wait_for 60 settled
check "0 frames per second with a scan on the screen" test "$(idle_frames)" = 0

probe=$(value probe)
before=$(value turn.angle)
entries=$(value history)
drag step.turn.angle.high 24 0
check "dragging a number changes the preset" differs turn.angle "$before"
check "one drag is one entry of history" is history $((entries + 1))
check "the picture follows" wait_for 60 settled
key ctrl+z
check "undo brings the number back" is turn.angle "$before"
key ctrl+shift+z
check "redo takes it again" differs turn.angle "$before"
wait_for 60 settled

press step.tone.enabled
check "a step is switched off" is tone.enabled false
check "the probe sees it" wait_for 60 differs probe "$probe"
press step.tone.enabled
press step.turn.probability.typed
xdotool key ctrl+a
xdotool type 0.25
key Return
check "a typed number arrives" is turn.probability 0.25

press step.turn.menu
press step.turn.down
check "the order of steps changes" first_step tone
key ctrl+z
press step.turn.angle.law
press step.turn.angle.law.normal
check "another law is one press away" law_of_angle normal

seed=$(value seed)
xdotool mousemove $(place pane.axial)
key r
check "R draws a new seed" differs seed "$seed"
key bracketright
check "] is the next sample" is sample 1
key bracketleft
check "[ is the one before" is sample 0

view=$(value view)
xdotool mousemove $(place pane.axial)
xdotool click 4
sleep 0.3
check "the wheel moves through slices" differs view "$view"
view=$(value view)
drag pane.axial 48 32 3
check "the right button moves the window" differs view "$view"
before=$(level)
drag pane.axial 0 -64 3
check "up is brighter: the level falls" level_below "$before"
view=$(value view)
press pane.coronal
check "a click moves the crosshair" differs view "$view"
xdotool keydown Tab
check "Tab shows the original" wait_for 5 is original true
xdotool keyup Tab
check "and lets go of it" wait_for 5 is original false
at pane.sagittal && xdotool click --repeat 2 --delay 60 1
check "a double click leaves one pane" wait_for 5 one_pane
key x
check "X compares" comparing
key x

xdotool windowsize "$window" 1700 1000
check "the window is resized" wait_for 10 wanted_size 1700 1000
check "and settles" wait_for 60 settled
key F12
check "F12 writes a picture" picture_there
check "it closes when asked" closes
check "without a word on stderr" test ! -s err

start --edit 'preset.open "ct_cautious"' || exit 1
press start.abdomen
check "the built-in abdomen opens" wait_for 60 is cases 1
wait_for 60 settled
check "a step that rescales to 0..1 is said: the window shows none of it" hinted
key a
check "A gives the augmented side its own window" own_window .
check "and the hint goes" unhinted
window_before=$(value view | sed 's/; view.aug.*//')
drag pane.axial 40 0 3
check "a drag changes that window alone" test "$(value view | sed 's/; view.aug.*//')" = "$window_before"
key 0
check "0 goes back to the window of the scan" hinted
check "it closes when asked" closes

start --edit 'step add affine id turn' --edit 'step.turn.rotate {"uniform":[-20,20]}' || exit 1
press start.abdomen
check "the abdomen opens with its labels" wait_for 60 shown tab.Safety
wait_for 60 settled
press tab.Safety
check "samples are judged while the tab is open" wait_for 60 shown safety.limit.border_drift_mm
check "the worst one has a link" wait_for 120 shown safety.jump.border_drift_mm
press safety.jump.border_drift_mm
check "that jumps to it" differs sample 0
entries=$(value history)
press safety.limit.border_drift_mm
xdotool type --delay 40 2.5
key Return
check "a limit is typed into its row" differs history "$entries"
check "without an error" is error '""'
press tab.Objects
check "objects are found while their tab is open" wait_for 30 differs objects null
wait_for 30 settled
press object.1
check "a row chooses its object" differs object null
chosen=$(value object)
key Down
check "a key steps to the next row" differs object "$chosen"
chosen=$(value object)
press pane.volume
check "a click in 3-D chooses another object" wait_for 30 differs object "$chosen"
press object.1
press crop.add
check "a training window tells what is drawn" wait_for 30 shown objects.by.chance
wait_for 30 settled
chosen=$(value object)
press objects.aimed
check "what this sample's window is about can be pressed" differs object "$chosen"
sample=$(value sample)
press objects.next
check "the next sample is one button away" is sample $((sample + 1))
check "objects come without an error" is error '""'
press tab.Scan
check "and the work ends with the tab" wait_for 5 hidden activity
check "it closes when asked" closes

printf 'not a scan' >broken.nii
start --edit 'case.open "broken.nii"' || exit 1
check "a broken file is said in the window" wait_for 20 names_the_file
check "and the window stays open" kill -0 $pid
check "it closes when asked" closes

echo "$passed passed, $failed failed"
[ $failed = 0 ]
