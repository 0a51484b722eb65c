# Functions that find out which of the container's own ports speak HTTP; sourced before discover.sh. Only addresses on
# which something listens here are asked, each for 2 s, 64 KiB and without following redirects. What does it: curl, GNU
# wget, Python, else bash, nc (BusyBox has one) or Perl for HTTP and openssl for HTTPS. BusyBox' wget follows redirects.

# How long an answer may take, and whatever asks for it with its start.
: "${PROBE_SECONDS:=2}"
PROBE_LIMIT=$((PROBE_SECONDS + 1))

# plain HOST PORT: the answer to an HTTP request, by whatever can open a connection.
plain() {
  request=$(printf 'GET / HTTP/1.0\r\nHost: %s:%s\r\nUser-Agent: infrahaus\r\nConnection: close\r\n\r\n.' "$1" "$2")
  request=${request%.}
  if command -v bash >/dev/null 2>&1; then
    REQUEST=$request timeout "$PROBE_LIMIT" bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf %s "$REQUEST" >&3 && cat <&3' bash "$1" "$2"
  elif command -v nc >/dev/null 2>&1; then
    { printf %s "$request"; sleep "$PROBE_SECONDS"; } | timeout "$PROBE_LIMIT" nc "$1" "$2"
  elif command -v perl >/dev/null 2>&1; then
    REQUEST=$request timeout "$PROBE_LIMIT" perl -MIO::Socket::IP -e '$s = IO::Socket::IP->new(PeerHost => $ARGV[0], PeerPort => $ARGV[1], Timeout => $ARGV[2]) or exit 1; print $s $ENV{REQUEST}; $s->flush; print while <$s>' "$1" "$2" "$PROBE_SECONDS"
  fi
}

encrypted() {
  command -v openssl >/dev/null 2>&1 || return 0
  { printf 'GET / HTTP/1.0\r\nHost: %s:%s\r\nUser-Agent: infrahaus\r\nConnection: close\r\n\r\n' "$1" "$2"; sleep 1; } |
    timeout "$PROBE_LIMIT" openssl s_client -quiet -connect "$(bracketed "$1"):$2"
}

bracketed() { case $1 in *:*) printf '[%s]' "$1" ;; *) printf '%s' "$1" ;; esac; }

PYTHON_PROBE='
import socket, ssl, sys
scheme, host, port, limit = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
s = socket.create_connection((host, port), limit)
if scheme == "https":
    c = ssl.create_default_context(); c.check_hostname = False; c.verify_mode = ssl.CERT_NONE
    s = c.wrap_socket(s)
s.settimeout(limit)
s.sendall(("GET / HTTP/1.0\r\nHost: %s:%d\r\nUser-Agent: infrahaus\r\nConnection: close\r\n\r\n" % (host, port)).encode())
got = b""
try:
    while len(got) < 65536:
        more = s.recv(65536 - len(got))
        if not more: break
        got += more
except OSError: pass
sys.stdout.buffer.write(got)
'

# ask SCHEME HOST PORT: the head and the body of the answer.
ask() {
  url="$1://$(bracketed "$2"):$3/"
  if command -v curl >/dev/null 2>&1; then
    timeout "$PROBE_LIMIT" curl --insecure --silent --include --max-time "$PROBE_SECONDS" --max-redirs 0 --proto '=http,https' --noproxy '*' \
      --user-agent infrahaus "$url"
  elif wget --version 2>/dev/null | grep -q GNU; then
    # The head goes to standard error.
    timeout "$PROBE_LIMIT" wget --quiet --server-response --output-document=- --content-on-error --no-check-certificate \
      --max-redirect=0 --timeout="$PROBE_SECONDS" --tries=1 --no-proxy --no-hsts --user-agent=infrahaus "$url" 2>&1
  elif command -v python3 >/dev/null 2>&1; then
    timeout "$PROBE_LIMIT" python3 -c "$PYTHON_PROBE" "$1" "$2" "$3" "$PROBE_SECONDS"
  elif [ "$1" = https ]; then encrypted "$2" "$3"
  else plain "$2" "$3"
  fi
}

# probe HOST PORT: prints `web  PORT  SCHEME  TITLE in base64` if it speaks HTTP.
probe() {
  # Plain HTTP to a TLS port is answered too, with a complaint, so https is asked first.
  for scheme in https http; do
    answer=$(ask "$scheme" "$1" "$2" 2>&1 </dev/null | head -c 65536 | tr -d '\000' | tr '\r\n\t' '   ')
    case $answer in HTTP/[0-9]* | ' '*HTTP/[0-9]*) ;; *) continue ;; esac
    case $answer in
      # nginx, Apache and Go: nothing here could ask by TLS.
      *'plain HTTP request was sent to HTTPS port'* | *"speaking plain HTTP to an SSL-enabled server"* | *'HTTP request to an HTTPS server'*)
        printf 'web\t%s\thttps\t\n' "$2"
        return ;;
    esac
    title=$(printf '%s' "$answer" | sed -n 's/.*<[tT][iI][tT][lL][eE][^>]*>\([^<]*\)<.*/\1/p' | head -c 200)
    printf 'web\t%s\t%s\t%s\n' "$2" "$scheme" "$(printf '%s' "$title" | base64 | tr -d '\n')"
    return
  done
}

# listeners: HOST PORT of TCP sockets, from the lines of ss or netstat; where all addresses are listened on, loopback.
listeners() {
  awk '$1 ~ /^tcp/ {
    for (i = 4; i <= 5; i++) if ($i ~ /:[0-9]+$/) {
      port = host = $i; sub(/.*:/, "", port); sub(/:[0-9]+$/, "", host); gsub(/[][]/, "", host); sub(/%.*/, "", host)
      if (host == "*" || host == "0.0.0.0" || host == "::" || host == "") host = "127.0.0.1"
      print host, port; break
    }
  }' | sort -u -k2n,2 | head -n 30
}
