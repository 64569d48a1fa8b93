"""Keras as a peer; KERAS_BACKEND says on what."""

import importlib

import keras

from serve import Unsupported, serve


def prepare(name, params):
    """The workload is the module of its name."""
    try:
        module = importlib.import_module(f"keras_workloads.{name}")
    except ModuleNotFoundError as error:
        raise Unsupported(f"has no workload {name}") from error
    return module.prepare(params)


serve(prepare, f"Keras {keras.__version__} on {keras.backend.backend()}")
