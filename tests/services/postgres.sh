#!/usr/bin/env bash
# Start and stop a throwaway PostgreSQL for the tests marked `postgres`.
#
#   tests/services/postgres.sh start FOLDER   makes a cluster in FOLDER, prints its address
#   tests/services/postgres.sh stop FOLDER    ends it and removes FOLDER
#
# The server listens on a Unix socket in FOLDER and nowhere else. Where PostgreSQL
# is absent and we are root, the system's package is installed; else it says so and
# leaves with code 69 (a service that cannot be had).
set -euo pipefail

find_programs() {
    local place
    for place in $(command -v pg_config >/dev/null && pg_config --bindir) /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
        if [[ -x $place/initdb && -x $place/pg_ctl ]]; then
            echo "$place"
            return 0
        fi
    done
    return 1
}

install_programs() {
    if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then
        echo "PostgreSQL is not installed, and it cannot be installed from here." >&2
        return 69
    fi
    {
        apt-get update -q || true
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends postgresql
    } >&2 || { echo "PostgreSQL could not be installed." >&2; return 69; }
}

# PostgreSQL refuses to run as root: then its own account runs it.
as_server() {
    if [[ $(id -u) -eq 0 ]]; then
        setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/ "$@"
    else
        "$@"
    fi
}

start() {
    local folder=$1 programs
    programs=$(find_programs) || { install_programs || exit $?; programs=$(find_programs); }
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    chmod 0700 "$folder"
    if [[ $(id -u) -eq 0 ]]; then chown postgres "$folder"; fi
    cd /
    as_server "$programs/initdb" -D "$folder/data" -U enduse --auth=trust --encoding=UTF8 --locale=C --no-sync \
        >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
    as_server "$programs/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/server.log" start -o \
        "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c full_page_writes=off" \
        >>"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
    echo "postgresql://enduse@/postgres?host=$folder"
}

stop() {
    local folder=$1 programs
    [[ -d $folder/data ]] || return 0
    folder=$(cd "$folder" && pwd)
    programs=$(find_programs)
    cd /
    as_server "$programs/pg_ctl" -D "$folder/data" -w -m immediate stop >/dev/null 2>&1 || true
    rm -rf -- "$folder" "$folder.log"
}

case ${1:-} in
    start | stop) [[ -n ${2:-} ]] || { echo "usage: $0 $1 FOLDER" >&2; exit 2; }; "$1" "$2" ;;
    *) echo "usage: $0 start|stop FOLDER" >&2; exit 2 ;;
esac
