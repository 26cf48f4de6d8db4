#!/usr/bin/env bash
# Builds everything and runs every test suite. Closes with one line, "N passed, N failed, N skipped", summed over all suites;
# ends non-zero where a test failed, a suite ran nothing, or the build did.
set -euo pipefail
cd "$(dirname "$0")/.."

# What tests compare with: the commands of SQLite, Brotli and age.
for command in sqlite3 brotli age; do
    if ! command -v "$command" >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt-get update -qq && apt-get install -y -qq "$command" >/dev/null
    fi
done

# The server for the tests on PostgreSQL: one that is given, one in a container, or one of what is installed. Without any these tests are skipped.
containers=false
if [ -z "${EFBACKUP_TEST_POSTGRES:-}" ]; then
    if docker info >/dev/null 2>&1; then
        containers=true
    elif ! command -v initdb >/dev/null && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt-get update -qq && apt-get install -y -qq postgresql >/dev/null
    fi
fi

# One compiler for all builds, those of the package tests too; it goes with this script.
export UseSharedCompilation=true

# Temporary files in memory where there is plenty of it: tests make databases and applications by the hundred, of small files each, and take half as long.
memory=/dev/shm
plenty=$((8 * 1024 * 1024))
kilobytes_free() { df -Pk "$memory" | awk 'NR == 2 { print $4 }'; }
kilobytes_available() { awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo; }
in_memory=
if [ -z "${TMPDIR:-}" ] && [ -w "$memory" ] && [ "$(kilobytes_free)" -gt $plenty ] && [ "$(kilobytes_available)" -gt $plenty ]; then
    in_memory=$(mktemp -d "$memory/efbackup-tests-XXXXXX")
    printf '#!/bin/sh\n' >"$in_memory/probe"
    # A server's own user passes through.
    chmod 711 "$in_memory" "$in_memory/probe"
    # Applications bring libraries, which many containers run nothing of from there.
    if "$in_memory/probe" 2>/dev/null; then
        export TMPDIR=$in_memory
    else
        rm -rf "$in_memory"
        in_memory=
    fi
fi

logs=$(mktemp -d)
export logs
trap 'dotnet build-server shutdown --vbcscompiler >/dev/null || true; rm -rf "$logs" ${in_memory:+"$in_memory"}' EXIT

dotnet build Greenhouse.EfBackup.sln --nologo -verbosity:quiet -p:UseTestcontainers=$containers
# The two longest go first.
suites=(tests/*.Package.Tests/*.csproj tests/*.PostgreSql.Tests/*.csproj)
for project in tests/*.Tests/*.csproj; do
    [[ " ${suites[*]} " == *" $project "* ]] || suites+=("$project")
done

# The oldest EF Core that is served, where the newest is what the tests run on. The analyzers have seen this code.
if [ -z "${EfCore:-}" ]; then
    old=artifacts/efcore8
    dotnet build tests/Greenhouse.EfBackup.InMemory.Tests --nologo -verbosity:quiet -p:EfCore=8 -p:RunAnalyzers=false --artifacts-path "$old"
    for name in Greenhouse.EfBackup.InMemory.Tests Greenhouse.EfBackup.Sqlite.Tests; do
        suites+=("$old/bin/$name/debug/$name.dll")
    done
fi

# Two at a time: most of what the two longest do is wait, for processes or for the server.
log_of() { printf '%s/%s' "$logs" "${1//\//_}"; }
run_suite() {
    local log
    log=$(log_of "$1")
    dotnet test "$1" $([[ $1 == *.dll ]] || echo --no-build) --nologo >"$log" 2>&1 || true
    printf '== %s\n%s\n' "$1" "$(<"$log")"
}
export -f log_of run_suite
printf '%s\0' "${suites[@]}" | xargs -0 -P 2 -I{} bash -c 'run_suite "$1"' suite {}

passed=0 failed=0 skipped=0 broken=0
for suite in "${suites[@]}"; do
    # "Passed!  - Failed: 0, Passed: 69, Skipped: 0, Total: 69, Duration: ..."
    summary=$(grep -E '^(Passed|Failed|Skipped)! +- Failed:' "$(log_of "$suite")" | tail -n 1 || true)
    count() { sed -n "s/.*$1: *\([0-9]*\).*/\1/p" <<<"$summary"; }
    total=$(count Total)
    if [ -z "$total" ] || [ "$total" = 0 ]; then
        echo "error: the suite $suite ran nothing"
        broken=$((broken + 1))
        continue
    fi

    passed=$((passed + $(count Passed)))
    failed=$((failed + $(count Failed)))
    skipped=$((skipped + $(count Skipped)))
done

echo
echo "$passed passed, $((failed + broken)) failed, $skipped skipped"
[ $((failed + broken)) = 0 ]
