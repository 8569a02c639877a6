#!/usr/bin/env bash
# compare.sh YARDSTICKS [ROUNDS]: the product beside the machine's limit and beside bolt-js, in one run. Prints tables; takes about ten minutes a round.
#   YARDSTICKS  the folder that holds limit/ and loadgen/ (its README says what they are); nothing is written into it
#   ONLY=…      some of: marks, first, events, reactions, memory, kill, teams (default: all)
#   QUICK=1     short steps: whether it works, not how fast
#   WARM=…      seconds of closed loop before each server is measured (default 20): all but the product are compiled while they run
#   NATIVE=     the product as it is published without Native, compiled while it runs as well
# The server runs on core 0, the generator on core 1: needs two cores, .NET 10, a C compiler, Node 20, taskset; strace for the count of syncs.
set -euo pipefail
yard=$(realpath "$1"); rounds=${2:-3}; only=${ONLY:-marks first events reactions memory kill teams}
here=$(cd "$(dirname "$0")" && pwd); top=$(realpath "$here/../.."); out=$(mktemp -d); servers=()
finish() { for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$out"; }
trap finish EXIT
seconds() { [ -n "${QUICK:-}" ] && echo 1 || echo "$1"; }

echo "Building into a temporary folder …"
dotnet publish "$yard/limit" -c Release --artifacts-path "$out/build" -o "$out/limit" -v q -clp:NoSummary
dotnet publish "$yard/loadgen" -c Release --artifacts-path "$out/build" -o "$out/loadgen" -v q -clp:NoSummary
dotnet publish "$top/src/PostMortemBot" -c Release -p:Native="${NATIVE-true}" --artifacts-path "$out/build" -o "$out/product" -v q -clp:NoSummary
loadgen() { taskset -c 1 dotnet "$out/loadgen/loadgen.dll" "$@"; }
base=http://127.0.0.1

node "$here/far-side.mjs" 9560 > "$out/far-side.log" 2>&1 & far=$!; servers+=($far)

export PM__Url=$base:5103 PM__DataFolder=$out/data Logging__LogLevel__Default=Error
export PM__Organisations='[{"name":"bench","slackWorkspaces":["T01BENCH"]}]'
export Slack__SigningSecret=benchsecret Slack__BotToken=T01BENCH=xoxb-bench Slack__ApiUrl=$base:9560/ NODE_ENV=production
# The limit would watch the folder in which its database lies for changes of its settings, and be woken with each write: nobody pays for that here.
export DOTNET_hostBuilder__reloadConfigOnChange=false
# On one processor the runtime waits ten times as long before it compiles hot code anew: not here, for none of the servers.
export DOTNET_TC_DelaySingleProcMultiplier=1
product=("$out/product/PostMortemBot" --config "$top/bot.json")

bearer=""
quoted() { local list=""; for word in "$@"; do list+=", \"$word\""; done; echo "[${list:2}]"; }
target() { # name, address, text to begin with, command…
  local name=$1 url=$2 setup=$3 kind=$4; shift 4
  echo "{ \"name\": \"$name\", \"cwd\": \"$out\", \"cmd\": $(quoted "$@"), \"wipe\": [\"$out/data/post-mortems.db\", \"$out/limit.db\", \"$out/bolt.db\"], \"url\": \"$url\", \"kind\": \"$kind\", \"setupText\": \"$setup\", \"bearerFile\": \"$bearer\" }"
}
limit() { target "limit-$1" $base:5101/slack/$3 "" "$2" dotnet "$out/limit/limit.dll" --mode "$1" --db "$out/limit.db"; }
bolt() { target "bolt-$1" $base:5102/slack/commands "" slash node "$here/../peers/bolt/app.mjs" "$out/bolt.db" 5102 "$1"; }
ours() { target product $base:5103/slack/$2 "$3" "$1" "${product[@]}"; }
compare() { # rates, burst, targets…
  local rates=$1 burst=$2; shift 2
  local joined; joined=$(IFS=,; echo "$*")
  echo "{ \"pinServer\": \"0\", \"conns\": 64, \"warmup\": $(seconds "${WARM:-20}"), \"closed\": $(seconds 5), \"rates\": $rates, \"rateSeconds\": $(seconds 5), \"burst\": $burst, \"burstConns\": 256, \"targets\": [$joined] }" > "$out/compare.json"
  mkdir -p "$out/data"; loadgen compare "$out/compare.json" --rounds "$rounds" --out "$out/results.json" | sed -n '/^| target/,$p'
}
start() { # a fresh product, pinned; its pid is in $pid, and it has answered a signed request
  rm -rf "$out/data"; mkdir -p "$out/data"
  taskset -c 0 "$@" > "$out/product.log" 2>&1 & pid=$!; servers+=("$pid")
  for _ in $(seq 400); do curl -sf $base:5103/health/live > /dev/null && return; sleep 0.05; done
  cat "$out/product.log"; exit 1
}
stop() { kill "${1:--TERM}" "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; }
slash() { local step=$1; shift; loadgen "$step" --url $base:5103/slack/commands --kind slash --secret benchsecret --pid "$pid" "$@"; }
memory() { awk '/VmRSS/ { printf "%d MB", $2 / 1024 }' "/proc/$pid/status"; }
has() { [[ " $only " == *" $1 "* ]]; }

echo; echo "$(date -u +%F) · $(nproc) cores · $(awk -F: '/model name/ { print $2; exit }' /proc/cpuinfo) · load $(cut -d' ' -f1 /proc/loadavg) · rounds $rounds"
if has marks; then
  echo; echo "## Durable /pm mark: verified, deduplicated, stored, answered"
  compare "[1000, 2000, 5000]" 1000 "$(limit group slash commands)" "$(ours slash commands 'start bench p3')" "$(bolt worker)" "$(bolt one)" "$(limit naive slash commands)"
fi
if has first; then
  echo; echo "## A burst of 1,000 as the first traffic after the start"
  for round in $(seq "$rounds"); do start "${product[@]}"; slash burst --text mark --count 1000 --conns 256 || true; stop; done
fi
for body in events reactions; do
  has $body || continue
  kind=$([ $body = events ] && echo event || echo reaction)
  echo; echo "## ${body^}"
  compare "[1000]" 0 "$(limit group $kind events)" "$(ours $kind events '')"
done
if has memory; then
  echo; echo "## Memory"
  start "${product[@]}"; echo "idle: $(memory)"
  slash run --text "start bench p3" --rate 20 --duration 0.4 --conns 1 > /dev/null || true
  slash run --text mark --rate 2000 --duration "$([ -n "${QUICK:-}" ] && echo 2 || echo 50)" || true
  echo "after the load: $(memory)"; stop
fi
if has kill; then
  echo; echo "## Killed in the middle: every 200 that was seen is in the store"
  traced=(); command -v strace > /dev/null && traced=(strace -f -c -e "trace=fsync,fdatasync" -o "$out/syncs")
  start "${traced[@]}" "${product[@]}"
  slash run --text "start bench p3" --rate 20 --duration 0.4 --conns 1 > /dev/null || true
  server=$(pgrep -n -f "$out/product/PostMortemBot")
  { sleep 3; kill -9 "$server"; } & slash run --text mark --duration 6 --conns 64 --json > "$out/seen.json" 2> /dev/null || true
  stop; seen=$(grep -o '"Ok": [0-9]*' "$out/seen.json" | grep -o '[0-9]*')
  node -e '
    const { DatabaseSync } = require(process.argv[2] + "/node_modules/@photostructure/sqlite"); const db = new DatabaseSync(process.argv[1]);
    const stored = db.prepare("SELECT count(*) AS n FROM facts WHERE body LIKE ?").get("%\"TimelineEventMarked\"%").n;
    console.log(`seen ${process.argv[3]}, stored ${stored}: ${stored >= Number(process.argv[3]) ? "none lost" : "LOST"}; ${db.prepare("PRAGMA integrity_check").get().integrity_check}`);' "$out/data/post-mortems.db" "$here/../peers" "$seen"
  if [ -s "$out/syncs" ]; then awk '/sync/ { print "syncs: " $4 " " $NF }' "$out/syncs"; fi
fi
if has teams; then
  # The far side is the yardsticks' own here: it signs the token, gives the keys, and answers the connector.
  kill "$far"; wait "$far" 2>/dev/null || true
  app=00000000-0000-4000-8000-0000000000bb tenant=00000000-0000-4000-8000-0000000000aa bearer=$out/token
  taskset -c 1 dotnet "$out/loadgen/loadgen.dll" stub --port 9560 --app-id "$app" --token-out "$bearer" --jwks-out "$out/jwks.json" > "$out/stub.log" 2>&1 & servers+=($!)
  until [ -s "$out/jwks.json" ] && curl -sf $base:9560/keys > /dev/null; do sleep 0.05; done
  unset Slack__SigningSecret Slack__BotToken
  export PM__Organisations="[{\"name\":\"bench\",\"teamsTenants\":[\"$tenant\"]}]" Teams__AppId=$app Teams__ClientSecret=bench
  export Teams__OpenIdMetadataUrl=$base:9560/.well-known/openidconfiguration Teams__LoginUrl=$base:9560 Teams__AllowedServiceUrls=$base:9560
  echo; echo "## Teams: a mark with a checked token, stored, then answered"
  compare "[1000]" 0 "$(target limit-group $base:5101/api/messages "" bot dotnet "$out/limit/limit.dll" --mode group --db "$out/limit.db" --jwks "$out/jwks.json" --app-id "$app")" \
    "$(target product $base:5103/api/messages 'start bench p3' bot "${product[@]}")"
fi
