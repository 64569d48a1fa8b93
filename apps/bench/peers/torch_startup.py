"""A fresh process up to the first training step of the autoencoder: `torch_startup.py eager`, or `compiled`."""

import os
import sys

import torch
from torch import nn

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
model = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 784), nn.Sigmoid())
optimizer = torch.optim.Adam(model.parameters())
forward = torch.compile(model) if sys.argv[1:] == ["compiled"] else model
x = torch.rand(256, 784)
nn.functional.binary_cross_entropy(forward(x), x).backward()
optimizer.step()
print("done", flush=True)

from serve import peak_rss_mb  # after the step: it is no part of what is measured

print(peak_rss_mb())
