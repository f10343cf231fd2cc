# common.sh - what the scripts of the static build share; they source it.

fail() {
  echo "wasm-static: $*" >&2
  exit 1
}

# logged LOG command...: runs the command with its output in LOG; shows the end of that when it fails.
logged() {
  log=$1
  shift
  if "$@" > "$log" 2>&1; then return 0; fi
  tail -n 30 "$log" >&2
  return 1
}
