# What is measured. Sourced by scripts/bench.
# shellcheck shell=bash disable=SC2154

# The latency of a model: half of the answers take up to 50 ms, one in twenty more than 190 ms.
median_ms=50
sigma=0.8

# Prints the mean of a log-normal latency in seconds, which lies above its median.
mean_latency() {
    calc "$1 / 1000 * exp($2 * $2 / 2)" %.6f
}

# One run, measured in every way. The bound is what the slots let through: slots / mean latency.
scenario_run() {
    local rows=$1 slots=$2 latency=$3 spread=$4 bound start_cpu total_cpu arrival
    shift 4
    start_simulator --latency "${latency}ms" --latency-sigma "$spread"
    measure_run 1 --concurrency "$slots"
    start_cpu=$cpu
    stop_simulator
    start_simulator --latency "${latency}ms" --latency-sigma "$spread" "$@"
    # Under limits it would turn away what is to warm it.
    [ $# -gt 0 ] || warm_simulator
    # shellcheck disable=SC2086
    measure_run "$rows" --concurrency "$slots" ${RUN_OPTIONS:-}
    total_cpu=$cpu
    fetch_stats
    stop_simulator
    busy_line run "$rows rows, $slots slots" "$slots"
    bound=$(calc "$latency == 0 ? 0 : $slots / $(mean_latency "$latency" "$spread")" %.0f)
    arrival=$(calc "$(counted requests) / ($(counted ms_to_last_request) / 1000 + 1e-9)" %.0f)
    line run "calls a second until the last" "$arrival" "$bound" "$(calc "$bound ? 100 * $arrival / $bound : 0")" ""
    line run "rows a second, start and output included" "$rate" "$bound" "$(calc "$bound ? 100 * $rate / $bound : 0")" ""
    line run "own CPU a row, us" "$(calc "($total_cpu - $start_cpu) * 1e6 / $rows" %.0f)" 500 "" \
        "start ${start_cpu} s of CPU"
    line run "calls turned away, %" "$(calc "100 * $(counted throttled_share)" %.2f)" 0 "" "$(counted repeated_answers) paid twice"
}

busy_line() {
    local mean
    mean=$(counted mean_in_flight_to_last_request)
    line "$1" "$2" "$(calc "$mean")" "$3" "$(calc "100 * $mean / $3")" "${4:-}"
}

# Counted at the provider: how many calls it had in hand on average, from the first that came until the last came. More slots
# are measured twice: with the same latency, where they are bound by CPU, and with one by which as many calls a second are
# made as by 64 slots, where they are bound by how they are dispatched.
scenario_slots() {
    local rows slots all_rows="1000 10000"
    [ "$size" = quick ] || all_rows="1000 20000 200000"
    start_warm_simulator "$median_ms"
    for rows in ${ROWS:-$all_rows}; do
        for slots in ${SLOTS:-16 64 256 1000}; do
            # Rows that few slots would take an hour for show nothing that fewer do not.
            [ -n "${ROWS:-}" ] || [ $((rows / slots)) -le 4000 ] || continue
            measure_slots "$rows" "$slots" "$median_ms"
        done
    done
    stop_simulator
    for slots in ${SLOTS:-256 1000}; do
        [ "$slots" -gt 64 ] || continue
        start_warm_simulator $((median_ms * slots / 64))
        for rows in ${ROWS:-20000}; do
            measure_slots "$rows" "$slots" $((median_ms * slots / 64))
        done
        stop_simulator
    done
}

# Starts a simulator whose answers take a median of $1 ms, and warms it.
start_warm_simulator() {
    start_simulator --latency "$1ms" --latency-sigma "$sigma"
    warm_simulator
}

measure_slots() {
    stats_request DELETE
    measure_run "$1" --concurrency "$2"
    fetch_stats
    busy_line slots "busy: $1 rows, $2 slots, median $3 ms" "$2" \
        "$(calc "$(counted requests) / ($(counted ms_to_last_request) / 1000)" %.0f) calls/s"
}

# Three calls in a thousand hang until their time is up. At best they take their slots' time and no more, and the last ends
# that much after the others.
scenario_stragglers() {
    local rows=10000 hung=0.003 timeout_s=5 bound
    [ "$size" = quick ] || rows=50000
    rows=${ROWS:-$rows}
    start_simulator --latency "${median_ms}ms" --latency-sigma "$sigma" --fault "hang=$hung"
    measure_run "$rows" --concurrency 64 --set "llmp.providers.simulator.call-timeout=${timeout_s}s"
    stop_simulator
    bound=$(calc "$rows * ($(mean_latency "$median_ms" "$sigma") + $hung * $timeout_s) / 64 + $timeout_s")
    line stragglers "time, s: $rows rows, 64 slots, $hung hang for $timeout_s s" "$wall" "$bound" \
        "$(calc "100 * $bound / $wall")" "start and output included"
}

# A limit of 200 calls a second (or as many tokens), which 64 slots could exceed four times: told to the program, not told,
# and halved in the middle of the run, which is never told.
scenario_rates() {
    local seconds rpm=12000 tpm rows
    seconds=${SECONDS_EACH:-$([ "$size" = quick ] && echo 10 || echo 120)}
    tpm=$((rpm * $(tokens_of_a_row)))
    rows=$((rpm / 60 * seconds))
    rate_line "rpm, told" requests "$rows" "--rpm $rpm" "--rpm $rpm"
    rate_line "rpm, not told" requests "$rows" "--rpm $rpm" ""
    rate_line "rpm, told, then halved" requests $((rows * 3 / 4)) \
        "--rpm $rpm --rpm-after $((seconds / 2))s=$((rpm / 2))" "--rpm $rpm"
    rate_line "tpm, told" tokens "$rows" "--tpm $tpm" "--tpm $tpm"
    rate_line "tpm, not told" tokens "$rows" "--tpm $tpm" ""
    rate_line "tpm, told, then halved" tokens $((rows * 3 / 4)) \
        "--tpm $tpm --tpm-after $((seconds / 2))s=$((tpm / 2))" "--tpm $tpm"
    rate_line "both, told" either "$rows" "--rpm $rpm --tpm $tpm" "--rpm $rpm --tpm $tpm"
    rate_line "both, not told" either "$rows" "--rpm $rpm --tpm $tpm" ""
    rate_line "both, told, then halved" either $((rows * 3 / 4)) \
        "--rpm $rpm --tpm $tpm --rpm-after $((seconds / 2))s=$((rpm / 2)) --tpm-after $((seconds / 2))s=$((tpm / 2))" \
        "--rpm $rpm --tpm $tpm"
    stranger_line "--rpm 1200"
    stranger_line ""
}

# What is used of a limit in the half minute that begins 30 s after somebody else, who used the same key for 20 s as hard as it
# goes, has left.
stranger_line() {
    local rpm=1200 window=30 run share
    start_simulator --latency "${median_ms}ms" --latency-sigma "$sigma" --rpm "$rpm"
    # shellcheck disable=SC2086
    measure_run $((rpm * 3 / 2)) --concurrency 64 $1 &
    run=$!
    sleep 15
    timeout 20 "$(java_command)" "$root/src/bench/load/Load.java" "$url" 1000000000 4 > /dev/null 2>&1 || true
    sleep 30
    stats_request DELETE
    sleep "$window"
    fetch_stats
    wait "$run"
    stop_simulator
    share=$(calc "100 * $(counted answered) / ($rpm / 60 * $window)")
    line rates "limit used, %: a stranger has left, ${1:-not told}" "$share" 100 "$share" \
        "429: $(calc "100 * $(counted throttled_share)" %.2f) % of calls"
}

tokens_of_a_row() {
    start_simulator --latency 0ms
    measure_run 100 --concurrency 16
    fetch_stats
    stop_simulator
    calc "($(counted prompt_tokens) + $(counted completion_tokens)) / $(counted answered)" %.0f
}

# What of the limit was used from the first call to the last, by the provider's count.
rate_line() {
    local share requests tokens
    # shellcheck disable=SC2086
    start_simulator --latency "${median_ms}ms" --latency-sigma "$sigma" $4
    # shellcheck disable=SC2086
    measure_run "$3" --concurrency 64 $5
    fetch_stats
    stop_simulator
    requests=$(used_share requests)
    tokens=$(used_share tokens)
    case $2 in
        requests) share=$requests ;;
        tokens) share=$tokens ;;
        either) share=$(calc "$requests > $tokens ? $requests : $tokens" %.6f) ;;
    esac
    line rates "limit used, %: $1" "$(calc "100 * $share")" 100 "$(calc "100 * $share")" \
        "429: $(calc "100 * $(counted throttled_share)" %.2f) % of calls"
}

# By the difference of two sizes, so that neither the start nor most of the warm-up counts.
scenario_cpu() {
    local jdk sizes="2000 22000"
    [ "$size" = quick ] || sizes="20000 120000"
    for jdk in ${JDKS:-$(find_jdks)}; do
        # shellcheck disable=SC2086
        JAVA_HOME=$jdk cpu_lines "JDK $(jdk_version "$jdk")" ${ROWS:-$sizes}
    done
}

cpu_lines() {
    local jdk=$1 small=$2 large=${3:-} small_cpu small_allocated
    [ -n "$large" ] || fail "cpu needs two sizes, as in ROWS=\"2000 22000\""
    export JAVA_HOME
    measure_cost 1
    line cpu "$jdk: a run of 1 row, s of CPU" "$cpu" "" "" "$wall s of time"
    measure_cost "$small"
    small_cpu=$cpu
    small_allocated=$allocated
    measure_cost "$large"
    line cpu "$jdk: own CPU a row, us" "$(calc "($cpu - $small_cpu) * 1e6 / ($large - $small)" %.0f)" 500 "" \
        "from $small to $large rows"
    line cpu "$jdk: allocated a row, KB" "$(calc "($allocated - $small_allocated) * 1024 / ($large - $small)")" "" "" \
        "live after collections: at most $live MB"
}

# Sets cpu, allocated (MB) and live (MB) of a run of $1 rows with 64 slots.
measure_cost() {
    start_simulator --latency "${LATENCY_MS:-5}ms"
    LLMP_JAVA_OPTS="${LLMP_JAVA_OPTS:-} -Xlog:gc:file=$scratch/gc.log" measure_run "$1" --concurrency 64
    stop_simulator
    read -r allocated live <<< "$(awk '
        # As in: GC(3) Pause Young (Allocation Failure) 45M->9M(160M) 5.1ms
        match($0, /[0-9]+M->[0-9]+M/) {
            split(substr($0, RSTART, RLENGTH), size, /M->|M/)
            allocated += size[1] - after
            after = size[2]
            if (after > live) live = after
        }
        END { print allocated + 0, live + 0 }' "$scratch/gc.log")"
}

jdk_version() {
    sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release"
}

# Prints the newest JDK of each of the versions that the program is tested on.
find_jdks() {
    local wanted jdk found current
    current=$(dirname "$(dirname "$(readlink -f "${JAVA_HOME:+$JAVA_HOME/bin/java}" || readlink -f "$(command -v java)")")")
    for wanted in 17 25; do
        found=
        for jdk in "$current" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
            if [ -x "$jdk/bin/java" ] && [[ "$(jdk_version "$jdk")" == $wanted* ]]; then
                found=$jdk
            fi
        done
        [ -z "$found" ] || echo "$found"
    done
}

scenario_ceiling() {
    local slots rows=20000
    [ "$size" = quick ] || rows=200000
    for slots in ${SLOTS:-64 256}; do
        start_simulator --latency 0ms
        warm_simulator
        measure_run "${ROWS:-$rows}" --concurrency "$slots"
        fetch_stats
        stop_simulator
        line ceiling "calls a second: 0 ms, $slots slots" \
            "$(calc "$(counted requests) / ($(counted ms_to_last_request) / 1000)" %.0f)" "" "" \
            "$(calc "$cpu / $wall" %.2f) cores used by the program"
    done
}

# Asked by a client that costs next to nothing. One core is 1,000,000 us a second.
scenario_simulator() {
    local calls=50000 before after seconds failed
    [ "$size" = quick ] || calls=200000
    [ -r /proc/self/stat ] || { echo "bench: simulator needs /proc; left out" >&2; return; }
    start_simulator --latency 5ms
    # Once to warm up.
    "$(java_command)" "$root/src/bench/load/Load.java" "$url" 30000 64 > /dev/null
    before=$(ticks "$simulator")
    read -r _ seconds failed <<< "$("$(java_command)" "$root/src/bench/load/Load.java" "$url" "$calls" 64)"
    after=$(ticks "$simulator")
    stop_simulator
    [ "$failed" -eq 0 ] || fail "the simulator failed $failed of $calls calls"
    line simulator "calls a second: 5 ms, 64 at once" "$(calc "$calls / $seconds" %.0f)" 12800 \
        "$(calc "100 * $calls / $seconds / 12800")" ""
    line simulator "CPU a call, us" "$(calc "($after - $before) * 1e6 / $(getconf CLK_TCK) / $calls" %.0f)" 62 "" \
        "62 us is 8,000 calls a second on half a core"
}

# Prints the CPU time of a process, in ticks of the clock.
ticks() {
    awk '{ print $14 + $15 }' "/proc/$1/stat"
}
