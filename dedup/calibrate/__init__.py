"""Calibrate: pairs that a user judged -> a model file for scans and indexes of articles of the same kind.

>>> import dedup
>>> callable(dedup.calibrate.fit_model)
True
"""

from dedup.calibrate.fitted_model import FittedModel, fit_model

__all__ = ["FittedModel", "fit_model"]
