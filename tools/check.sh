#!/bin/sh
# Every check, in the order in which a fault is cheapest to find. Called by `make test`.
# What needs a system package says so in one line when the machine lacks it; nothing is skipped silently.
set -u
failed=""
step() {
  name=$1; shift
  printf '\n== %s\n' "$name"
  if "$@"; then :; else failed="$failed $name"; fi
}
step "lint" "$BIN/ruff" check .
step "format" "$BIN/ruff" format --check --quiet .
step "types" "$BIN/mypy"
step "architecture" "$BIN/lint-imports" --no-cache
if [ -n "${ONRECORD_SLOW:-}" ]; then
  step "tests" "$BIN/pytest" -n "${ONRECORD_TEST_WORKERS:-2}" --dist loadfile -ra
else
  # the 500 kills take half an hour; a few of them are among the other tests
  printf '\nleft out: tests marked slow (ONRECORD_SLOW=1 make test runs them)\n'
  step "tests" "$BIN/pytest" -n "${ONRECORD_TEST_WORKERS:-2}" --dist loadfile -ra -m "not slow"
fi
if [ -n "$failed" ]; then
  printf '\nFAILED:%s\n' "$failed"
  exit 1
fi
printf '\nevery check passed\n'
