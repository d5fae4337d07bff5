#!/bin/sh
# Installs what the agent handed over. Where the version that was just installed cannot even run this, the one before
# comes back: nothing but a shell and dpkg is needed for that.
set -u
agent=/opt/Madoguchi/resources/agent
journal=/var/lib/madoguchi-update/journal.json
apply() {
  "$agent/node" --disable-warning=ExperimentalWarning "$agent/dist/node/cli.mjs" update apply
}
apply
status=$?
# 1: it was refused or taken back, and the report says why.
if [ "$status" -le 1 ]; then exit 0; fi
if [ ! -e "$journal" ]; then exit "$status"; fi
names=$(sed -n 's/.*"previousFiles":\[\([^]]*\)\].*/\1/p' "$journal" | tr -d '"' | tr ',' ' ')
if [ -z "$names" ]; then exit "$status"; fi
sed -i 's/"phase":"[a-z-]*"/"phase":"rolling-back"/' "$journal"
cd /var/lib/madoguchi-update/packages || exit "$status"
# The names are hashes: one word each.
# shellcheck disable=SC2086
dpkg --force-confdef --force-confold --force-downgrade --install $names || exit "$status"
apply
