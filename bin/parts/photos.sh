# shellcheck shell=bash
# Photographs for the demo, from a Debian package; none is part of this repository. Read by bin/setup.
# shellcheck disable=SC2034,SC2154 # variables are shared with bin/setup

photo_package=lomiri-wallpapers-16.04
# The package's photographs; its two drawn backgrounds are left out.
photo_names=(
  Bridge_by_Sander_Klootwijk Dragonfly_by_Bolly Picture_0B_by_freespace Picture_1A_by_freespace Wine_by_Jakkub_Mede
  aitzgorri_by_Aitzol_Berasategi free_by_Peter_Nerlich friends_by_Aitzol_Berasategi greentock_by_Peter_Nerlich
  life_by_Aitzol_Berasategi picosdeeuropa_by_Aitzol_Berasategi seeding_by_Clements_Engelhardt
)

# One line per photograph, from the package's own machine-readable copyright file.
origin_line() {
  awk -v wanted="$1.jpg" '
    /^Files:/ { here = index($2, wanted) > 0 }
    here && /^Copyright:/ { sub(/^Copyright: */, ""); by = $0 }
    here && /^License:/ { print wanted " | " by " | " $2; exit }
  ' "$2"
}

fetch_photos() {
  local work=$1 name line copyright
  deb_unpack "$photo_package" "$work" || return 1
  copyright=$work/usr/share/doc/$photo_package/copyright
  mkdir "$work/photos"
  {
    echo "Photographs from the Debian package $photo_package, unchanged."
    echo "Origin and full licence texts: copyright.txt beside this file."
    echo
    echo "file | copyright | licence"
  } >"$work/photos/ORIGIN.txt"
  for name in "${photo_names[@]}"; do
    # No photograph without a known author and licence.
    line=$(origin_line "$name" "$copyright")
    if [ -n "$line" ] && cp "$work/usr/share/backgrounds/$name.jpg" "$work/photos/"; then
      echo "$line" >>"$work/photos/ORIGIN.txt"
    fi
  done
  cp "$copyright" "$work/photos/copyright.txt"
  [ "$(find "$work/photos" -name '*.jpg' | wc -l)" -ge 8 ]
}

find_photos() {
  local work
  if [ -f var/photos/ORIGIN.txt ]; then
    say "Photos    var/photos (licences: var/photos/ORIGIN.txt)"
    return
  fi
  work=$(mktemp -d "$state/photos.XXXXXX")
  chmod 755 "$work"
  news "unpacking photographs of $photo_package into var/photos"
  if fetch_photos "$work"; then
    rm -rf var/photos
    mv "$work/photos" var/photos
  else
    # The demo starts without them, so this is no failure.
    news "no photographs could be had (they come from Debian's package $photo_package); the demo starts with an empty gallery."
    news "  Any JPEG files put into var/photos are used instead."
  fi
  rm -rf "$work"
}
