# Shared by the scripts in this folder: a virtual display of a given size, and the real program on it with temporary settings
# and data. Requires $program; provides $work, display, start, stop, press, click.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
pid="" xpid="" window=""
trap 'kill $pid $xpid 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
export HOME=$work XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data LIBGL_ALWAYS_SOFTWARE=1
unset WAYLAND_DISPLAY || true

display() { # WIDTH HEIGHT
  width=$1 height=$2
  exec 3<>"$work/display"
  Xvfb -displayfd 3 -screen 0 "${width}x${height}x24" -nolisten tcp -noreset >"$work/x.log" 2>&1 & xpid=$!
  for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
  DISPLAY=":$(tr -d '\n' <"$work/display")"; export DISPLAY
}

start() { # [PROJECT]
  "$program" ${1:+open "$1"} >"$work/log" 2>&1 & pid=$!
  window=""
  for _ in $(seq 300); do
    kill -0 "$pid" 2>/dev/null || { echo "the program exited:"; cat "$work/log"; exit 1; }
    window=$(xdotool search --onlyvisible --pid "$pid" 2>/dev/null | tail -n1 || true)
    [ -n "$window" ] && break
    sleep 0.1
  done
  [ -n "$window" ] || { echo "no window after 30 seconds"; exit 1; }
  xdotool windowmove "$window" 0 0 windowsize "$window" "$width" "$height" windowfocus "$window"
  sleep 3
}

stop() {
  xdotool key ctrl+q
  for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

press() { for key; do xdotool key "$key"; sleep 0.4; done; }
click() { xdotool mousemove "$1" "$2"; sleep 0.3; xdotool click "${3:-1}"; sleep 0.6; }
