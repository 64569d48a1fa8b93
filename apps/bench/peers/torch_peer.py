"""PyTorch as a peer: `torch_peer.py eager`, or `compiled`."""

import importlib
import os
import sys

import torch

from serve import Unsupported, serve

compiled = sys.argv[1:] == ["compiled"]


def prepare(name, params):
    """The workload is the module of its name; one that can be compiled has a function `compiles`."""
    try:
        module = importlib.import_module(f"torch_workloads.{name}")
    except ModuleNotFoundError as error:
        raise Unsupported(f"has no workload {name}") from error
    if not compiled:
        return module.prepare(params, lambda function: function)
    if not getattr(module, "compiles", lambda params: False)(params):
        raise Unsupported("is not compiled here: see --peer torch")
    torch.compiler.reset()
    return module.prepare(params, torch.compile)


torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.manual_seed(1)
serve(prepare, f"PyTorch {torch.__version__}{', compiled' if compiled else ''}, {torch.get_num_threads()} threads")
