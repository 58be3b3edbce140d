"""The library: records of resources, what they are filed under, and the search over them."""

from __future__ import annotations

from catalog.errors import CatalogError
from catalog.library import Catalog

__all__ = ["Catalog", "CatalogError"]
