"""JAX at its best on the toy models: one jitted lax.scan over many steps, fresh data inside.

Usage: python3 jax_scan.py   (XLA takes all cores; pin with taskset for one)
Speaks the same lines as pytorch.py, and draws its data the same way.
"""
import json
import resource
import sys
import time

import jax
import jax.numpy as jnp

# The counter-based generator of XLA is several times faster here than JAX's default.
jax.config.update("jax_default_prng_impl", "unsafe_rbg")


def prepare(workload):
    n, m, instances, batch = (workload[key] for key in ("n", "m", "instances", "batch"))
    p = jnp.array(workload["probabilities"])[:, None, None]
    importance = jnp.array(workload["importances"])[:, None]
    absolute = workload["model"] == "absolute-value"
    scale = (2 / (n + m)) ** 0.5
    keys = jax.random.split(jax.random.key(0), 3)
    parameters = {"W": jax.random.normal(keys[0], (instances, m, n)) * scale, "b": jnp.zeros((instances, n, 1))}
    if absolute:
        parameters["D"] = jax.random.normal(keys[1], (instances, n, m)) * scale
    # Few enough steps in one scan that it ends soon, enough that its start costs nothing.
    chunk = max(5, min(200, 2**27 // (instances * batch * n * m)))

    def rows(key):
        u = jax.random.uniform(key, (instances, n, batch))
        return jnp.where(u < p, u * (2 / p) - 1 if absolute else u / p, 0.0)

    # Of one instance, x being n by batch: up to a fifth faster than batched products with x batch by n.
    def loss(parameters, x):
        hidden = parameters["W"] @ x
        if absolute:
            output, target = jax.nn.relu(parameters["D"] @ jax.nn.relu(hidden) + parameters["b"]), jnp.abs(x)
        else:
            output, target = jax.nn.relu(parameters["W"].T @ hidden + parameters["b"]), x
        return (importance * (output - target) ** 2).mean()

    def adam(state, key):
        parameters, first, second, t = state
        gradient = jax.vmap(jax.grad(loss))(parameters, rows(key))
        t = t + 1
        first = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, first, gradient)
        second = jax.tree.map(lambda a, g: 0.999 * a + 0.001 * g * g, second, gradient)
        rate = 1e-3 / (1 - 0.9**t)
        correction = 1 - 0.999**t
        parameters = jax.tree.map(
            lambda w, a, v: w - rate * a / (jnp.sqrt(v / correction) + 1e-8), parameters, first, second
        )
        return (parameters, first, second, t), None

    @jax.jit
    def advance(state, key):
        return jax.lax.scan(adam, state, jax.random.split(key, chunk))[0]

    zeros = jax.tree.map(jnp.zeros_like, parameters)
    state, key = (parameters, zeros, zeros, jnp.float32(0)), keys[2]

    def steps():
        nonlocal state, key
        key, now = jax.random.split(key)
        state = jax.block_until_ready(advance(state, now))
        return chunk

    steps()
    return steps


steps = None
for line in sys.stdin:
    request = json.loads(line)
    if "seconds" not in request:
        steps = prepare(request)
        print(json.dumps({"ready": True, "version": jax.__version__}), flush=True)
        continue
    begun, done = time.perf_counter(), 0
    while time.perf_counter() - begun < request["seconds"]:
        done += steps()
    elapsed = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(json.dumps({"steps": done, "seconds": elapsed, "peakMegabytes": peak}), flush=True)
