// The kernels of passes that several operators share.
#include "ops/affine_pull.h"
#include "ops/index_pull.h"
#include "ops/launch.cuh"
#include "ops/source_pass.h"
#include "ops/taps_pass.h"

AUGLENS_CUDA_BODIES(warp_pass, WarpPass<AffinePull>::Bodies)
AUGLENS_CUDA_BODIES(label_warp_pass, LabelWarpPass<AffinePull>::Bodies)
AUGLENS_CUDA_BODIES(index_pass, IndexPass::Bodies)
AUGLENS_CUDA_BODIES(label_index_pass, LabelIndexPass::Bodies)
AUGLENS_CUDA_BODIES(taps_pass, TapsPass::Bodies)
AUGLENS_CUDA_BODIES(copy, CopyBodies)
