from contracts.models.agreement import Agreement
from contracts.models.elements import DataElement

__all__ = ["Agreement", "DataElement"]
