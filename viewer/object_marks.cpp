#include "viewer/object_marks.h"

#include "render/label_colour.h"
#include "render/label_index.h"

namespace auglens {
namespace {

void mark_labels(SceneSide& side, const ObjectScene& objects, std::optional<std::size_t> chosen, bool dim) {
  for (SceneSlice& slice : side.slices)
    each_object_voxel(slice, *objects.found, [&](std::int32_t& label, std::int32_t id) {
      const auto blob = static_cast<std::size_t>(id - 1);
      if (id > 0 && chosen == blob)
        label |= label_chosen;
      else if (dim && (id == 0 || objects.left_out(blob)))
        label |= label_dimmed;
    });
}

}  // namespace

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

SceneSlices with_objects(const SceneSlices& slices, const ObjectScene& objects, const View& view) {
  SceneSlices marked = slices;
  if (!objects.on_output) return marked;
  const auto chosen = view.object ? objects.at(*view.object) : std::nullopt;
  const bool dim = view.windows && !objects.standings.empty();
  for (SceneSide& side : marked.sides) {
    if (side.original) continue;
    if (objects.found && (chosen || dim)) mark_labels(side, objects, chosen, dim);
    if (view.windows)
      for (const BoxMark& mark : window_marks(objects)) side.marks.push_back(mark);
    if (chosen) side.marks.push_back(mark_of(objects.found->blobs[*chosen].box, token::text, true));
  }
  return marked;
}

}  // namespace auglens
