"""The loop that the training workloads share: epochs over shuffled batches, as a user of PyTorch writes it."""

import torch


def epochs(model, loss, x, y, params, compile, learning_rate=1e-3):
    """run(times): so many epochs of params["steps"] steps, each a batch gathered from shuffled data."""
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate, eps=1e-7, fused=True)
    batch = params["batch"]
    model.train()

    @compile
    def forward(inputs, targets):
        return loss(model(inputs), targets)

    def run(times):
        for _ in range(times):
            order = torch.randperm(len(x))
            total = 0.0
            for start in range(0, len(x), batch):
                rows = order[start : start + batch]
                value = forward(x[rows], y[rows])
                optimizer.zero_grad(set_to_none=True)
                value.backward()
                optimizer.step()
                total += value.detach()
            float(total)

    return run
