#!/bin/sh
# After the package is installed (deb, rpm): both programs on the path, Chromium's sandbox as it must be.
set -e
ln -sf /opt/Sidedoor/sidedoor /usr/bin/sidedoor
ln -sf /opt/Sidedoor/sidedoor-workbench /usr/bin/sidedoor-workbench
# Where users may not make namespaces the sandbox starts by this helper, which must belong to root.
chown root:root /opt/Sidedoor/chrome-sandbox
chmod 4755 /opt/Sidedoor/chrome-sandbox
if hash update-mime-database 2>/dev/null; then update-mime-database /usr/share/mime || true; fi
if hash update-desktop-database 2>/dev/null; then update-desktop-database /usr/share/applications || true; fi
