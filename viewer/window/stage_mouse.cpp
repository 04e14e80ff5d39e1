#include "viewer/window/stage_mouse.h"

#include <algorithm>
#include <cmath>

#include "render/slice_geometry.h"
#include "viewer/object_pick.h"
#include "viewer/panels/view_edits.h"

namespace auglens {
namespace {

SliceGeometry geometry_of(const Pane& pane, const Grid& grid, const View& view) {
  return {grid, pane.plane, pane.area.width, pane.area.height, view.plane_view(pane.plane)};
}

/// The voxel under the hand in the slice through a point, kept inside the grid, as a point in mm.
Vec3 point_under(const StageHand& hand, const Pane& pane, const Grid& grid, const View& view, const Vec3& through) {
  const SliceGeometry geometry = geometry_of(pane, grid, view);
  const int across = geometry.axes().across;
  // The depth stays what it is: only the two axes in the plane follow the hand.
  const double depth = grid.to_index(through)[static_cast<std::size_t>(across)];
  Vec3 index = geometry.index_at({hand.x - pane.area.x, hand.y - pane.area.y}, depth);
  for (std::size_t k = 0; k < 3; ++k) {
    if (static_cast<int>(k) == across) continue;
    index[k] = std::clamp(std::floor(index[k] + 0.5), 0.0, static_cast<double>(grid.size[k] - 1));
  }
  return grid.to_world(index);
}

void scroll(const StageHand& hand, const Pane& pane, const Grid& grid, const Vec3& at, Actions& actions) {
  const int across = plane_axes(grid, pane.plane).across;
  const double steps = std::round(hand.wheel != 0 ? std::copysign(std::max(1.0, std::abs(hand.wheel)), hand.wheel) : 0);
  actions.edit(edit::at(moved_slices(grid, at, across, static_cast<int>(steps) * (hand.shift ? 5 : 1))));
}

/// The point under the hand stays under it.
void zoom(const StageHand& hand, const Pane& pane, const Grid& grid, const View& view, Actions& actions) {
  const PlaneView& before = view.plane_view(pane.plane);
  PlaneView after = before;
  after.zoom = std::clamp(before.zoom * std::pow(1.2, hand.wheel), 0.1, 40.0);
  const double mm = geometry_of(pane, grid, view).mm_per_pixel();
  const double share = after.zoom / before.zoom;
  const double right = (hand.x - pane.area.x - pane.area.width / 2.0) * mm;
  const double down = (hand.y - pane.area.y - pane.area.height / 2.0) * mm;
  // On the screen, in mm of the old scale: hand = pan * share + centre offset; in mm of the slice the pan follows.
  after.pan_right_mm = before.pan_right_mm + right / share - right;
  after.pan_down_mm = before.pan_down_mm + down / share - down;
  actions.edit(edit::plane_view(pane.plane, after));
}

}  // namespace

void StageMouse::update(const StageHand& hand, const Stage& stage, const SessionState& state,
                        const ObjectScene* objects, Actions& actions) {
  if (click_) answer_click(stage, state, objects, actions);
  if (drag_ != Drag::none) {
    if (!ImGui::IsMouseDown(button_)) {
      if (drag_ == Drag::orbit && !moved_) click_ = Click{pane_, x_, y_};
      drag_ = Drag::none;
      return;
    }
    move(hand, stage, state, actions);
    return;
  }
  if (!hand.inside) return;
  const auto& panes = stage.panes();
  const auto under =
      std::find_if(panes.begin(), panes.end(), [&](const Pane& p) { return p.area.contains(hand.x, hand.y); });
  if (under == panes.end()) return;
  pane_ = static_cast<std::size_t>(under - panes.begin());
  const Grid* grid = stage.grid(under->tile);
  if (grid == nullptr) return;
  if (hand.wheel != 0) {
    if (under->kind == PaneKind::volume) {
      Camera camera = state.view.camera;
      camera.zoom = std::clamp(camera.zoom * std::pow(1.15, hand.wheel), 0.2, 20.0);
      actions.edit(edit::camera_zoom(camera.zoom));
    } else if (hand.control) {
      zoom(hand, *under, *grid, state.view, actions);
    } else if (state.view.layout != Layout::crops) {  // the figure says itself where it cuts
      scroll(hand, *under, *grid, stage.at(), actions);
    }
  }
  press(hand, stage, state, actions);
}

/// A click beside all objects lets go of the chosen one.
void StageMouse::answer_click(const Stage& stage, const SessionState& state, const ObjectScene* objects,
                              Actions& actions) {
  const LoadedCase* shown = state.shown();
  const bool possible = shown != nullptr && shown->data.labels && click_->pane < stage.panes().size() &&
                        stage.panes()[click_->pane].kind == PaneKind::volume;
  if (possible && objects == nullptr) return;
  if (possible) {
    const Rect& area = stage.panes()[click_->pane].area;
    const auto point = object_along_ray(*objects, state.view.camera, click_->x - area.x - 0.5, click_->y - area.y - 0.5,
                                        area.width, area.height);
    if (point || state.view.object) actions.edit(edit::object(point));
  }
  click_.reset();
}

void StageMouse::press(const StageHand& hand, const Stage& stage, const SessionState& state, Actions& actions) {
  const Pane& pane = stage.panes()[pane_];
  const bool slice = pane.kind == PaneKind::slice;
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    if (state.view.layout == Layout::compare) return;
    const bool alone = stage.panes().size() == 1;
    actions.edit(edit::layout(alone ? Layout::mpr : slice ? layout_of(pane.plane) : Layout::volume3d));
    return;
  }
  for (const int button : {ImGuiMouseButton_Left, ImGuiMouseButton_Right, ImGuiMouseButton_Middle}) {
    if (!ImGui::IsMouseClicked(button)) continue;
    button_ = button;
    x_ = hand.x;
    y_ = hand.y;
    at_press_ = state.view;
    moved_ = false;
    if (button == ImGuiMouseButton_Right || (button == ImGuiMouseButton_Left && hand.window_key))
      drag_ = Drag::window;
    else if (button == ImGuiMouseButton_Middle || hand.pan_key)
      drag_ = slice ? Drag::pan : Drag::none;
    else
      drag_ = slice ? Drag::crosshair : Drag::orbit;
    move(hand, stage, state, actions);
    return;
  }
}

void StageMouse::move(const StageHand& hand, const Stage& stage, const SessionState& state, Actions& actions) {
  if (pane_ >= stage.panes().size()) return;
  const Pane& pane = stage.panes()[pane_];
  const Grid* grid = stage.grid(pane.tile);
  const double right = hand.x - x_, down = hand.y - y_;
  const bool still = right == 0 && down == 0;
  if (grid == nullptr) return;
  const bool pressed = !moved_ && still && state.view == at_press_;
  moved_ = moved_ || !still;
  switch (drag_) {
    case Drag::crosshair: {
      const Vec3 at = point_under(hand, pane, *grid, state.view, stage.at());
      const bool labels = state.shown() != nullptr && state.shown()->data.labels;
      if (pressed && labels) {
        if (state.view.object != at) actions.edit(edit::object(at));
      } else if (at != state.view.at && state.view.layout != Layout::crops) {
        actions.edit(edit::at(at));
      }
      break;
    }
    case Drag::window: {
      if (still) break;
      const bool original = state.original || stage.original(pane.tile);
      const Window& before = at_press_.window_of(original);
      const double slow = hand.shift ? 0.2 : 1, width = std::max(before.width, 1e-6);
      const Window w{width * std::exp(right * slow / 250), before.level + down * slow * width / 400};
      actions.edit(edit::window(state.view, original, w));
      break;
    }
    case Drag::pan: {
      if (still) break;
      const double mm = geometry_of(pane, *grid, at_press_).mm_per_pixel();
      PlaneView view = at_press_.plane_view(pane.plane);
      view.pan_right_mm += right * mm;
      view.pan_down_mm += down * mm;
      actions.edit(edit::plane_view(pane.plane, view));
      break;
    }
    case Drag::orbit: {
      if (still) break;
      const double turn = 180.0 / std::max(1, pane.area.height);
      double azimuth = at_press_.camera.azimuth - right * turn;
      azimuth = std::remainder(azimuth, 360.0);
      actions.edit(edit::camera(azimuth, std::clamp(at_press_.camera.elevation + down * turn, -90.0, 90.0)));
      break;
    }
    case Drag::none:
      break;
  }
}

}  // namespace auglens
