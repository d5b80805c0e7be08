#!/bin/sh
# The command line of the installed package: needs neither a display nor a Node of the system.
here=$(dirname "$(readlink -f "$0")")
app="$here/resources/app.asar.unpacked"
exec "$app"/node_modules/node-*/bin/node "$app/dist/cli/index.cjs" "$@"
