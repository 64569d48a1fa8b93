import keras
import numpy as np
from keras import layers

from .training import epochs


def prepare(params):
    count = params["steps"] * params["batch"]
    x = np.random.rand(count, 28, 28, 1).astype("float32")
    y = np.random.randint(0, 10, count)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    return epochs(model, "sparse_categorical_crossentropy", x, y, params)
