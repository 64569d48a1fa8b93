import keras
import numpy as np
from keras import layers

from .training import epochs


def prepare(params):
    pixels = params["pixels"]
    x = np.random.rand(params["steps"] * params["batch"], pixels).astype("float32")
    model = keras.Sequential(
        [
            keras.Input((pixels,)),
            layers.Dense(params["units"], activation="relu"),
            layers.Dense(pixels, activation="sigmoid"),
        ]
    )
    return epochs(model, "binary_crossentropy", x, x, params)
