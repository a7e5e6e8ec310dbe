"""JAX on the toy models, all instances stacked, on the first device that it finds: a GPU before the CPU.

Usage: python3 gpu_jax.py
Speaks the lines of bench/gpu/protocol.ts. Many steps are one compiled lax.scan with fresh data inside,
which is given its own buffers to work in; nothing is read from the device between scans, and time ends when
the weights of all instances are in host memory. Draws its data as gpu_pytorch.py does.
"""
import os
import time

# Otherwise JAX takes three quarters of a GPU's memory, which the other contenders need.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import jax
import jax.numpy as jnp
import numpy

from gpu_lines import pilot, run_for, serve, too_long

# The counter-based generator of XLA is several times faster than JAX's default.
jax.config.update("jax_default_prng_impl", "unsafe_rbg")
# Products in float32 throughout, as the other contenders'.
jax.config.update("jax_default_matmul_precision", "highest")

first_device = jax.devices()[0]
is_gpu = first_device.platform in ("gpu", "cuda", "rocm")
device = (
    {"kind": "gpu", "name": f"{first_device.device_kind}, {first_device.client.platform_version.splitlines()[0]}"}
    if is_gpu
    else {"kind": "cpu", "name": f"{os.cpu_count()} threads"}
)


def build(work, instances, chunk):
    """`chunk` steps on some of the instances as one compiled program, its state, and what compiling took."""
    n, m, batch = (work[key] for key in ("n", "m", "batch"))
    chosen = [work["probabilities"][k * work["instances"] // instances] for k in range(instances)]
    p = jnp.array(chosen, jnp.float32)[:, None, None]
    importance = jnp.array(work["importances"], jnp.float32)[:, None]
    absolute = work["model"] == "absolute-value"
    scale = (2 / (n + m)) ** 0.5
    keys = jax.random.split(jax.random.key(0), 3)
    parameters = {"W": jax.random.normal(keys[0], (instances, m, n)) * scale, "b": jnp.zeros((instances, n, 1))}
    if absolute:
        parameters["D"] = jax.random.normal(keys[1], (instances, n, m)) * scale

    def rows(p, key):
        u = jax.random.uniform(key, (instances, n, batch))
        return jnp.where(u < p, u * (2 / p) - 1 if absolute else u / p, 0.0)

    # Of one instance, x being n by batch: the layout that XLA's batched products like best.
    def loss(parameters, x):
        hidden = parameters["W"] @ x
        if absolute:
            output, target = jax.nn.relu(parameters["D"] @ jax.nn.relu(hidden) + parameters["b"]), jnp.abs(x)
        else:
            output, target = jax.nn.relu(parameters["W"].T @ hidden + parameters["b"]), x
        return (importance * (output - target) ** 2).mean()

    # p is an argument, since XLA would take long to fold a constant of many instances.
    def advance(state, p):
        def adam(state, _):
            parameters, first, second, t, key = state
            key, now = jax.random.split(key)
            gradient = jax.vmap(jax.grad(loss))(parameters, rows(p, now))
            t = t + 1
            first = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, first, gradient)
            second = jax.tree.map(lambda a, g: 0.999 * a + 0.001 * g * g, second, gradient)
            rate = 1e-3 / (1 - 0.9**t)
            correction = 1 - 0.999**t
            parameters = jax.tree.map(
                lambda w, a, v: w - rate * a / (jnp.sqrt(v / correction) + 1e-8), parameters, first, second
            )
            return (parameters, first, second, t, key), None

        return jax.lax.scan(adam, state, None, length=chunk)[0]

    first, second = (jax.tree.map(jnp.zeros_like, parameters) for _ in range(2))
    state = jax.block_until_ready((parameters, first, second, jnp.float32(0), keys[2]))
    begun = time.perf_counter()
    compiled = jax.jit(advance, donate_argnums=0).lower(state, p).compile()
    return (lambda state: compiled(state, p)), state, time.perf_counter() - begun


def timed(advance, state):
    begun = time.perf_counter()
    state = jax.block_until_ready(advance(state))
    return time.perf_counter() - begun, state


def seconds_of_pilot(work, some):
    advance, state, _ = build(work, some, 1)
    _, state = timed(advance, state)
    return timed(advance, state)[0]


def prepare(work):
    step = pilot(lambda some: seconds_of_pilot(work, some), work["instances"], work["limit"])
    if step > work["limit"]:
        return too_long(step), None
    # Few enough steps in one scan that it ends soon, enough that its start costs nothing.
    chunk = max(1, min(200, round(0.05 / step)))
    advance, state, compiling = build(work, work["instances"], chunk)
    _, state = timed(advance, state)

    def run(scans):
        nonlocal state
        for _ in range(scans):
            state = advance(state)
        for array in jax.tree.leaves(state[0]):
            numpy.asarray(array)

    def measure(seconds):
        scans = run_for(seconds, run)
        return {**scans, "steps": scans["steps"] * chunk}

    return {"kind": "ready", "compileSeconds": compiling}, measure


def device_megabytes():
    statistics = first_device.memory_stats() if is_gpu else None
    return statistics["peak_bytes_in_use"] / 2**20 if statistics else None


serve({"version": jax.__version__, "device": device}, prepare, device_megabytes)
