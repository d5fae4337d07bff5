#!/bin/sh
# The `madoguchi` command of an installed station, on the Node that came with it.
set -eu
agent=/opt/Madoguchi/resources/agent
set -- "$agent/node" --disable-warning=ExperimentalWarning "$agent/dist/node/cli.mjs" "$@"
# An identity belongs to the agent's account, whoever asks for it; and so does what is left in its folder.
case "$(id -u):${4-} ${5-}" in
  "0:enrol "* | "0:update look") exec setpriv --reuid madoguchi --regid madoguchi --init-groups -- "$@" ;;
esac
exec "$@"
