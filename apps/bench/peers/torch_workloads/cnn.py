import torch
from torch import nn

from .training import epochs


def compiles(params):
    return True


def prepare(params, compile):
    count = params["steps"] * params["batch"]
    x = torch.rand(count, 1, 28, 28).to(memory_format=torch.channels_last)
    y = torch.randint(0, 10, (count,))
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(1600, 10),  # cross_entropy takes the softmax
    ).to(memory_format=torch.channels_last)
    return epochs(model, nn.functional.cross_entropy, x, y, params, compile)
