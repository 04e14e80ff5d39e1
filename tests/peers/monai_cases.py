"""Every stored case of MONAI: the spatial and the intensity ones."""

from monai_intensity_cases import intensity_cases
from monai_spatial_cases import spatial_cases

CASES = [*spatial_cases(), *intensity_cases()]
