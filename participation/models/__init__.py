from participation.models.looking_back import LookingBack
from participation.models.material import Format, Material
from participation.models.results import Access, Results

__all__ = ["Access", "Format", "LookingBack", "Material", "Results"]
