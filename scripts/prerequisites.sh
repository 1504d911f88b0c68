#!/usr/bin/env bash
# Says what is missing to build and check, and installs SQLite's headers where apt can.
set -euo pipefail

fail() { printf 'missing: %s\n' "$1" >&2; exit 1; }

has_sqlite_headers() {
    [ "$(uname)" = Darwin ] || [ -e /usr/include/sqlite3.h ] || pkg-config --exists sqlite3 2>/dev/null
}

install_sqlite_headers() {
    local admin=()
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
        admin=(sudo -n)
    fi
    "${admin[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${admin[@]}" apt-get install -y -qq libsqlite3-dev
}

command -v swift >/dev/null || fail 'swift 6.2 or later: see https://www.swift.org/install'
version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)
read -r major minor <<<"${version:-0 0}"
[ "$major" -gt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -ge 2 ]; } ||
    fail "swift 6.2 or later (this is $major.$minor): see https://www.swift.org/install"
command -v python3 >/dev/null || fail 'python3, for the HTTP conformance suite (its standard library is enough)'
command -v curl >/dev/null || fail 'curl, for the commands of the README'
has_sqlite_headers || install_sqlite_headers || true
has_sqlite_headers ||
    fail "SQLite's headers: apt-get install libsqlite3-dev, or dnf install sqlite-devel"
