#!/bin/sh
# The command line of the installed package: needs neither a display nor a Node of the system.
resources="$(dirname "$(readlink -f "$0")")/resources"
exec "$resources"/node_modules/node-*/bin/node "$resources/app.asar.unpacked/dist/cli/index.cjs" "$@"
