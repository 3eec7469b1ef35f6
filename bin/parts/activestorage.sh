# shellcheck shell=bash
# The client for direct uploads that the gallery's page loads, from its npm package; none is part of this repository.
# Read by bin/setup.
# shellcheck disable=SC2154 # variables are shared with bin/setup

activestorage_package=8.1.301

find_activestorage() {
  local folder=$state/activestorage-$activestorage_package
  local script=$folder/app/assets/javascripts/activestorage.js
  if ! [ -f "$script" ]; then npm_unpack "@rails/activestorage@$activestorage_package" "$folder" || true; fi
  if [ -f "$script" ]; then
    mkdir -p var/activestorage
    if ! cmp -s "$script" var/activestorage/activestorage.js; then cp "$script" var/activestorage/activestorage.js; fi
    say "Uploader  var/activestorage (@rails/activestorage $activestorage_package)"
  elif [ -f var/activestorage/activestorage.js ]; then
    say "Uploader  var/activestorage"
  elif [ "$purpose" = demo ]; then
    # The demo starts without it, so this is no failure.
    news "the npm package @rails/activestorage could not be had; the demo goes without direct uploads."
  else
    lack "the client @rails/activestorage, which the browser test of the gallery uploads with:" \
      "  put node and npm on the PATH and run bin/setup again; it unpacks the package, and runs nothing of it" \
      "  or put the package's activestorage.js into var/activestorage"
  fi
}
