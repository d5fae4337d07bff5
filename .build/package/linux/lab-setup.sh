#!/bin/sh
# Sets up what only this computer knows, after the kiosk's account was made: `install`, or `remove`.
set -eu
account=madoguchi-kiosk
service=madoguchi-kiosk.service
case "${1-}" in
  install)
    number=$(id -u "$account")
    install -d -o "$account" -g "$account" -m 0700 "/var/lib/$account"
    systemd-tmpfiles --create madoguchi-lab.conf
    # Whose programs and files a session may leave, and where; the number is this computer's own.
    places=/run/madoguchi-lab/kiosk
    printf '{ "kiosk": true, "sharedDesktopAccount": true, "desktopAccount": %s,\n  "kioskSession": { "service": "%s", "folders": ["%s", "%s", "%s", "%s", "%s"] } }\n' \
      "$number" "$service" "$places/home" "$places/tmp" "$places/var-tmp" "$places/shm" "$places/runtime" \
      >/etc/madoguchi/50-lab.json
    chmod 0644 /etc/madoguchi/50-lab.json
    # The account's own service manager would start programs after their person has gone. Nothing here needs it.
    mask="/etc/systemd/system/user@$number.service"
    if [ ! -e "$mask" ] && [ ! -L "$mask" ]; then ln -s /dev/null "$mask"; fi
    if [ -d /run/systemd/system ]; then
      loginctl disable-linger "$account" 2>/dev/null || true
      systemctl stop "user@$number.service" 2>/dev/null || true
      /usr/lib/systemd/systemd-sysctl 50-madoguchi-kiosk.conf 2>/dev/null || true
    fi
    ;;
  remove)
    rm -f /etc/madoguchi/50-lab.json
    rmdir /run/madoguchi-lab/kiosk /run/madoguchi-lab 2>/dev/null || true
    if number=$(id -u "$account" 2>/dev/null); then
      mask="/etc/systemd/system/user@$number.service"
      if [ "$(readlink "$mask" 2>/dev/null)" = /dev/null ]; then rm -f "$mask"; fi
    fi
    ;;
  *)
    echo "madoguchi-lab-setup install|remove" >&2
    exit 2
    ;;
esac
