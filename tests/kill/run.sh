#!/usr/bin/env bash
# Kills a marking process again and again and checks after each kill that nothing acknowledged is lost, doubled or unexpected.
# Usage: tests/kill/run.sh [KILLS] [SEED]      about a second a kill
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dotnet build "$here" -c Release -v q -clp:NoSummary
exec dotnet "$here/bin/Release/net10.0/PostMortemBot.Kill.dll" kill "${1:-500}" "${2:-1}"
