#!/bin/sh
# The sample reports into a new ledger, and what it shows. Called by `make demo`.
set -eu
onrecord="$BIN/onrecord"
mkdir -p "$(dirname "$LEDGER")"
rm -f "$LEDGER" "$LEDGER-wal" "$LEDGER-shm"
export ONRECORD_LEDGER="$LEDGER"
: "${COLUMNS:=$(stty size 2>/dev/null </dev/tty | cut -d' ' -f2 || true)}"
COLUMNS=${COLUMNS:-100}
export COLUMNS

printf '\n$ onrecord add examples/\n'
"$onrecord" add examples/
printf '\n$ onrecord incidents --limit 40\n'
"$onrecord" incidents --limit 40
id=$("$onrecord" incidents --format jsonl --from 2024-02-07 --to 2024-02-07 --country PK --sort -killed --limit 1 |
  "$BIN/python" -c 'import json,sys; r=[json.loads(l) for l in sys.stdin]; print(max(r, key=lambda i: (max([x["best"] for x in i.get("tolls", [])] or [0]), len(i["claims"])))["id"][:16] if r else "")')
if [ -n "$id" ]; then
  printf '\n$ onrecord show %s\n' "$id"
  "$onrecord" show "$id"
fi
cat <<END

What to run next
  $onrecord demands --ledger $LEDGER                 who asked what of whom, and what is still open
  $onrecord claims --country KE --ledger $LEDGER     the claims of one country
  $onrecord incidents --format geojson --ledger $LEDGER > incidents.geojson
  $onrecord add YOUR-FOLDER                          your own reports, into your own ledger
END
