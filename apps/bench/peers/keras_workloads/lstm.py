import keras
import numpy as np
from keras import layers

from .training import epochs


def prepare(params):
    count = params["steps"] * params["batch"]
    x = np.random.randint(1, params["words"], (count, params["time"]))
    y = np.random.randint(0, 2, (count, 1))
    model = keras.Sequential(
        [
            keras.Input((params["time"],), dtype="int32"),
            layers.Embedding(params["words"], params["dim"]),
            layers.LSTM(
                params["units"],
                dropout=params["dropout"],
                recurrent_dropout=params["recurrentDropout"],
            ),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    return epochs(model, "binary_crossentropy", x, y, params)
