#include "io/channels.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include "io/labels.h"
#include "ops/error.h"

namespace auglens {

namespace {

/// The narrowest type that holds all values of both.
VoxelType common(VoxelType a, VoxelType b) {
  if (a == b) return a;
  if (a == VoxelType::uint8) return b;
  if (b == VoxelType::uint8) return a;
  return VoxelType::float32;
}

std::string short_name(const std::string& file) {
  std::string name = std::filesystem::path(file).filename().string();
  const auto dot = name.find('.', 1);
  return dot == std::string::npos ? name : name.substr(0, dot);
}

template <class To>
void copy_volume(const Image& from, int channel, int frame, const Image& to, int to_channel) {
  const auto out = to.mutable_view<To>(to_channel, frame);
  visit_view(from, channel, frame, [&]<class From>(const VoxelView<From>& in) {
    for (std::int64_t z = 0; z < in.nz; ++z)
      for (std::int64_t y = 0; y < in.ny; ++y) {
        const From* a = &in.data[z * in.plane + y * in.row];
        std::transform(a, a + in.nx, &out.at(0, y, z), [](From v) { return static_cast<To>(v); });
      }
  });
}

void copy_channel(const Image& from, int channel, int frame, const Image& to, int to_channel) {
  switch (to.type) {
    case VoxelType::uint8:
      return copy_volume<std::uint8_t>(from, channel, frame, to, to_channel);
    case VoxelType::int16:
      return copy_volume<std::int16_t>(from, channel, frame, to, to_channel);
    case VoxelType::uint16:
      return copy_volume<std::uint16_t>(from, channel, frame, to, to_channel);
    default:
      return copy_volume<float>(from, channel, frame, to, to_channel);
  }
}

/// What the volumes say of themselves, with the file's name before each notice.
Source join_sources(std::vector<Volume>& volumes) {
  Source joined = volumes.front().source;
  joined.notices.clear();
  joined.channel_names.clear();
  for (const Volume& v : volumes) {
    const std::string name = short_name(v.source.file);
    for (const std::string& notice : v.source.notices) joined.notices.push_back(name + ": " + notice);
    for (int c = 0; c < v.image.channels; ++c) {
      const auto k = static_cast<std::size_t>(c);
      const bool named = k < v.source.channel_names.size();
      const std::string own = named ? v.source.channel_names[k] : std::to_string(c + 1);
      joined.channel_names.push_back(v.image.channels == 1 ? name : name + " " + own);
    }
    joined.states_orientation = joined.states_orientation && v.source.states_orientation;
    joined.inverted = joined.inverted && v.source.inverted;
    if (v.source.stored_type != joined.stored_type)
      joined.notices.push_back(name + ": stored as " + v.source.stored_type);
  }
  return joined;
}

}  // namespace

void frames_to_channels(Volume& volume) {
  if (volume.image.frames == 1) return;
  if (volume.image.channels == 1) volume.source.channel_names.clear();
  volume.image.channels *= volume.image.frames;  // frame * channels + channel is the channel's number already
  volume.image.frames = 1;
}

void check_same_grid(const Volume& first, const Volume& next) {
  const std::string& file = next.source.file;
  if (!grids_agree(first.image.grid, next.image.grid)) {
    throw Error(
        ErrorKind::bad_input,
        {file, "lies on another grid than " + first.source.file + " and cannot be a channel of it",
         grid_difference(next.image.grid, first.image.grid), "resample it to that grid first, or open it alone"});
  }
  if (first.image.frames != next.image.frames) {
    throw Error(ErrorKind::bad_input, {file,
                                       "has " + std::to_string(next.image.frames) + " frames, " + first.source.file +
                                           " has " + std::to_string(first.image.frames),
                                       "", "open them one by one"});
  }
}

Volume join_channels(std::vector<Volume> volumes, const Job& job) {
  if (volumes.size() == 1) return std::move(volumes.front());
  Volume joined;
  joined.source = join_sources(volumes);
  VoxelType type = volumes.front().image.type;
  int channels = 0;
  for (const Volume& v : volumes) {
    type = common(type, v.image.type);
    channels += v.image.channels;
  }
  const Image& first = volumes.front().image;
  const int frames = first.frames;
  joined.image = Image::allocate(first.grid, type, channels, frames);
  int next = 0;
  for (Volume& v : volumes) {
    for (int c = 0; c < v.image.channels; ++c, ++next)
      for (int f = 0; f < frames; ++f) {
        job.check();
        copy_channel(v.image, c, f, joined.image, next);
      }
    v.image.buffer = {};
  }
  return joined;
}

}  // namespace auglens
