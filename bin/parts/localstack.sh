# shellcheck shell=bash
# LocalStack in a virtual environment, for the tests of S3. Read by bin/setup.
# shellcheck disable=SC2034,SC2154 # variables are shared with bin/setup

# This set runs without Docker and without an account. Later releases of LocalStack need one or the other; newer ones
# of the three libraries break it at start, or leave S3 out; the last is not named by it, and warned about when missing.
localstack_packages=(
  'localstack-core[base-runtime]==4.13.1'
  'cbor2<5.8'
  'pyOpenSSL<25.2'
  'cryptography<46'
  'service_identity'
)

has_python() {
  command -v python3 >/dev/null &&
    python3 -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
}

# A virtual environment works in the folder it was made in, with the Python it was made with.
localstack_stamp() {
  printf '%s\n' "$PWD" "$(python3 -c 'import sys; print(sys.version)' 2>/dev/null)" "${localstack_packages[@]}"
}

make_localstack() {
  local folder=$1
  news "installing ${localstack_packages[0]} from pip into $folder (200 MB, about a minute)"
  rm -rf "$folder"
  logged localstack-venv python3 -m venv "$folder" &&
    logged localstack-pip "$folder/bin/python3" -m pip install --quiet --disable-pip-version-check --no-input \
      "${localstack_packages[@]}" &&
    localstack_stamp >"$folder/affix.stamp"
}

no_localstack() {
  local lines=(
    "  Debian: apt-get install -y --no-install-recommends python3-venv     Fedora: dnf install -y python3     Alpine: apk add python3"
    "  then run bin/setup again, with a network that reaches pip's index"
    "  or set AFFIX_LOCALSTACK to the program localstack-supervisor of a virtual environment")
  localstack=
  if [ "${CI:-}" = true ]; then
    lack "LocalStack, on which CI runs the tests of S3 ($1)." "${lines[@]}"
  else
    news "no LocalStack ($1); the tests of S3 run on s3proxy alone, which Maven brings. To get it:"
    printf '%s\n' "${lines[@]}" >&2
  fi
}

find_localstack() {
  local folder=$state/localstack
  localstack=
  if [ -n "${AFFIX_LOCALSTACK:-}" ] && [ "$AFFIX_LOCALSTACK" != "$PWD/$folder/bin/localstack-supervisor" ]; then
    if [ -x "$AFFIX_LOCALSTACK" ]; then
      localstack=$AFFIX_LOCALSTACK
      say "LocalStack $localstack (AFFIX_LOCALSTACK)"
      return
    fi
    news "AFFIX_LOCALSTACK names no program: '$AFFIX_LOCALSTACK'; looking elsewhere"
  fi
  if ! has_python; then
    install_package "python3-venv" "python3" "python3" "python@3" || true
    if ! has_python; then
      no_localstack "Python of at least 3.10 with venv and pip is missing"
      return
    fi
  fi
  if [ "$(cat "$folder/affix.stamp" 2>/dev/null)" != "$(localstack_stamp)" ] && ! make_localstack "$folder"; then
    rm -rf "$folder"
    no_localstack "pip could not install it; more in $state/localstack-pip.log"
    return
  fi
  localstack=$PWD/$folder/bin/localstack-supervisor
  say "LocalStack $localstack"
}
