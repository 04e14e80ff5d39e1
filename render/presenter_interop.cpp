#include "ops/error.h"
#include "render/present_road.h"

namespace auglens {

// The road's place: registered textures, all mapped in one call per frame, one kernel each, unmapped before GL draws.
// It opens when it has run on a machine where CUDA and GL are one device; until then nobody is sent down it.
std::unique_ptr<VoxelRoad> make_interop_road() {
  throw Error(ErrorKind::resource,
              {"", "the CUDA-GL road is not open in this version", "--present interop", "use --present copy"});
}

}  // namespace auglens
