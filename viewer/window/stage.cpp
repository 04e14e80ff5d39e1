#include "viewer/window/stage.h"

namespace auglens {
namespace {

std::size_t slot_of(std::size_t side, Plane plane) {
  return side * all_planes.size() + static_cast<std::size_t>(plane);
}

}  // namespace

void Stage::take_slices(const SceneSlices& slices) {
  scene_.tiles.clear();
  for (std::size_t side = 0; side < slices.sides.size(); ++side) {
    const SceneSide& from = slices.sides[side];
    Tile tile;
    tile.grid = from.grid;
    const bool alone = slices.sides.size() == 1;
    const bool own = !from.caption.empty();
    tile.mark = alone || own ? TileMark::none : from.original ? TileMark::original : TileMark::augmented;
    tile.original = from.original;
    tile.caption = own ? from.caption : from.original ? "original" : "augmented";
    tile.marks = from.marks;
    for (const Plane plane : all_planes) {
      const std::size_t slot = slot_of(side, plane);
      tile.slots[static_cast<std::size_t>(plane)] = slot;
      // A plane that is not shown keeps nothing: it might be of another case when it is shown again.
      if (const SceneSlice* slice = from.slice(plane); slice != nullptr)
        painter_.presenter().upload(slot, slice->pixels());
      else
        painter_.presenter().forget(slot);
    }
    scene_.tiles.push_back(std::move(tile));
  }
}

void Stage::show(const SessionState& state, const Results& results, int width, int height) {
  bool changed = false;
  if (results.slices != slices_) {
    slices_ = results.slices;
    changed = true;
    if (slices_) take_slices(*slices_);
  }
  if (results.volume != volume_) {
    volume_ = results.volume;
    changed = true;
    if (volume_) painter_.presenter().upload(scene_.volume_slot, volume_->picture);
  }
  has_picture_ = slices_ != nullptr && state.shown() != nullptr;
  if (!has_picture_ || width < 1 || height < 1) return;
  if (width != canvas_.width() || height != canvas_.height()) {
    canvas_.resize(width, height);
    changed = true;
  }
  View view = state.view;
  if (slices_->at) view.at = *slices_->at;  // a figure, and a patch elsewhere, go through a point of their own
  view.crosshair = view.crosshair && view.layout != Layout::crops;
  scene_.caption = slices_->legend;
  view.caption = view.caption || !scene_.caption.empty();
  changed |= !(view == scene_.view);
  if (!changed) return;
  scene_.view = view;
  panes_ = pane_layout(scene_.view, width, height, scene_.tiles.size());
  painter_.paint(scene_, canvas_);
}

}  // namespace auglens
