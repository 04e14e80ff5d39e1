#include "ops/evaluate.h"

#include <algorithm>
#include <atomic>
#include <type_traits>

#include "ops/device_memory.h"
#include "ops/launch.h"
#include "ops/source_pass.h"

namespace auglens {

namespace {

/// What differs between the two roads: the voxel, the passes, and what the source looks like.
struct ImageRoad {
  using Voxel = float;
  using Source = AnyView;
  using Passes = std::vector<const ImagePass*>;
  static bool in_place(const ImagePass& p) { return p.kind() == PassKind::value; }
};
struct LabelRoad {
  using Voxel = std::int32_t;
  using Source = VoxelView<std::int32_t>;
  using Passes = std::vector<const LabelPass*>;
  static bool in_place(const LabelPass&) { return false; }
};

/// A box that a pass must fill, and where.
template <class Voxel>
struct Work {
  Region region;
  MutableView<Voxel> out;
};

/// A box of a pass's output that several later boxes read.
template <class Voxel>
struct Temporary {
  Region region;
  Buffer buffer;
  Pitch pitch;

  MutableView<Voxel> writable() const {
    return {reinterpret_cast<Voxel*>(buffer.data()),
            pitch.row,
            pitch.plane,
            region.start[0],
            region.start[1],
            region.start[2]};
  }
  VoxelView<Voxel> readable(const Index3& grid) const {
    return {reinterpret_cast<const Voxel*>(buffer.data()),
            pitch.row,
            pitch.plane,
            region.start[0],
            region.start[1],
            region.start[2],
            grid[0],
            grid[1],
            grid[2]};
  }
};

/// Joins boxes until none overlap, so that no voxel of a pass is computed twice.
std::vector<Region> merge_overlapping(std::vector<Region> boxes) {
  for (bool joined = true; joined;) {
    joined = false;
    for (std::size_t i = 0; i < boxes.size() && !joined; ++i)
      for (std::size_t k = i + 1; k < boxes.size() && !joined; ++k)
        if (!intersect(boxes[i], boxes[k]).empty()) {
          boxes[i] = bounding(boxes[i], boxes[k]);
          boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(k));
          joined = true;
        }
  }
  return boxes;
}

/// Cuts a region into runs of whole rows of about a cache's worth, so that passes in a row share a block while it is
/// warm.
std::vector<Region> blocks_of(const Region& region) {
  constexpr std::int64_t voxels = 16384;
  std::vector<Region> blocks;
  const std::int64_t plane = region.size[0] * region.size[1];
  const std::int64_t planes = std::max<std::int64_t>(1, voxels / plane);
  const std::int64_t rows = plane <= voxels ? region.size[1] : std::max<std::int64_t>(1, voxels / region.size[0]);
  for (std::int64_t z = region.start[2]; z < region.end(2); z += planes)
    for (std::int64_t y = region.start[1]; y < region.end(1); y += rows)
      blocks.push_back({{region.start[0], y, z},
                        {region.size[0], std::min(rows, region.end(1) - y), std::min(planes, region.end(2) - z)}});
  return blocks;
}

/// Runs the flattened passes of one channel (or of the labels) backwards from what is wanted to what is there.
template <class Road>
class Producer {
 public:
  using Voxel = typename Road::Voxel;
  using Source = typename Road::Source;

  Producer(Source source, typename Road::Passes passes, std::vector<Index3> sizes, const Job& job)
      : source_(source), passes_(std::move(passes)), sizes_(std::move(sizes)), job_(job) {
    for (const auto* p : passes_) levels_ += Road::in_place(*p) ? 0 : 1;
    levels_ = std::max(1, levels_);
  }

  /// Fills the boxes with the output of the first `count` passes.
  void produce(std::size_t count, const std::vector<Work<Voxel>>& works) {
    std::size_t first_value = count;  // passes [first_value, count) change voxels in place
    while (first_value > 0 && Road::in_place(*passes_[first_value - 1])) --first_value;
    if (first_value == 0)
      return run(works, 0, count,
                 [&](const Work<Voxel>& w, const Region& block) { copy_source(job_.device, source_, w.out, block); });
    const std::size_t reader = first_value - 1;
    const auto& pass = *passes_[reader];
    if (reader == 0)
      return run(works, first_value, count,
                 [&](const Work<Voxel>& w, const Region& block) { pass.run(job_.device, source_, w.out, block); });
    const auto boxes = read_boxes(pass, reader, works);
    run(works, first_value, count, [&](const Work<Voxel>& w, const Region& block) {
      const Region needed = pass.needs(w.region);
      const auto box =
          std::find_if(boxes.begin(), boxes.end(), [&](const auto& b) { return contains(b.region, needed); });
      pass.run(job_.device, Source(box->readable(sizes_[reader])), w.out, block);
    });
  }

 private:
  /// Evaluates what a pass reads, each box once, before the pass runs.
  std::vector<Temporary<Voxel>> read_boxes(const auto& pass, std::size_t reader,
                                           const std::vector<Work<Voxel>>& works) {
    std::vector<Region> needed;
    for (const auto& w : works) needed.push_back(pass.needs(w.region));
    std::vector<Temporary<Voxel>> boxes;
    std::vector<Work<Voxel>> inner;
    for (const Region& region : merge_overlapping(std::move(needed))) {
      const Pitch pitch = padded_pitch(region.size);
      const auto bytes = static_cast<std::size_t>(pitch.volume) * sizeof(Voxel);
      boxes.push_back({region, allocate_on(job_.device, bytes), pitch});
      inner.push_back({region, boxes.back().writable()});
    }
    produce(reader, inner);
    return boxes;
  }

  /// Runs `base` and then the in-place passes over every block of every box.
  void run(const std::vector<Work<Voxel>>& works, std::size_t first_value, std::size_t count, const auto& base) {
    struct Piece {
      const Work<Voxel>* work;
      Region block;
    };
    std::vector<Piece> pieces;
    for (const auto& w : works) {
      if (w.region.empty()) continue;
      if (job_.device.kind() == DeviceKind::cuda)
        pieces.push_back({&w, w.region});
      else
        for (const Region& block : blocks_of(w.region)) pieces.push_back({&w, block});
    }
    const auto total = static_cast<std::int64_t>(pieces.size());
    std::atomic<std::int64_t> done{0};
    const auto one = [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t i = first; i < last; ++i) {
        job_.check();
        const auto& [work, block] = pieces[static_cast<std::size_t>(i)];
        base(*work, block);
        for (std::size_t p = first_value; p < count; ++p) run_value(*passes_[p], work->out, block);
        job_.report((finished_ + static_cast<double>(++done) / static_cast<double>(total)) / levels_);
      }
    };
    if (job_.device.kind() == DeviceKind::cuda)
      one(0, total);
    else
      job_.device.parallel_for(total, 1, one);
    ++finished_;
  }

  void run_value(const auto& pass, const MutableView<Voxel>& out, const Region& block) const {
    if constexpr (std::is_same_v<Road, ImageRoad>) pass.run(job_.device, AnyView(), out, block);
  }

  Source source_;
  typename Road::Passes passes_;
  std::vector<Index3> sizes_;  ///< grid that each pass reads
  const Job& job_;
  int levels_ = 0;
  double finished_ = 0;
};

/// Where evaluation starts: the file's voxels, or the latest step whose whole output is held.
template <class Held>
struct Start {
  std::size_t step = 0;
  std::shared_ptr<const Held> held;
};

AnyView source_of(const Case& c, int channel, int frame, const Image* held, const Job& job, FactsCache& facts) {
  const Image& image = held != nullptr ? *held : c.image;
  const int ch = held != nullptr ? 0 : channel, fr = held != nullptr ? 0 : frame;
  if (job.device.kind() == DeviceKind::cpu || image.buffer.place() == Place::cuda)
    return visit_view(image, ch, fr, [](const auto& v) { return AnyView(v); });
  // the device reads its own copy of the file's voxels, which is kept like any other derived volume
  const std::string key =
      "device:" + std::to_string(c.id) + ":" + std::to_string(frame) + ":" + std::to_string(channel);
  auto copy = held != nullptr ? nullptr : facts.volume(key);
  if (!copy) {
    auto fresh = std::make_shared<Image>(image);
    fresh->channels = fresh->frames = 1;
    const auto bytes = static_cast<std::size_t>(image.pitch.volume) * bytes_of(image.type);
    fresh->buffer = visit_view(image, ch, fr, [&](const auto& v) { return copy_to_device(job.device, v.data, bytes); });
    copy = fresh;
    facts.keep(key, copy);
  }
  return visit_view(*copy, 0, 0, [](const auto& v) { return AnyView(v); });
}

/// Runs a producer into host memory: directly on the CPU, through device memory and one copy on CUDA.
template <class Road>
void deliver(Producer<Road>& producer, std::size_t passes, std::vector<Work<typename Road::Voxel>> works,
             const Job& job) {
  using Voxel = typename Road::Voxel;
  if (job.device.kind() == DeviceKind::cpu) return producer.produce(passes, works);
  std::vector<Temporary<Voxel>> boxes;
  std::vector<Work<Voxel>> inner;
  for (const auto& w : works) {
    const Pitch pitch = padded_pitch(w.region.size);
    boxes.push_back({w.region, allocate_on(job.device, static_cast<std::size_t>(pitch.volume) * sizeof(Voxel)), pitch});
    inner.push_back({w.region, boxes.back().writable()});
  }
  producer.produce(passes, inner);
  for (std::size_t i = 0; i < works.size(); ++i) {
    const Region& r = works[i].region;
    const Buffer host = Buffer::host(boxes[i].buffer.bytes());
    copy_to_host(job.device, host.data(), boxes[i].buffer, boxes[i].buffer.bytes());
    Temporary<Voxel> box = boxes[i];
    box.buffer = host;
    const VoxelView<Voxel> from = box.readable(r.size);
    for (std::int64_t z = r.start[2]; z < r.end(2); ++z)
      for (std::int64_t y = r.start[1]; y < r.end(1); ++y)
        std::copy_n(&from.data[(z - r.start[2]) * from.plane + (y - r.start[1]) * from.row], r.size[0],
                    &works[i].out.at(r.start[0], y, z));
  }
}

}  // namespace

void evaluate(const Plan& plan, const Case& c, int channel, std::span<const ImageRequest> requests, FactsCache& facts,
              const Job& job) {
  const auto ch = static_cast<std::size_t>(channel);
  Start<Image> start;
  for (std::size_t n = plan.steps.size(); n > 0 && !start.held; --n)
    if ((start.held = facts.volume(plan.prefix_key(n, channel)))) start.step = n;
  ImageRoad::Passes passes;
  std::vector<Index3> sizes;
  for (std::size_t s = start.step; s < plan.steps.size(); ++s)
    for (const auto& pass : plan.steps[s].image[ch]) {
      passes.push_back(pass.get());
      sizes.push_back(pass->input_size(plan.steps[s].in.size));
    }
  Producer<ImageRoad> producer(source_of(c, channel, plan.frame, start.held.get(), job, facts), passes, sizes, job);
  std::vector<Work<float>> works;
  for (const auto& r : requests) works.push_back({r.region, r.out});
  deliver(producer, passes.size(), std::move(works), job);
}

void evaluate_labels(const Plan& plan, const Case& c, std::span<const LabelRequest> requests, FactsCache& facts,
                     const Job& job) {
  if (!c.labels)
    throw Error(ErrorKind::usage, {c.source.file, "the case has no labels", "", "open a label file with it"});
  std::shared_ptr<const LabelMap> held;
  std::size_t first = 0;
  for (std::size_t n = plan.steps.size(); n > 0 && !held; --n)
    if ((held = facts.labels(plan.prefix_key(n, -1)))) first = n;
  LabelRoad::Passes passes;
  std::vector<Index3> sizes;
  for (std::size_t s = first; s < plan.steps.size(); ++s)
    for (const auto& pass : plan.steps[s].label) {
      passes.push_back(pass.get());
      sizes.push_back(pass->input_size(plan.steps[s].in.size));
    }
  const LabelMap& map = held ? *held : *c.labels;
  VoxelView<std::int32_t> source = map.view();
  Buffer on_device;
  if (job.device.kind() == DeviceKind::cuda) {
    on_device =
        copy_to_device(job.device, source.data, static_cast<std::size_t>(map.pitch.volume) * sizeof(std::int32_t));
    source.data = reinterpret_cast<const std::int32_t*>(on_device.data());
  }
  Producer<LabelRoad> producer(source, passes, sizes, job);
  std::vector<Work<std::int32_t>> works;
  for (const auto& r : requests) works.push_back({r.region, r.out});
  deliver(producer, passes.size(), std::move(works), job);
}

Image evaluate_volume(const Plan& plan, const Case& c, std::span<const int> channels, FactsCache& facts,
                      const Job& job) {
  Image out = Image::allocate(plan.out, VoxelType::float32, static_cast<int>(channels.size()));
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const ImageRequest request{whole(plan.out), out.mutable_view<float>(static_cast<int>(i), 0)};
    evaluate(plan, c, channels[i], {&request, 1}, facts, job);
  }
  return out;
}

LabelMap evaluate_label_volume(const Plan& plan, const Case& c, FactsCache& facts, const Job& job) {
  LabelMap out = LabelMap::allocate(plan.out);
  const LabelRequest request{whole(plan.out), out.mutable_view()};
  evaluate_labels(plan, c, {&request, 1}, facts, job);
  return out;
}

}  // namespace auglens
