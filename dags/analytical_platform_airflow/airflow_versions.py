"""Classes that Airflow 2 and Airflow 3 have in different modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airflow.sdk import DAG, Asset, BaseOperator, Param
else:
    try:
        from airflow.sdk import DAG, Asset, BaseOperator, Param
    except ModuleNotFoundError:  # Airflow 2, which calls an asset a dataset
        from airflow.datasets import Dataset as Asset
        from airflow.models.baseoperator import BaseOperator
        from airflow.models.dag import DAG
        from airflow.models.param import Param

__all__ = ["DAG", "Asset", "BaseOperator", "Param"]
