// The CUDA side of the 3-D view: the same functor of one pixel, launched as every other body of the house.
#include "ops/launch.cuh"
#include "render/raycast_body.h"

AUGLENS_CUDA_BODIES(raycast, std::tuple<RayBody>)
