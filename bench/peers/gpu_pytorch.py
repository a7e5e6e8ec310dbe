"""PyTorch on the toy models, all instances stacked, on a GPU of CUDA where there is one, else on the CPU.

Usage: python3 gpu_pytorch.py eager|compiled|graphs
Speaks the lines of bench/gpu/protocol.ts. `graphs` is the compiled step captured as a CUDA graph, with the
optimiser in it. Data are drawn on the device, nothing is read from it between steps, and time ends when the
weights of all instances are in host memory. Products are in float32 throughout, as the other contenders'.

One uniform number u is both mask and value of a feature: given u < p, u / p is uniform on [0, 1).
"""
import sys
import time

import torch
import torch._inductor.config

from gpu_lines import pilot, run_for, serve, too_long

kind = sys.argv[1]
is_cuda = torch.cuda.is_available()
if kind == "graphs" and not is_cuda:
    sys.exit("CUDA graphs need a GPU of CUDA, and PyTorch finds none")
place = torch.device("cuda" if is_cuda else "cpu")
# On the CPU the generator of eager mode is a tenth to a third faster than the one that is compiled in;
# on a GPU the compiled one saves writing the numbers to memory.
torch._inductor.config.fallback_random = not is_cuda
torch.manual_seed(0)
device = (
    {"kind": "gpu", "name": f"{torch.cuda.get_device_name()}, CUDA {torch.version.cuda}"}
    if is_cuda
    else {"kind": "cpu", "name": f"{torch.get_num_threads()} threads"}
)


def synchronise():
    if is_cuda:
        torch.cuda.synchronize()


def seconds_of(action):
    begun = time.perf_counter()
    action()
    synchronise()
    return time.perf_counter() - begun


def build(work, instances, kind):
    """A step on some of the instances, which are spread over the work; and what its weights are."""
    n, m, batch = (work[key] for key in ("n", "m", "batch"))
    chosen = [work["probabilities"][k * work["instances"] // instances] for k in range(instances)]
    p = torch.tensor(chosen, device=place)[:, None, None]
    importance = torch.tensor(work["importances"], device=place)
    absolute = work["model"] == "absolute-value"
    masked = min(chosen) < 1

    def matrix(*shape):
        return torch.nn.Parameter(torch.randn(*shape, device=place) * (2 / (n + m)) ** 0.5)

    encoder = matrix(instances, m, n)
    decoder = matrix(instances, n, m) if absolute else None
    bias = torch.nn.Parameter(torch.zeros(instances, 1, n, device=place))
    parameters = [encoder, bias] if decoder is None else [encoder, decoder, bias]
    optimiser = torch.optim.Adam(parameters, lr=1e-3, fused=True, capturable=kind == "graphs")

    def loss():
        u = torch.rand(instances, batch, n, device=place)
        x = u * (2 / p) - 1 if absolute else u / p
        if masked:
            x = torch.where(u < p, x, 0.0)
        hidden = x @ encoder.mT
        if decoder is None:
            output, target = torch.relu(hidden @ encoder + bias), x
        else:
            output, target = torch.relu(torch.relu(hidden) @ decoder.mT + bias), x.abs()
        return (importance * (output - target) ** 2).mean(dim=(1, 2)).sum()

    compute = loss if kind == "eager" else torch.compile(loss, dynamic=False)

    def step():
        optimiser.zero_grad()
        compute().backward()
        optimiser.step()

    return (captured(step) if kind == "graphs" else step), parameters


def captured(step):
    """Warmed up beside the main stream, as a capture needs, and then recorded."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def seconds_of_pilot(work, some):
    step, _ = build(work, some, "eager")
    step()
    return min(seconds_of(step), seconds_of(step))


def prepare(work):
    # Otherwise what was compiled for earlier work counts against a limit, and past it nothing is.
    torch.compiler.reset()
    if is_cuda:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    estimate = pilot(lambda some: seconds_of_pilot(work, some), work["instances"], work["limit"])
    if estimate > work["limit"]:
        return too_long(estimate), None
    begun = time.perf_counter()
    step, parameters = build(work, work["instances"], kind)
    step()
    synchronise()
    first = time.perf_counter() - begun
    later = min(seconds_of(step), seconds_of(step))
    # Without the steps of the warm-up before a capture, which are like any other.
    compiling = max(0, first - later * (5 if kind == "graphs" else 1))

    def run(steps):
        for _ in range(steps):
            step()
        for parameter in parameters:
            parameter.detach().cpu()

    return {"kind": "ready", "compileSeconds": compiling}, lambda seconds: run_for(seconds, run)


def device_megabytes():
    return torch.cuda.max_memory_allocated() / 2**20 if is_cuda else None


serve({"version": torch.__version__, "device": device}, prepare, device_megabytes)
