"""The loop that the training workloads share."""

import keras


def epochs(model, loss, x, y, params):
    """run(times): so many epochs of params["steps"] steps."""
    model.compile(optimizer="adam", loss=loss)

    def run(times):
        model.fit(x, y, epochs=times, batch_size=params["batch"], verbose=0)

    keras.utils.set_random_seed(1)
    return run
