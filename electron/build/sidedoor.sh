#!/bin/sh
# The command line of the installed package: needs neither a display nor a Node of the system.
here="$(dirname "$(readlink -f "$0" 2>/dev/null || echo "$0")")"
resources="$here/resources" # macOS: this file lies in Resources itself
[ -d "$resources" ] || resources="$here"
for node in "$resources"/node_modules/node-*/bin/node; do
  unset NODE_OPTIONS # nothing of the surroundings is loaded into a program that reads evidence
  exec "$node" --max-semi-space-size=16 "$resources/app.asar.unpacked/dist/cli/index.cjs" "$@"
done
