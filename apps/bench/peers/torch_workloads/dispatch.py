"""A chain of small additions: what an operation costs besides its arithmetic."""

import torch


def prepare(params, compile):
    a, b = torch.rand(params["size"]), torch.rand(params["size"])
    seed = torch.ones(params["size"])
    chain = params["chain"]

    def plain(times):
        for _ in range(times):
            t = a
            for _ in range(chain):
                t = torch.add(t, b)

    def recorded(times):
        x = a.clone().requires_grad_()
        for _ in range(times):
            t = x
            for _ in range(chain):
                t = torch.add(t, b)
            if params["mode"] == "recorded and pulled back":
                torch.autograd.grad(t, x, seed)

    return plain if params["mode"].startswith("plain") else recorded
