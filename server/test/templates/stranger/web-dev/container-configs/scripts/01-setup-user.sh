#!/usr/bin/env bash
set -euo pipefail
id coder >/dev/null 2>&1 || useradd -m -u 1000 -s /bin/bash coder
log_info "user made"
