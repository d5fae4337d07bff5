#!/bin/sh
# The `madoguchi` command of an installed station, on the Node that came with it.
set -eu
agent=/opt/Madoguchi/resources/agent
set -- "$agent/node" --disable-warning=ExperimentalWarning "$agent/dist/node/cli.mjs" "$@"
# An identity belongs to the agent's account, whoever asks for it.
if [ "${4-}" = enrol ] && [ "$(id -u)" = 0 ]; then
  exec setpriv --reuid madoguchi --regid madoguchi --init-groups -- "$@"
fi
exec "$@"
