"""The loop of a peer: reads one JSON request a line, answers with one JSON line.

    {"op": "prepare", "workload", "params"}           builds what a case needs
    {"op": "run", "times"}                            runs it so many times, answers {"ms"} for all of them together
    {"op": "memory"}                                  answers {"rss_mb"}: the most that this process has held

The first answer comes unasked, when it is ready. Answers are {"ok": true, …}, {"unsupported": why} where the peer has nothing to measure, or {"error": text}. Whatever
libraries print goes to the standard error, so that it cannot end up between the answers.
"""

import json
import os
import sys
import time
import traceback


class Unsupported(Exception):
    """The peer has no counterpart of a case."""


def peak_rss_mb():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        import resource

        divisor = 2**20 if sys.platform == "darwin" else 2**10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / divisor


def serve(prepare, description):
    """`prepare` takes a workload's name and a case's parameters, and returns a function (times)."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    run = None

    def answer(request):
        nonlocal run
        if request["op"] == "prepare":
            run = None  # what the case before held goes first
            run = prepare(request["workload"], request["params"])
            return {}
        if request["op"] == "run":
            start = time.perf_counter()
            run(request["times"])
            return {"ms": (time.perf_counter() - start) * 1000}
        if request["op"] == "memory":
            return {"rss_mb": peak_rss_mb()}
        raise ValueError(f"no such op: {request['op']}")

    print(json.dumps({"ok": True, "description": description}), file=answers, flush=True)
    for line in sys.stdin:
        try:
            reply = {"ok": True, **answer(json.loads(line))}
        except Unsupported as reason:
            reply = {"unsupported": str(reason)}
        except Exception:
            reply = {"error": traceback.format_exc()}
        print(json.dumps(reply), file=answers, flush=True)
