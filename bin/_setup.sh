# shellcheck shell=sh
# Sourced by bin/run and bin/test, which set ROOT to the checkout: finds Python, keeps .venv as the requirements say.
#
# Each step says what it does in one line and shows more only when it fails. A signal ends any step at once; what was
# cut short is done again by the next run.

VENV=$ROOT/.venv
# What is installed: a line of cksum for each requirements file, or the word "incomplete" while pip or venv is at work.
# bin/test writes the line of requirements.txt as well, so that bin/run after it has nothing to install.
STAMP=$VENV/.requirements
VERSION_PROBE='import sys; print("%d.%d.%d" % sys.version_info[:3])'
DETACH='import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])'

child=
ended_by=
WORK=$(mktemp -d)
LOG=$WORK/log
trap 'rm -rf "$WORK"' EXIT
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

say() {
    printf '%s\n' "$*"
}

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Ends the step that is at work, with all that it started, and then the script.
stop() {
    ended_by=$1
    # Between `&` and `$!` there is a process whose number is not known yet: start calls again when it is.
    [ "$child" != starting ] || return 0
    trap '' HUP INT TERM
    if [ -n "$child" ]; then
        # A process that a shell has only just forked still has the shell's traps, and a signal to it is lost. It is
        # past that when it has its group, so the signal waits for the group, or for the process to have ended: `(:)`
        # gives it the processor, and buries it.
        until kill -- "-$child" 2>/dev/null || ! kill -0 "$child" 2>/dev/null; do
            (:)
        done
        wait "$child" 2>/dev/null || true
    fi
    exit "$ended_by"
}

# Starts a command in the background and sets child to its process id. In the background because a shell handles a
# signal only after the command in the foreground has ended, while `wait` returns at once; and in a process group of
# its own, so that a signal ends what the command started too.
start() {
    child=starting
    "${python:-$VENV/bin/python}" -IS -c "$DETACH" "$@" &
    child=$!
    [ -z "$ended_by" ] || stop "$ended_by"
}

# Runs a command with its output in LOG.
quietly() {
    start "$@" >"$LOG" 2>&1 </dev/null
    result=0
    wait "$child" 2>/dev/null || result=$?
    child=
    return "$result"
}

# Runs a command quietly; when it fails, shows what it said and ends with the sentence given first.
must() {
    sentence=$1
    shift
    quietly "$@" || {
        cat "$LOG" >&2
        die "$sentence"
    }
}

# Prints the version of a Python such as 3.12.1; fails when it is none or too old, after printing the version it has.
python_version() {
    version=$("$1" -c "$VERSION_PROBE" 2>/dev/null) || return 1
    printf '%s' "$version"
    case $version in
    [4-9].* | 3.1[1-9].* | 3.[2-9][0-9].*) return 0 ;;
    *) return 1 ;;
    esac
}

# Sets python to the first Python that is new enough, or ends with a sentence that says what there is.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        if found=$(python_version "$PYTHON"); then
            python=$PYTHON
            return
        fi
        [ -n "$found" ] || die "Roomful needs Python 3.11 or newer; PYTHON=$PYTHON cannot be run as a Python."
        die "Roomful needs Python 3.11 or newer; PYTHON=$PYTHON is $found."
    fi
    for python in python3 python3.13 python3.12 python3.11 python3.14 python; do
        python_version "$python" >/dev/null && return
    done
    found=$(python_version python3) || true
    die "Roomful needs Python 3.11 or newer; python3 here is ${found:-missing}." \
        "Install a newer one, or name it: PYTHON=/path/to/python3.12 $0"
}

# True when .venv is whole, runs, has pip, and is of the version that PYTHON asks for, if it does.
venv_works() {
    [ -x "$VENV/bin/python" ] || return 1
    [ "$(cat "$STAMP" 2>/dev/null)" != incomplete ] || return 1
    has=$("$VENV/bin/python" -c "import pip; $VERSION_PROBE" 2>/dev/null) || return 1
    if [ -z "${PYTHON:-}" ]; then
        python_version "$VENV/bin/python" >/dev/null
    else
        [ "${has%.*}" = "${found%.*}" ]
    fi
}

make_venv() {
    [ -z "${PYTHON:-}" ] || find_python
    venv_works && return
    find_python
    version=$(python_version "$python")
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        die "Python's venv module is missing from $python; on Debian and Ubuntu: apt install python${version%.*}-venv"
    say "Making .venv with Python $version."
    rm -rf "$VENV"
    mkdir "$VENV" 2>/dev/null || die "$ROOT cannot be written to: the Python packages go into .venv there."
    echo incomplete >"$STAMP"
    must ".venv could not be made; what Python says about it is above." \
        env TMPDIR="$WORK" "$python" -m venv "$VENV"
    rm -f "$STAMP"
}

# Installs the first file given unless it is installed; the files after it are those that it includes.
install_requirements() {
    make_venv
    (cd "$ROOT" && cksum "$@") >"$WORK/wanted"
    # Nothing to do when no wanted line is missing from the stamp.
    if [ -f "$STAMP" ] && ! grep -qvxFf "$STAMP" "$WORK/wanted"; then
        return
    fi
    say "Installing the packages of $1 into .venv (the first time this takes a minute)."
    echo incomplete >"$STAMP"
    # TMPDIR: what pip leaves behind when it is interrupted goes with WORK.
    quietly env TMPDIR="$WORK" \
        "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -r "$ROOT/$1" || {
        rm -f "$STAMP"
        cat "$LOG" >&2
        die "The packages of $1 could not be installed; what pip says about it is above."
    }
    mv "$WORK/wanted" "$STAMP"
}
