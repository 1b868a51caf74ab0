# Starts simulators and runs, and reads what they cost. Sourced by scripts/bench; needs bash and awk, and nothing else.
# shellcheck shell=bash

failures=0
simulator=       # its process, while there is one
processes=       # all that were started and may have to be ended

fail() {
    echo "bench: $*" >&2
    exit 1
}

# Makes a place to work in, which goes away with this shell, and sees that the program is built.
prepare() {
    if [ -n "${KEEP:-}" ]; then
        mkdir -p "$KEEP"
        scratch=$(cd "$KEEP" && pwd -P)
    else
        scratch=$(mktemp -d)
    fi
    trap clean_up EXIT
    trap 'exit 130' INT TERM
    "$root/scripts/llmp" --version > "$scratch/version" 2> "$scratch/log" || fail "$(cat "$scratch/log")"
    template > "$scratch/bench.yaml"
    heading_printed=
    describe_machine
}

# What the figures below depend on most: a machine that others use shows in times, less in CPU.
describe_machine() {
    local release
    release=$("$(java_command)" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p;q')
    printf '%s  JDK %s, %s cores, load %s, commit %s\n' "$(date -u +%FT%TZ)" "$release" \
        "$(getconf _NPROCESSORS_ONLN)" "$(uptime | sed 's/.*average[s]*: *//')" \
        "$(git -C "$root" rev-parse --short HEAD 2> /dev/null || echo unknown)"
}

java_command() {
    echo "${JAVA_HOME:+$JAVA_HOME/bin/}java"
}

clean_up() {
    local process
    for process in $processes; do
        kill -9 "$process" 2> /dev/null || true
    done
    wait 2> /dev/null || true
    [ -n "${KEEP:-}" ] || rm -rf "$scratch"
}

template() {
    cat <<'YAML'
name: bench
key: id
instruction: Which team owns the ticket?
prompt: "{{subject}}"
input: {type: object, required: [subject], properties: {subject: {type: string}}}
output:
  type: object
  required: [team, urgency]
  additionalProperties: false
  properties: {team: {enum: [billing, access, bug, sales]}, urgency: {type: integer, minimum: 1, maximum: 5}}
YAML
}

# Writes a CSV file of $1 rows, the same ones each time, and prints its path.
tickets() {
    local file=$scratch/tickets-$1.csv
    [ -f "$file" ] || awk -v rows="$1" 'BEGIN {
        srand(7)
        n = split("invoice payment login password refund error crash charge account access slow price plan team", word, " ")
        print "id,subject"
        for (i = 0; i < rows; i++) {
            text = ""
            for (j = 0; j < 40; j++) text = text " " word[int(rand() * n) + 1]
            print i ",\"ticket " i ":" text "\""
        }
    }' > "$file"
    echo "$file"
}

# Starts a simulator with the options given; sets url.
start_simulator() {
    rm -f "$scratch/url"
    # It runs for long and is to cost little, so the optimising compiler pays off.
    LLMP_HOME=$scratch/simulator LLMP_JAVA_OPTS="-XX:TieredStopAtLevel=4 -Xmx512m" \
        "$root/scripts/llmp" simulate "$@" > "$scratch/url" 2> "$scratch/simulator.log" &
    simulator=$!
    processes="$processes $simulator"
    until [ -s "$scratch/url" ]; do
        kill -0 "$simulator" 2> /dev/null || fail "the simulator did not start: $(cat "$scratch/simulator.log")"
        sleep 0.1
    done
    url=$(cat "$scratch/url")
}

stop_simulator() {
    kill "$simulator" 2> /dev/null || true
    wait "$simulator" 2> /dev/null || true
    simulator=
}

# Has the simulator compile what it needs for as long as it runs, and count from then on: in the first second of a JVM it
# answers late, which would count against the program.
warm_simulator() {
    "$(java_command)" "$root/src/bench/load/Load.java" "$url" 20000 500 > /dev/null || fail "the simulator could not be warmed"
    stats_request DELETE
}

# Fetches what the simulator counted.
fetch_stats() {
    stats_request GET
}

# Sets stats.
stats_request() {
    local address=${url#http://}
    address=${address%%/*}
    exec 3<> "/dev/tcp/${address%:*}/${address#*:}"
    printf '%s /stats HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$1" "$address" >&3
    stats=$(tail -n 1 <&3)
    exec 3>&-
}

# Prints one number of what was fetched.
counted() {
    local value
    value=$(sed -n 's/.*"'"$1"'":\([0-9][0-9.E-]*\).*/\1/p' <<< "$stats")
    echo "${value:-0}"
}

# Prints what share of the limit named $1 was used.
used_share() {
    local value
    value=$(sed -n 's/.*"'"$1"'":{"limit":[^}]*"used_share":\([0-9][0-9.E-]*\)}.*/\1/p' <<< "$stats")
    echo "${value:-0}"
}

# Runs over $1 rows with the further options given, in a home of its own. Sets cpu and wall (seconds), answered, rate (rows a
# second, by the program's own count) and exit_code; says why when it failed.
measure_run() {
    local rows=$1 input TIMEFORMAT='%R %U %S' times
    shift
    input=$(tickets "$rows")
    fresh_home
    exit_code=0
    { times=$( { time "$root/scripts/llmp" run bench --provider simulator --base-url "$url" --input "$input" \
        --output "$scratch/out.csv" "$@" > "$scratch/summary" 2> "$scratch/log"; } 2>&1 ); } || exit_code=$?
    read -r wall cpu <<< "$(awk '{ print $1, $2 + $3 }' <<< "$times")"
    read_summary
    if [ "$exit_code" -ne 0 ] || [ "$answered" -ne "$rows" ]; then
        failures=$((failures + 1))
        echo "bench: a run of $rows rows ended with exit code $exit_code and $answered answers:" >&2
        tail -n 3 "$scratch/log" >&2
    fi
}

read_summary() {
    answered=$(sed -n 's/^rows .*: \([0-9,]*\) answered.*/\1/p' "$scratch/summary" | tr -d ,)
    answered=${answered:-0}
    rate=$(sed -n 's/^time .*, \([0-9,.]*\) rows.*/\1/p' "$scratch/summary" | tr -d ,)
    rate=${rate:-0}
}

fresh_home() {
    export LLMP_HOME=$scratch/home
    rm -rf "$LLMP_HOME" "$scratch/out.csv"
    "$root/scripts/llmp" job apply "$scratch/bench.yaml" > /dev/null 2> "$scratch/log" || fail "$(cat "$scratch/log")"
}

# Prints a line of the table: what was measured, under which conditions, the figure, its bound, its share of that, and more.
line() {
    if [ -z "$heading_printed" ]; then
        heading_printed=yes
        line "" "" measured bound "share %" ""
    fi
    printf '%-10s %-46s %10s %8s %8s  %s\n' "$@"
}

# Evaluates an awk expression, in the form of the second argument.
calc() {
    awk "BEGIN { printf \"${2:-%.1f}\", ($1) }"
}
