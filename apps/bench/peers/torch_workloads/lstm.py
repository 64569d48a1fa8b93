"""Embedding, LSTM, one sigmoid. PyTorch's own LSTM has no recurrent dropout, so that case is written out as Keras has it:
four masks a sequence for the input, four for the state."""

import torch
from torch import nn

from .training import epochs


def compiles(params):
    return params["recurrentDropout"] == 0


class Classifier(nn.Module):
    def __init__(self, params):
        super().__init__()
        self.dropout, self.recurrent = params["dropout"], params["recurrentDropout"]
        self.embedding = nn.Embedding(params["words"], params["dim"])
        self.lstm = nn.LSTM(params["dim"], params["units"], batch_first=True)
        self.dense = nn.Linear(params["units"], 1)

    def forward(self, words):
        x = self.embedding(words)
        last = self.masked(x) if self.recurrent > 0 else self.whole(x)
        return torch.sigmoid(self.dense(last))[:, 0]

    def whole(self, x):
        mask = nn.functional.dropout(torch.ones(x.shape[0], 1, x.shape[2]), self.dropout, self.training)
        return self.lstm(x * mask)[1][0][0]

    def masked(self, x):
        units, lstm = self.lstm.hidden_size, self.lstm
        samples, time, dim = x.shape
        masks = nn.functional.dropout(torch.ones(4, samples, 1, dim), self.dropout, self.training)
        kernels = lstm.weight_ih_l0.view(4, units, dim).transpose(1, 2)
        # [4, samples, time, dim] @ [4, dim, units]: the input's part of the gates, for the whole sequence at once
        gates = torch.matmul((x * masks).view(4, samples * time, dim), kernels).view(4, samples, time, units)
        gates = gates + (lstm.bias_ih_l0 + lstm.bias_hh_l0).view(4, 1, 1, units)
        state_masks = nn.functional.dropout(torch.ones(4, samples, units), self.recurrent, self.training)
        recurrent = lstm.weight_hh_l0.view(4, units, units).transpose(1, 2)
        h = c = torch.zeros(samples, units)
        for gate in gates.unbind(2):
            i, f, g, o = (gate + torch.bmm(h * state_masks, recurrent)).unbind(0)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
        return h


def prepare(params, compile):
    count = params["steps"] * params["batch"]
    x = torch.randint(1, params["words"], (count, params["time"]))
    y = torch.randint(0, 2, (count,)).float()
    return epochs(Classifier(params), nn.functional.binary_cross_entropy, x, y, params, compile)
