from assets.models.asset import Asset, AssetChange, Category, TagCounter
from assets.models.licence import Licence, LicenceChange, LicenceReading

__all__ = [
    "Asset",
    "AssetChange",
    "Category",
    "Licence",
    "LicenceChange",
    "LicenceReading",
    "TagCounter",
]
