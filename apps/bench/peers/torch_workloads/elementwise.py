import torch
from torch.nn import functional

from serve import Unsupported


def prepare(params, compile):
    rows, columns = params["shape"]
    x = torch.rand(rows, columns) * 4 - 2
    y = torch.rand(rows, columns)
    scale, offset = torch.rand(columns), torch.rand(columns)
    operations = {
        "tanh": lambda: torch.tanh(x),
        "exp": lambda: torch.exp(x),
        "gelu": lambda: functional.gelu(x),
        "add": lambda: torch.add(x, y),
        "softmax": lambda: torch.softmax(x, -1),
        "layerNorm": lambda: functional.layer_norm(x, [columns], scale, offset, 1e-3),
        "sum": lambda: torch.sum(x),
    }
    operation = operations.get(params["op"])
    if operation is None:
        raise Unsupported(f"has no operation {params['op']}")

    @torch.no_grad()
    def run(times):
        for _ in range(times):
            operation()

    return run
