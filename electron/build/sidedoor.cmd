@echo off
rem The command line of the installed package: needs neither a window nor a Node of the system.
setlocal
set NODE_OPTIONS=
for /d %%n in ("%~dp0resources\node_modules\node-*") do "%%n\bin\node.exe" --max-semi-space-size=16 "%~dp0resources\app.asar.unpacked\dist\cli\index.cjs" %*
exit /b %errorlevel%
