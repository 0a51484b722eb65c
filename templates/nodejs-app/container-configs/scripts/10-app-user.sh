#!/bin/bash
# Creates the user that the app runs as.
# infrahaus: idempotent timeout=120
set -eu

getent passwd app >/dev/null || useradd --create-home --uid 1000 --shell /bin/bash app
chown -R app:app /srv/app
log_info "The app runs as the user app"
