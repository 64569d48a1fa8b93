"""The workloads in PyTorch: one module each, with `prepare(params, compile)` returning `run(times)`."""
