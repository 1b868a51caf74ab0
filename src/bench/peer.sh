# The same work by a plain Spring Batch and Spring AI step (src/bench/peer). Sourced by scripts/bench.
# shellcheck shell=bash disable=SC2154

scenario_peer() {
    local rows=5000 bound
    [ "$size" = quick ] || rows=50000
    rows=${ROWS:-$rows}
    build_peer
    bound=$(calc "$rows * $(mean_latency "$median_ms" "$sigma") / 64" %.0f)

    start_warm_simulator "$median_ms"
    measure_run "$rows" --concurrency 64
    stop_simulator
    local own_wall=$wall own_cpu=$cpu chunk
    line peer "time, s: llmp, $rows rows, 64 at once" "$own_wall" "$bound" "$(calc "100 * $bound / $own_wall")" ""
    line peer "CPU, s: llmp, start included" "$own_cpu" "" "" ""
    killed_line llmp "$rows" llmp_command

    # 100 is what people begin with; 1,000 keeps more calls in flight, and loses more when it is killed.
    for chunk in 100 1000; do
        start_warm_simulator "$median_ms"
        measure_peer "$rows"
        stop_simulator
        line peer "time, s: plain step, chunk $chunk" "$wall" "$bound" "$(calc "100 * $bound / $wall")" \
            "$(calc "$wall / $own_wall" %.2f) times llmp's"
        line peer "CPU, s: plain step, chunk $chunk" "$cpu" "" "" "$(calc "$cpu / $own_cpu" %.2f) times llmp's"
        killed_line "plain step, chunk $chunk" "$rows" peer_command
    done
}

build_peer() {
    peer_jar=$root/src/bench/peer/target/peer.jar
    if [ ! -f "$peer_jar" ] || [ -n "$(find "$root/src/bench/peer/src" "$root/src/bench/peer/pom.xml" -newer "$peer_jar")" ]; then
        command -v mvn > /dev/null || fail "peer needs Maven (mvn) to build src/bench/peer"
        echo "bench: building src/bench/peer, once" >&2
        mvn -q -B -f "$root/src/bench/peer/pom.xml" package > "$scratch/log" 2>&1 || fail "$(tail -n 20 "$scratch/log")"
    fi
}

# These set the command that works on $1 rows, in chunks of $chunk.
llmp_command() {
    command=("$root/scripts/llmp" run bench --provider simulator --base-url "$url" --input "$(tickets "$1")"
        --output "$scratch/out.csv" --concurrency 64)
}

peer_command() {
    command=("$(java_command)" -jar "$peer_jar" "--peer.home=$scratch/peer" "--peer.input=$(tickets "$1")"
        "--peer.chunk=$chunk" "--spring.ai.openai.base-url=$url")
}

# Sets wall and cpu.
measure_peer() {
    local TIMEFORMAT='%R %U %S' times command
    rm -rf "$scratch/peer"
    peer_command "$1"
    if ! times=$( { time "${command[@]}" > "$scratch/summary" 2> "$scratch/log"; } 2>&1 ); then
        failures=$((failures + 1))
        echo "bench: the plain step failed:" >&2
        tail -n 3 "$scratch/log" >&2
    fi
    read -r wall cpu <<< "$(awk '{ print $1, $2 + $3 }' <<< "$times")"
}

# Kills the run of the command that $3 sets by SIGKILL when half of the rows are answered, starts it again, and counts what
# was paid.
killed_line() {
    local rows=$2 process in_flight command
    fresh_home
    rm -rf "$scratch/peer"
    start_warm_simulator "$median_ms"
    "$3" "$rows"
    "${command[@]}" > "$scratch/summary" 2> "$scratch/log" &
    process=$!
    processes="$processes $process"
    fetch_stats
    while [ "$(counted answered)" -lt $((rows / 2)) ]; do
        kill -0 "$process" 2> /dev/null || fail "the run to be killed ended by itself: $(tail -n 3 "$scratch/log")"
        sleep 0.1
        fetch_stats
    done
    in_flight=$(counted in_flight)
    kill -9 "$process"
    wait "$process" 2> /dev/null || true
    if ! "${command[@]}" > "$scratch/summary" 2> "$scratch/log"; then
        failures=$((failures + 1))
        echo "bench: the restart of $1 failed: $(tail -n 3 "$scratch/log")" >&2
    fi
    fetch_stats
    stop_simulator
    line peer "calls paid after a kill -9: $1" "$(counted answered)" "$rows" "" \
        "$(counted repeated_answers) paid twice ($in_flight in flight when killed), $((rows - $(counted distinct))) never"
}
