from participation.models.material import Format, Material
from participation.models.results import Access, Results

__all__ = ["Access", "Format", "Material", "Results"]
