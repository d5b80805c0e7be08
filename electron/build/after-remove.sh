#!/bin/sh
# After the package is removed: the links of ours, nothing else. Cases stay where they are.
for name in sidedoor sidedoor-workbench; do
  case "$(readlink "/usr/bin/$name" 2>/dev/null)" in /opt/Sidedoor/*) rm -f "/usr/bin/$name" ;; esac
done
