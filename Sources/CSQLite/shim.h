#pragma once
#if __has_include(<sqlite3.h>)
#include <sqlite3.h>
#else
#error "SQLite's headers are missing. Install them: 'apt-get install libsqlite3-dev' (Debian, Ubuntu), 'dnf install sqlite-devel' (Fedora), 'brew install sqlite' (macOS)."
#endif
