#!/bin/sh
# Make the virtual environment and install the project with its pinned dependencies.
#
# torch is pinned, and on Linux taken from PyTorch's own index of CPU builds where that answers within a few seconds: the
# build on PyPI brings gigabytes of CUDA that nothing here uses. An index that the user has configured is left alone.
set -eu
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}
CPU_INDEX=https://download.pytorch.org/whl/cpu
TORCH=2.13.0

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "hld needs Python 3.11 or later; set PYTHON=/path/to/python3.11" >&2
    exit 1
}
[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
PIP="$VENV/bin/python -m pip --disable-pip-version-check"

has_own_index() {
    [ -n "${PIP_INDEX_URL:-}${PIP_EXTRA_INDEX_URL:-}${PIP_FIND_LINKS:-}${PIP_NO_INDEX:-}" ] ||
        $PIP config list 2>/dev/null | grep -Eq '(index-url|find-links|no-index)'
}

answers() {
    "$VENV/bin/python" - "$1" <<'PY'
import sys, urllib.request
try:
    urllib.request.urlopen(sys.argv[1] + "/torch/", timeout=5).close()
except OSError:
    sys.exit(1)
PY
}

if ! "$VENV/bin/python" -c "import importlib.metadata as m, sys; sys.exit(not m.version('torch').startswith('$TORCH'))" 2>/dev/null
then
    if [ "$(uname -s)" = Linux ] && ! has_own_index && answers "$CPU_INDEX"; then
        echo "Installing torch $TORCH, CPU build"
        $PIP install --quiet --extra-index-url "$CPU_INDEX" "torch==$TORCH+cpu"
    else
        echo "Installing torch $TORCH"
        $PIP install --quiet "torch==$TORCH"
    fi
fi
echo "Installing hld and its dependencies"
$PIP install --quiet --constraint constraints.txt --editable ".[dev]"
