"""The peers' side of bench/gpu/protocol.ts: lines of JSON on stdin and stdout, and the pilot."""
import json
import math
import resource
import sys
import time


def pilot(seconds_of, instances, limit):
    """The seconds that a step of all instances takes, or is estimated to take above the limit.

    seconds_of(some) times a step of some of them. The rule is that of bench/gpu/steady.ts: much of a small
    pilot does not grow with the instances, so that from two on the line through the last two is the estimate.
    """
    some, before = math.ceil(instances / 64), None
    while True:
        seconds = seconds_of(some)
        estimate = seconds * instances / some
        if estimate <= limit or some == instances:
            return estimate
        if before is not None:
            slope = (seconds - before[1]) / (some - before[0])
            estimate = seconds + max(0, slope) * (instances - some)
        if seconds > limit or (before is not None and estimate > limit and 4 * seconds > limit):
            return max(estimate, seconds)
        some, before = min(instances, 4 * some), (some, seconds)


def run_for(seconds, run):
    """Runs steps for about so many seconds; run(steps) ends when the weights have been read back.

    From one step on, at most four times as many, since the first steps of a device tell little of its pace.
    """
    steps = 1
    while True:
        begun = time.perf_counter()
        run(steps)
        elapsed = time.perf_counter() - begun
        if elapsed > seconds / 2:
            return {"steps": steps, "seconds": elapsed}
        steps = math.ceil(steps * min(4, 1 + seconds / elapsed))


def too_long(estimate):
    return {"kind": "too long", "estimate": estimate}


def serve(about, prepare, device_megabytes):
    """prepare(work) answers with what is said of the work, and with a function that measures it."""
    measure = None
    for line in sys.stdin:
        question = json.loads(line)
        if "seconds" in question:
            answer = measure(question["seconds"])
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            answer["peakMegabytes"] = peak / (2**20 if sys.platform == "darwin" else 2**10)
            taken = device_megabytes()
            if taken is not None:
                answer["deviceMegabytes"] = taken
        else:
            # What the last work took on the device is given back before this one needs it.
            measure = None
            answer, measure = prepare(question)
            answer = {**answer, **about}
        print(json.dumps(answer), flush=True)
