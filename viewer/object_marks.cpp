#include "viewer/object_marks.h"

#include "render/label_colour.h"
#include "render/label_index.h"

namespace auglens {
BoxMark mark_of(const Region& box, Rgb8 colour, bool dashed) {
  BoxMark mark;
  mark.box = box;
  mark.colour = colour;
  mark.dashed = dashed;
  return mark;
}

std::vector<BoxMark> window_marks(const ObjectScene& objects) {
  std::vector<BoxMark> marks;
  if (!objects.window) return marks;
  for (const Region& box : objects.others) {
    BoxMark other = mark_of(box, token::text, false);
    other.opacity = 0.6F;
    other.width = 1;
    marks.push_back(other);
  }
  if (objects.window->drawn.box) marks.push_back(mark_of(*objects.window->drawn.box, token::augmented, true));
  BoxMark own = mark_of(objects.window->drawn.window, token::accent, false);
  own.width = 3;
  marks.push_back(own);
  return marks;
}

bool wants_objects(const SessionState& state) {
  if (state.shown() == nullptr || state.view.layout == Layout::crops) return false;
  const bool windows = state.recipe.preset->crop && state.view.windows && !state.crop;
  return windows || (state.shown()->data.labels && state.view.object);
}

ObjectLook look_of(const ObjectScene& objects, const View& view) {
  ObjectLook look{objects.found, {}, {}};
  if (!objects.on_output || !objects.found) return look;
  if (view.windows) look.standings = objects.standings;
  if (view.object) look.chosen = objects.at(*view.object);
  return look;
}

LabelMap with_look(const LabelMap& labels, const ObjectLook& look, const Job& job) {
  LabelMap out = LabelMap::allocate(labels.grid);
  const auto in = labels.view(), ids = look.found->ids.view();
  const auto write = out.mutable_view();
  job.device.parallel_for(labels.grid.size[2], 4, [&](std::int64_t first, std::int64_t end) {
    job.check();
    for (std::int64_t z = first; z < end; ++z)
      for (std::int64_t y = 0; y < in.ny; ++y)
        for (std::int64_t x = 0; x < in.nx; ++x) {
          const std::int32_t value = in.at(x, y, z), id = ids.at(x, y, z);
          const std::int32_t other = look.chooses(id) ? chosen_value : look.dims(id) ? dimmed_value : value;
          write.at(x, y, z) = value == 0 ? 0 : other;
        }
  });
  return out;
}

SceneSlices with_objects(const SceneSlices& slices, const ObjectScene& objects, const View& view) {
  SceneSlices marked = slices;
  if (!objects.on_output) return marked;
  const ObjectLook look = look_of(objects, view);
  for (SceneSide& side : marked.sides) {
    if (side.original) continue;
    if (!look.plain())
      for (SceneSlice& slice : side.slices)
        each_object_voxel(slice, *look.found, [&](std::int32_t& label, std::int32_t id) {
          label |= look.chooses(id) ? label_chosen : look.dims(id) ? label_dimmed : 0;
        });
    if (view.windows && !objects.cut && !objects.windows_elsewhere)
      for (const BoxMark& mark : window_marks(objects)) side.marks.push_back(mark);
    if (look.chosen) side.marks.push_back(mark_of(look.found->blobs[*look.chosen].box, token::text, true));
  }
  return marked;
}

}  // namespace auglens
