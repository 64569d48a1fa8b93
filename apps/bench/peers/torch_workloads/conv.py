"""A convolution, channels last, forward or one of its gradients."""

import torch


def prepare(params, compile):
    batch, height, width, channels = params["input"]
    rows, columns, _, filters = params["kernel"]
    last = torch.channels_last
    x = torch.rand(batch, channels, height, width).to(memory_format=last)
    kernel = torch.rand(filters, channels, rows, columns).to(memory_format=last)
    stride, padding = (value if isinstance(value, list) else [value, value] for value in (params["strides"], params["padding"]))
    dy = torch.rand_like(torch.nn.functional.conv2d(x, kernel, None, stride, padding))
    wanted = [params["pass"] == "input gradient", params["pass"] == "kernel gradient", False]
    backward = torch.ops.aten.convolution_backward

    @torch.no_grad()
    def run(times):
        if params["pass"] == "forward":
            for _ in range(times):
                torch.nn.functional.conv2d(x, kernel, None, stride, padding)
        else:
            for _ in range(times):
                backward(dy, x, kernel, None, stride, padding, [1, 1], False, [0, 0], 1, wanted)

    return run
