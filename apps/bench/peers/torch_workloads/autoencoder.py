import torch
from torch import nn

from .training import epochs


def compiles(params):
    return True


def prepare(params, compile):
    pixels, units = params["pixels"], params["units"]
    x = torch.rand(params["steps"] * params["batch"], pixels)
    model = nn.Sequential(nn.Linear(pixels, units), nn.ReLU(), nn.Linear(units, pixels), nn.Sigmoid())
    return epochs(model, nn.functional.binary_cross_entropy, x, x, params, compile)
