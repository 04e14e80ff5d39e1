#include "ops/objects/components.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

#include "ops/device.h"
#include "ops/objects/components_cuda.h"
#include "ops/objects/slab.h"

namespace auglens {
namespace {

/// Zeros that cost neither time nor memory until they are written to: most voxels of most label maps are background.
/// Huge pages are quicker to come by where most of them will be written to.
Buffer zero_pages(std::size_t bytes, bool huge) {
  const std::size_t length = std::max<std::size_t>(bytes, 1);
  void* p = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED)
    throw Error(ErrorKind::resource, {"", "out of memory", std::to_string(bytes >> 20) + " MiB asked for",
                                      "close other cases, or crop or resample the volume first"});
  ::madvise(p, length, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
  return Buffer::adopt(std::shared_ptr<void>(p, [length](void* q) { ::munmap(q, length); }), p, bytes);
}

LabelMap zeros_like(const LabelMap& labels, bool huge) {
  return {labels.grid, labels.pitch, zero_pages(labels.buffer.bytes(), huge)};
}

JoinRule rule_of(const ComponentOptions& o) {
  if (o.any_foreground && o.only_class)
    throw Error(ErrorKind::usage, {"", "one class and any foreground exclude each other", "", "choose one of them"});
  if (o.any_foreground) return {JoinRule::Kind::any_class, o.background};
  if (o.only_class) return {JoinRule::Kind::one_class, *o.only_class};
  return {JoinRule::Kind::each_class, o.background};
}

SlabVolume slab_volume(const LabelMap& labels, const ComponentOptions& options) {
  const Index3 n = labels.grid.size;
  const bool flat = n[2] == 1;
  SlabVolume v;
  v.voxels = labels.voxels();
  v.size = flat ? Index3{n[0], 1, n[1]} : n;
  v.row = flat ? labels.pitch.plane : labels.pitch.row;
  v.plane = flat ? labels.pitch.row : labels.pitch.plane;
  v.rule = rule_of(options);
  v.connectivity = options.connectivity;
  v.kernel = row_kernel();
  return v;
}

/// Slabs, and for each local component of each slab, one slab after the other, the number of its blob.
struct Numbered {
  std::vector<Slab> slabs;
  std::vector<std::size_t> first;  ///< of each slab, in `number`
  std::vector<std::int32_t> number;
  std::int64_t count = 0;
};

std::vector<Slab> find_slabs(const SlabVolume& volume, const Job& job) {
  // some slabs per thread, so that one that is slow does not hold up the others; at most 2^31 voxels in each
  const std::int64_t planes = volume.size[2], voxels = volume.size[0] * volume.size[1] * planes;
  const std::int64_t wanted = std::max<std::int64_t>(4 * job.device.threads(), voxels >> 31);
  const std::int64_t n = std::clamp<std::int64_t>(std::min(wanted, planes / 4), 1, planes);
  std::vector<std::optional<Slab>> found(static_cast<std::size_t>(n));
  job.device.parallel_for(n, 1, [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t k = from; k < to; ++k)
      found[static_cast<std::size_t>(k)].emplace(volume, planes * k / n, planes * (k + 1) / n, job);
  });
  std::vector<Slab> slabs;
  for (auto& slab : found) slabs.push_back(std::move(*slab));
  return slabs;
}

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t i) {
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

/// Unites across the seams and numbers the roots, which are the components' first voxels in raster order.
void join_seams(Numbered& all, const std::vector<std::vector<RunPair>>& seams) {
  std::vector<std::uint32_t> parent(all.first.back());
  for (std::uint32_t i = 0; i < parent.size(); ++i) parent[i] = i;
  for (std::size_t k = 1; k < all.slabs.size(); ++k)
    for (const RunPair& pair : seams[k]) {
      const std::uint32_t a = root_of(parent, pair.a + static_cast<std::uint32_t>(all.first[k]));
      const std::uint32_t b = root_of(parent, pair.b + static_cast<std::uint32_t>(all.first[k - 1]));
      parent[std::max(a, b)] = std::min(a, b);
    }
  all.number.resize(parent.size());
  std::int32_t count = 0;
  for (std::size_t i = 0; i < parent.size(); ++i) all.number[i] = parent[i] == i ? ++count : all.number[parent[i]];
  all.count = count;
}

Numbered number_slabs(const SlabVolume& volume, const Job& job) {
  Numbered all;
  all.slabs = find_slabs(volume, job);
  all.first.push_back(0);
  for (const Slab& slab : all.slabs) all.first.push_back(all.first.back() + slab.count());
  if (all.first.back() > std::size_t{std::numeric_limits<std::int32_t>::max()})
    throw Error(ErrorKind::resource, {"", "more blobs than 31-bit numbers", "", "use a map of whole objects"});
  std::vector<std::vector<RunPair>> seams(all.slabs.size());
  job.device.parallel_for(static_cast<std::int64_t>(seams.size()) - 1, 1, [&](std::int64_t from, std::int64_t to) {
    for (auto k = static_cast<std::size_t>(from) + 1; k <= static_cast<std::size_t>(to); ++k)
      seams[k] = all.slabs[k].seam(all.slabs[k - 1]);
  });
  join_seams(all, seams);
  return all;
}

LabelMap paint(const LabelMap& labels, const Numbered& all, const Job& job) {
  std::int64_t filled = 0;
  for (const Slab& slab : all.slabs) filled += slab.filled_rows();
  LabelMap ids = zeros_like(labels, 4 * filled > labels.grid.size[1] * labels.grid.size[2]);
  job.device.parallel_for(static_cast<std::int64_t>(all.slabs.size()), 1, [&](std::int64_t from, std::int64_t to) {
    for (auto k = static_cast<std::size_t>(from); k < static_cast<std::size_t>(to); ++k)
      all.slabs[k].paint(all.number.data() + all.first[k], ids.voxels(), job);
  });
  return ids;
}

std::vector<Blob> blobs_of(const std::vector<BlobSums>& sums, const std::vector<std::int32_t>& classes,
                           const Grid& grid) {
  std::vector<Blob> blobs;
  blobs.reserve(sums.size());
  for (std::size_t k = 0; k < sums.size(); ++k) blobs.push_back(blob_of(sums[k], classes[k], grid));
  return blobs;
}

void check_count(std::int64_t count) {
  if (count > most_blobs)
    throw Error(ErrorKind::bad_input, {"", std::to_string(count) + " blobs are too many for a table", "",
                                       "use a label map of whole objects, or a higher connectivity"});
}

std::vector<Blob> table(const LabelMap& labels, const Numbered& all, const Job& job) {
  std::vector<BlobSums> sums(all.first.back());
  std::vector<std::int32_t> classes(sums.size());
  job.device.parallel_for(static_cast<std::int64_t>(all.slabs.size()), 1, [&](std::int64_t from, std::int64_t to) {
    for (auto k = static_cast<std::size_t>(from); k < static_cast<std::size_t>(to); ++k)
      all.slabs[k].tally(sums.data() + all.first[k], classes.data() + all.first[k]);
  });
  // a number is never larger than its component's place in the list, so both lists shrink where they lie
  std::int32_t seen = 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const auto blob = static_cast<std::size_t>(all.number[i] - 1);
    if (all.number[i] > seen) {
      ++seen;
      sums[blob] = BlobSums(sums[i]);
      classes[blob] = classes[i];
    } else {
      sums[blob].add(sums[i]);
    }
  }
  if (labels.grid.size[2] == 1)  // rows were given as planes
    for (BlobSums& sum : sums) {
      std::swap(sum.sum[1], sum.sum[2]);
      std::swap(sum.low[1], sum.low[2]);
      std::swap(sum.high[1], sum.high[2]);
    }
  sums.resize(static_cast<std::size_t>(all.count));
  return blobs_of(sums, classes, labels.grid);
}

bool nothing_to_find(const LabelMap& labels, const ComponentOptions& options) {
  return labels.grid.voxels() == 0 || (options.only_class && *options.only_class == options.background);
}

#ifdef AUGLENS_HAS_CUDA
bool on_cuda(const LabelMap& labels, const Job& job) {
  return job.device.kind() == DeviceKind::cuda && fits_cuda(labels);
}
#endif

template <class Work>
auto within_memory(const Work& work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::resource, {"", "out of memory while looking for blobs", "",
                                      "close other cases, or use a label map of whole objects"});
  }
}

}  // namespace

const Blob* Components::at(const Index3& index) const {
  for (std::size_t k = 0; k < 3; ++k)
    if (index[k] < 0 || index[k] >= ids.grid.size[k]) return nullptr;
  const std::int32_t id = ids.view().at(index[0], index[1], index[2]);
  return id == 0 ? nullptr : &blobs[static_cast<std::size_t>(id - 1)];
}

ComponentIds label_components(const LabelMap& labels, const ComponentOptions& options, const Job& job) {
  const SlabVolume volume = slab_volume(labels, options);
  if (nothing_to_find(labels, options)) return {zeros_like(labels, false), 0};
#ifdef AUGLENS_HAS_CUDA
  if (on_cuda(labels, job)) {
    CudaComponents found = components_on_cuda(labels, {volume.rule, options.connectivity, false}, job);
    return {std::move(found.ids), found.count};
  }
#endif
  return within_memory([&] {
    const Numbered all = number_slabs(volume, job);
    return ComponentIds{paint(labels, all, job), all.count};
  });
}

Components components_of(const LabelMap& labels, const ComponentOptions& options, const Job& job) {
  const SlabVolume volume = slab_volume(labels, options);
  if (nothing_to_find(labels, options)) return {{}, zeros_like(labels, false)};
#ifdef AUGLENS_HAS_CUDA
  if (on_cuda(labels, job)) {
    CudaComponents found = components_on_cuda(labels, {volume.rule, options.connectivity, true}, job);
    check_count(found.count);
    return {blobs_of(found.sums, found.classes, labels.grid), std::move(found.ids)};
  }
#endif
  return within_memory([&] {
    const Numbered all = number_slabs(volume, job);
    check_count(all.count);
    std::vector<Blob> blobs = table(labels, all, job);
    return Components{std::move(blobs), paint(labels, all, job)};
  });
}

}  // namespace auglens
