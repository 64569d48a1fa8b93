import torch


def prepare(params, compile):
    a = torch.rand(params["m"], params["k"])
    b = torch.rand(params["k"], params["n"])

    @torch.no_grad()
    def run(times):
        for _ in range(times):
            torch.matmul(a, b)

    return run
