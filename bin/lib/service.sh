# shellcheck shell=bash
# Servers that quickstart starts in the background and ends by their pid. Sourced by it, which sets the two folders.

# Where pids and addresses are kept, and where the servers' output goes.
: "${state:?}" "${logs:?}"

# Whether the process that NAME.pid speaks of is there and is the one that was started: a pid can be given to another.
service_running() {
  local pid start
  [ -r "$state/$1.pid" ] || return 1
  read -r pid start <"$state/$1.pid" || return 1
  [ -n "$pid" ] && [ "$(process_start "$pid")" = "$start" ]
}

# The moment a process was started, in clock ticks since boot; empty when there is none.
process_start() {
  [ -r "/proc/$1/stat" ] || return 0
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# service_start NAME WHERE COMMAND…: WHERE is an address for people. With service_as_root=1 it goes through sudo.
service_start() {
  local name=$1 where=$2 pid
  shift 2
  mv -f "$logs/$name.log" "$logs/$name.log.1" 2>/dev/null || true
  if [ "${service_as_root:-0}" = 1 ]; then
    pid=$(start_as_root "$@" 2>"$logs/$name.log")
  else
    setsid "$@" </dev/null >"$logs/$name.log" 2>&1 &
    pid=$!
  fi
  echo "$pid $(process_start "$pid")" >"$state/$name.pid"
  echo "$where" >"$state/$name.at"
}

# Starts a command as root in a session of its own, with its output on standard error, and prints its pid. Not sudo's own
# pid: sudo may give the command a terminal of its own, where setsid has to fork, and take it away when it ends.
start_as_root() {
  # shellcheck disable=SC2016 # expanded by root's shell
  sudo env "JAVA_HOME=${JAVA_HOME:-}" sh -c 'trap "" HUP; setsid "$@" </dev/null >&2 & echo $!' sh "$@"
}

service_failed() {
  echo "The $1 did not start. The end of its log:"
  tail -n 15 "$logs/$1.log"
}

# service_await NAME URL SECONDS: until the URL answers with success.
service_await() {
  local deadline=$((SECONDS + $3))
  until curl -fsS -o /dev/null "$2" 2>/dev/null; do
    if ! service_running "$1" || [ "$SECONDS" -ge "$deadline" ]; then
      service_failed "$1"
      return 1
    fi
    sleep 0.2
  done
}

# service_await_port NAME PORT SECONDS: until the loopback port takes connections.
service_await_port() {
  local deadline=$((SECONDS + $3))
  until (: >"/dev/tcp/127.0.0.1/$2") 2>/dev/null; do
    if ! service_running "$1" || [ "$SECONDS" -ge "$deadline" ]; then
      service_failed "$1"
      return 1
    fi
    sleep 0.2
  done
}

# service_await_socket NAME PATH SECONDS: until the socket is there, which the daemon creates when it serves.
service_await_socket() {
  local deadline=$((SECONDS + $3))
  until [ -S "$2" ]; do
    if ! service_running "$1" || [ "$SECONDS" -ge "$deadline" ]; then
      service_failed "$1"
      return 1
    fi
    sleep 0.2
  done
}

# Asks the process to end and waits for it; after 40 seconds it is killed.
service_stop() {
  local name=$1 pid start deadline=$((SECONDS + 40))
  if service_running "$name"; then
    read -r pid start <"$state/$name.pid"
    kill "$pid" 2>/dev/null || as_root kill "$pid"
    while [ "$(process_start "$pid")" = "$start" ]; do
      if [ "$SECONDS" -ge "$deadline" ]; then
        kill -9 "$pid" 2>/dev/null || as_root kill -9 "$pid"
        break
      fi
      sleep 0.1
    done
  fi
  rm -f "$state/$name.pid"
}

# The first free port on loopback, from the one that is wanted.
free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}
