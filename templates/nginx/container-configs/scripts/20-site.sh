#!/bin/bash
# Switches the site on, checks the configuration and starts nginx.
# infrahaus: idempotent timeout=120
set -eu

ln -sfn ../sites-available/infrahaus /etc/nginx/sites-enabled/infrahaus
rm -f /etc/nginx/sites-enabled/default
mkdir -p /var/www/infrahaus/private
[ -e /var/www/infrahaus/private/index.html ] || echo '<!doctype html><title>Private</title><p>You are signed in.' >/var/www/infrahaus/private/index.html
nginx -t
systemctl enable nginx.service
systemctl restart nginx.service
systemctl is-active --quiet nginx.service
log_info "nginx serves /var/www/infrahaus on port 80"
