"""PyTorch as a researcher writes the toy models: batched over instances, fused Adam, fresh data.

Usage: python3 pytorch.py eager|compiled THREADS
Speaks one JSON object a line: a workload first, answered by {"ready": true}; then {"seconds": s},
answered by {"steps": k, "seconds": s, "peakMegabytes": r}, as often as asked.

One uniform number u is both mask and value of a feature: given u < p, u / p is uniform on [0, 1). It is
the paper's distribution for half the random numbers, which are most of the time of a small model.
"""
import json
import resource
import sys
import time

import torch
import torch._inductor.config

# Compiled code then draws with the generator of eager mode: measured a tenth to a third faster a step.
torch._inductor.config.fallback_random = True

kind, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)
torch.manual_seed(0)


def prepare(workload):
    # Otherwise what was compiled for earlier workloads counts against a limit, and past it nothing is.
    torch.compiler.reset()
    n, m, instances, batch = (workload[key] for key in ("n", "m", "instances", "batch"))
    p = torch.tensor(workload["probabilities"])[:, None, None]
    importance = torch.tensor(workload["importances"])
    absolute = workload["model"] == "absolute-value"
    masked = min(workload["probabilities"]) < 1

    def matrix(*shape):
        return torch.nn.Parameter(torch.randn(*shape) * (2 / (n + m)) ** 0.5)

    encoder = matrix(instances, m, n)
    decoder = matrix(instances, n, m) if absolute else None
    bias = torch.nn.Parameter(torch.zeros(instances, 1, n))
    parameters = [encoder, bias] if decoder is None else [encoder, decoder, bias]
    optimiser = torch.optim.Adam(parameters, lr=1e-3, fused=True)

    def loss():
        u = torch.rand(instances, batch, n)
        x = u * (2 / p) - 1 if absolute else u / p
        if masked:
            x = torch.where(u < p, x, 0.0)
        hidden = x @ encoder.mT
        if decoder is None:
            output, target = torch.relu(hidden @ encoder + bias), x
        else:
            output, target = torch.relu(torch.relu(hidden) @ decoder.mT + bias), x.abs()
        return (importance * (output - target) ** 2).mean(dim=(1, 2)).sum()

    compute = torch.compile(loss, dynamic=False) if kind == "compiled" else loss

    def step():
        optimiser.zero_grad()
        compute().backward()
        optimiser.step()

    for _ in range(20):
        step()
    return step


step = None
for line in sys.stdin:
    request = json.loads(line)
    if "seconds" not in request:
        step = prepare(request)
        print(json.dumps({"ready": True, "version": torch.__version__}), flush=True)
        continue
    begun, steps = time.perf_counter(), 0
    while time.perf_counter() - begun < request["seconds"]:
        step()
        steps += 1
    elapsed = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(json.dumps({"steps": steps, "seconds": elapsed, "peakMegabytes": peak}), flush=True)
