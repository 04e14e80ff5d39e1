// Union-find on blocks of 32 x 4 x 4 voxels in shared memory, then across their faces with atomics, as in the
// block-based methods of the field. A voxel's parent always lies before it in raster order, so that each root is the
// first voxel of its component, and counting roots in raster order gives the CPU's numbers.
#include <cuda_runtime.h>

#include "ops/cuda_check.h"
#include "ops/device.h"
#include "ops/device_memory.h"
#include "ops/objects/components_cuda.h"

namespace auglens {
namespace {

using Spot = std::uint32_t;  ///< position of a voxel in memory; rises in raster order
constexpr Spot nowhere = ~Spot{0};
constexpr int bx = 32, by = 4, bz = 4, block_voxels = bx * by * bz;
constexpr int chunk = 4096;  ///< voxels that one block of the counting kernels looks at
constexpr int chunk_threads = 256;

struct Scene {
  const std::int32_t* voxels;
  Spot* parent;
  std::int32_t* ids;
  std::int32_t nx, ny, nz;
  std::int64_t row, plane;
  JoinRule rule;
  int reach;  ///< 1, 2, 3: how many axes a neighbour may differ on

  __device__ Spot place(int x, int y, int z) const { return static_cast<Spot>(z * plane + y * row + x); }
  __device__ bool foreground(std::int32_t v) const {
    return rule.kind == JoinRule::Kind::one_class ? v == rule.value : v != rule.value;
  }
  /// Both are foreground.
  __device__ bool join(std::int32_t a, std::int32_t b) const {
    return rule.kind != JoinRule::Kind::each_class || a == b;
  }
  __device__ bool inside(Spot at) const {
    const std::int64_t in_plane = at % plane;
    return in_plane % row < nx && in_plane / row < ny && at / plane < nz;
  }
};

/// The 13 neighbours that come before a voxel in raster order: n = 0..12 of the 27, x fastest.
__device__ bool earlier(int n, int reach, int& dx, int& dy, int& dz) {
  dx = n % 3 - 1, dy = n / 3 % 3 - 1, dz = n / 9 - 1;
  return dx * dx + dy * dy + dz * dz <= reach;
}

template <class P>
__device__ P root_of(const volatile P* parent, P i) {
  while (parent[i] != i) i = parent[i];
  return i;
}

/// The smaller root wins, whatever other threads do meanwhile: who loses a race goes on from what the winner left.
template <class P>
__device__ void unite(P* parent, P a, P b) {
  for (;;) {
    a = root_of(parent, a);
    b = root_of(parent, b);
    if (a == b) return;
    if (a < b) {
      const P swap = a;
      a = b;
      b = swap;
    }
    const P before = atomicMin(parent + a, b);
    if (before == a) return;
    a = before;
  }
}

struct BlockPlace {
  int x, y, z;
  __device__ explicit BlockPlace(int t) : x(t % bx), y(t / bx % by), z(t / (bx * by)) {}
};

/// Components within each block; every foreground voxel then points at its block's root, the others nowhere.
__global__ void within_blocks(Scene s) {
  __shared__ unsigned parent[block_voxels];
  __shared__ std::int32_t value[block_voxels];
  const unsigned t = threadIdx.x;
  const BlockPlace own(static_cast<int>(t));
  const int x0 = static_cast<int>(blockIdx.x) * bx, y0 = static_cast<int>(blockIdx.y) * by,
            z0 = static_cast<int>(blockIdx.z) * bz;
  const int x = x0 + own.x, y = y0 + own.y, z = z0 + own.z;
  const bool inside = x < s.nx && y < s.ny && z < s.nz;
  value[t] = inside ? s.voxels[s.place(x, y, z)] : 0;
  const bool fore = inside && s.foreground(value[t]);
  parent[t] = fore ? t : nowhere;
  __syncthreads();
  if (fore)
    for (int n = 0; n < 13; ++n) {
      int dx, dy, dz;
      if (!earlier(n, s.reach, dx, dy, dz)) continue;
      const int qx = own.x + dx, qy = own.y + dy, qz = own.z + dz;
      if (qx < 0 || qy < 0 || qz < 0 || qx >= bx || qy >= by) continue;
      const unsigned q = static_cast<unsigned>((qz * by + qy) * bx + qx);
      if (*static_cast<volatile unsigned*>(parent + q) != nowhere && s.join(value[t], value[q])) unite(parent, t, q);
    }
  __syncthreads();
  if (!inside) return;
  if (!fore) {
    s.parent[s.place(x, y, z)] = nowhere;
    return;
  }
  const BlockPlace root(static_cast<int>(root_of(parent, t)));
  s.parent[s.place(x, y, z)] = s.place(x0 + root.x, y0 + root.y, z0 + root.z);
}

/// Joins voxels of different blocks.
__global__ void across_blocks(Scene s) {
  const BlockPlace own(static_cast<int>(threadIdx.x));
  if (own.x > 0 && own.x < bx - 1 && own.y > 0 && own.y < by - 1 && own.z > 0) return;
  const int x = static_cast<int>(blockIdx.x) * bx + own.x, y = static_cast<int>(blockIdx.y) * by + own.y,
            z = static_cast<int>(blockIdx.z) * bz + own.z;
  if (x >= s.nx || y >= s.ny || z >= s.nz) return;
  const Spot p = s.place(x, y, z);
  if (static_cast<volatile Spot*>(s.parent)[p] == nowhere) return;
  const std::int32_t value = s.voxels[p];
  for (int n = 0; n < 13; ++n) {
    int dx, dy, dz;
    if (!earlier(n, s.reach, dx, dy, dz)) continue;
    const int qx = own.x + dx, qy = own.y + dy, qz = own.z + dz;
    if (qx >= 0 && qy >= 0 && qz >= 0 && qx < bx && qy < by) continue;  // done within the block
    if (x + dx < 0 || y + dy < 0 || z + dz < 0 || x + dx >= s.nx || y + dy >= s.ny) continue;
    const Spot q = s.place(x + dx, y + dy, z + dz);
    if (static_cast<volatile Spot*>(s.parent)[q] != nowhere && s.join(value, s.voxels[q])) unite(s.parent, p, q);
  }
}

/// Points every voxel at its root, and counts the roots of each chunk of memory.
__global__ void flatten_and_count(Scene s, Spot spots, unsigned* roots) {
  __shared__ unsigned sum;
  if (threadIdx.x == 0) sum = 0;
  __syncthreads();
  unsigned own = 0;
  for (unsigned k = threadIdx.x; k < chunk; k += chunk_threads) {
    const std::uint64_t at = std::uint64_t{blockIdx.x} * chunk + k;
    if (at >= spots || !s.inside(static_cast<Spot>(at)) || s.parent[at] == nowhere) continue;
    const Spot root = root_of(s.parent, static_cast<Spot>(at));
    s.parent[at] = root;
    own += root == at ? 1 : 0;
  }
  atomicAdd(&sum, own);
  __syncthreads();
  if (threadIdx.x == 0) roots[blockIdx.x] = sum;
}

/// Numbers the roots of each chunk in order; `before` says how many lie in earlier chunks. Others get 0 for now.
__global__ void number_roots(Scene s, Spot spots, const unsigned* before, std::int32_t* classes) {
  __shared__ unsigned warps[chunk_threads / 32];
  unsigned base = before[blockIdx.x];
  const unsigned lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  for (unsigned k = threadIdx.x; k < chunk; k += chunk_threads) {
    const std::uint64_t at = std::uint64_t{blockIdx.x} * chunk + k;
    const bool inside = at < spots && s.inside(static_cast<Spot>(at));
    const bool root = inside && s.parent[at] == at;
    const unsigned votes = __ballot_sync(0xffffffffU, root);
    if (lane == 0) warps[warp] = __popc(votes);
    __syncthreads();
    unsigned rank = base + __popc(votes & ((1U << lane) - 1)), all = 0;
    for (unsigned w = 0; w < chunk_threads / 32; ++w) {
      rank += w < warp ? warps[w] : 0;
      all += warps[w];
    }
    if (at < spots) s.ids[at] = root ? static_cast<std::int32_t>(rank + 1) : 0;
    if (root && classes != nullptr) classes[rank] = s.voxels[at];
    base += all;
    __syncthreads();
  }
}

__global__ void number_others(Scene s, Spot spots) {
  for (std::uint64_t at = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x; at < spots;
       at += std::uint64_t{gridDim.x} * blockDim.x)
    if (s.inside(static_cast<Spot>(at)) && s.parent[at] != nowhere && s.parent[at] != at)
      s.ids[at] = s.ids[s.parent[at]];
}

/// One thread per row: adds each run of equal numbers to its blob.
__global__ void sum_rows(Scene s, BlobSums* sums) {
  const std::int64_t row = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (row >= std::int64_t{s.ny} * s.nz) return;
  const int y = static_cast<int>(row % s.ny), z = static_cast<int>(row / s.ny);
  const std::int32_t* ids = s.ids + s.place(0, y, z);
  using Count = unsigned long long;
  for (int x = 0, end; x < s.nx; x = end) {
    for (end = x + 1; end < s.nx && ids[end] == ids[x];) ++end;
    if (ids[x] == 0) continue;
    BlobSums& blob = sums[ids[x] - 1];
    const auto add = [](std::int64_t& to, std::int64_t value) {
      atomicAdd(reinterpret_cast<Count*>(&to), static_cast<Count>(value));
    };
    const std::int64_t n = end - x;
    add(blob.voxels, n);
    add(blob.sum[0], (std::int64_t{x} + end - 1) * n / 2);
    add(blob.sum[1], y * n);
    add(blob.sum[2], z * n);
    const std::int64_t low[3] = {x, y, z}, high[3] = {end - 1, y, z};
    for (int k = 0; k < 3; ++k) {
      atomicMin(reinterpret_cast<long long*>(&blob.low[k]), static_cast<long long>(low[k]));
      atomicMax(reinterpret_cast<long long*>(&blob.high[k]), static_cast<long long>(high[k]));
    }
  }
}

/// Turns counts into how many come before; returns the total.
std::int64_t running_sum(std::vector<unsigned>& counts) {
  std::int64_t total = 0;
  for (unsigned& c : counts) {
    const unsigned own = c;
    c = static_cast<unsigned>(total);
    total += own;
  }
  return total;
}

void find_roots(const Scene& s, cudaStream_t stream) {
  const auto blocks = [](int n, int of) { return static_cast<unsigned>((n + of - 1) / of); };
  const dim3 grid(blocks(s.nx, bx), blocks(s.ny, by), blocks(s.nz, bz));
  within_blocks<<<grid, block_voxels, 0, stream>>>(s);
  cuda_check(cudaGetLastError(), "components within blocks");
  across_blocks<<<grid, block_voxels, 0, stream>>>(s);
  cuda_check(cudaGetLastError(), "components across blocks");
}

/// Numbers all voxels; returns how many components there are, and the class of each where asked for.
std::int64_t number(const Scene& s, Spot spots, bool with_classes, Buffer& classes, const Job& job) {
  const auto stream = static_cast<cudaStream_t>(job.device.stream());
  const unsigned chunks = (spots - 1) / chunk + 1;
  std::vector<unsigned> roots(chunks);
  const Buffer counts = allocate_on(job.device, chunks * sizeof(unsigned));
  flatten_and_count<<<chunks, chunk_threads, 0, stream>>>(s, spots, reinterpret_cast<unsigned*>(counts.data()));
  cuda_check(cudaGetLastError(), "count components");
  copy_to_host(job.device, roots.data(), counts, chunks * sizeof(unsigned));
  const std::int64_t count = running_sum(roots);
  const Buffer before = copy_to_device(job.device, roots.data(), chunks * sizeof(unsigned));
  std::int32_t* of_each = nullptr;
  if (with_classes && count > 0 && count <= most_blobs) {
    classes = allocate_on(job.device, static_cast<std::size_t>(count) * sizeof(std::int32_t));
    of_each = reinterpret_cast<std::int32_t*>(classes.data());
  }
  number_roots<<<chunks, chunk_threads, 0, stream>>>(s, spots, reinterpret_cast<const unsigned*>(before.data()),
                                                     of_each);
  cuda_check(cudaGetLastError(), "number components");
  number_others<<<chunks, chunk_threads, 0, stream>>>(s, spots);
  cuda_check(cudaGetLastError(), "number voxels");
  return count;
}

void sum_up(const Scene& s, const Buffer& classes, CudaComponents& out, const Job& job) {
  const auto blobs = static_cast<std::size_t>(out.count);
  out.sums.resize(blobs);
  out.classes.resize(blobs);
  const Buffer sums = copy_to_device(job.device, out.sums.data(), blobs * sizeof(BlobSums));
  const std::int64_t rows = std::int64_t{s.ny} * s.nz;
  sum_rows<<<static_cast<unsigned>((rows + 63) / 64), 64, 0, static_cast<cudaStream_t>(job.device.stream())>>>(
      s, reinterpret_cast<BlobSums*>(sums.data()));
  cuda_check(cudaGetLastError(), "sum up components");
  copy_to_host(job.device, out.sums.data(), sums, blobs * sizeof(BlobSums));
  copy_to_host(job.device, out.classes.data(), classes, blobs * sizeof(std::int32_t));
}

}  // namespace

bool fits_cuda(const LabelMap& labels) {
  constexpr std::int64_t most_blocks = 65535;
  return labels.buffer.bytes() / sizeof(std::int32_t) < std::size_t{1} << 31 &&
         labels.grid.size[1] <= most_blocks * by && labels.grid.size[2] <= most_blocks * bz;
}

CudaComponents components_on_cuda(const LabelMap& labels, const CudaRequest& request, const Job& job) {
  const std::size_t bytes = labels.buffer.bytes();
  const Buffer voxels = copy_to_device(job.device, labels.buffer.data(), bytes);
  const Buffer parent = allocate_on(job.device, bytes), ids = allocate_on(job.device, bytes);
  Scene s{};
  s.voxels = reinterpret_cast<const std::int32_t*>(voxels.data());
  s.parent = reinterpret_cast<Spot*>(parent.data());
  s.ids = reinterpret_cast<std::int32_t*>(ids.data());
  s.nx = static_cast<int>(labels.grid.size[0]);
  s.ny = static_cast<int>(labels.grid.size[1]);
  s.nz = static_cast<int>(labels.grid.size[2]);
  s.row = labels.pitch.row, s.plane = labels.pitch.plane;
  s.rule = request.rule;
  s.reach = request.connectivity == Connectivity::faces ? 1 : request.connectivity == Connectivity::edges ? 2 : 3;
  job.check();
  find_roots(s, static_cast<cudaStream_t>(job.device.stream()));
  CudaComponents out{{labels.grid, labels.pitch, Buffer::host(bytes)}, 0, {}, {}};
  Buffer classes;
  out.count = number(s, static_cast<Spot>(bytes / sizeof(std::int32_t)), request.with_sums, classes, job);
  job.check();
  if (classes) sum_up(s, classes, out, job);
  copy_to_host(job.device, out.ids.buffer.data(), ids, bytes);
  return out;
}

}  // namespace auglens
