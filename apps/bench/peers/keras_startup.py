"""A fresh process up to the first training step of the autoencoder; KERAS_BACKEND says on what."""

import keras
import numpy as np
from keras import layers

model = keras.Sequential(
    [keras.Input((784,)), layers.Dense(256, activation="relu"), layers.Dense(784, activation="sigmoid")]
)
model.compile(optimizer="adam", loss="binary_crossentropy")
x = np.random.rand(256, 784).astype("float32")
model.fit(x, x, batch_size=256, verbose=0)
print("done", flush=True)

from serve import peak_rss_mb  # after the step: it is no part of what is measured

print(peak_rss_mb())
