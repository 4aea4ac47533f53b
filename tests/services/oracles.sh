#!/usr/bin/env bash
# Install the packages that the tests marked `oracles` ask, into an environment that has the project already.
#
#   tests/services/oracles.sh PYTHON      PYTHON is that environment's interpreter
#
# FollowTheMoney needs PyICU, which is compiled against the system's ICU: where we are root, its headers and a compiler
# are installed; it is compiled without optimising, which halves the wait. Takes at most four minutes; where the
# packages cannot be had it says so and leaves with code 69 (a service that cannot be had).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
python=$1

has_system_parts() {
    command -v g++ >/dev/null && command -v pkg-config >/dev/null && pkg-config --exists icu-i18n
}

if "$python" -c "import followthemoney" 2>/dev/null; then
    exit 0
fi
if ! has_system_parts && [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
    {
        timeout 60 apt-get update -q || true
        DEBIAN_FRONTEND=noninteractive timeout 120 apt-get install -q -y --no-install-recommends \
            libicu-dev pkg-config g++ || true
    } >&2
fi
if ! has_system_parts; then
    echo "PyICU cannot be compiled here: it needs g++, pkg-config and the headers of ICU (libicu-dev)." >&2
    exit 69
fi
if ! CFLAGS=-O0 CXXFLAGS=-O0 timeout 240 "$python" -m pip install -q -c "$root/constraints.txt" \
    -c "$root/tests/oracles/constraints.txt" -e "$root[oracles]" >&2; then
    echo "The extra \`oracles\` could not be installed within four minutes." >&2
    exit 69
fi
