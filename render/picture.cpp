#include "render/picture.h"

namespace auglens {

Picture compose(Painter& painter, const PictureRequest& request) {
  Scene scene{request.view, {}, 0, request.caption};
  std::size_t slot = 0;
  for (const ShownCase& shown : request.cases) {
    Tile tile{shown.grid, {slot, slot + 1, slot + 2}, shown.mark, shown.caption, shown.original, shown.marks};
    for (const auto& slice : shown.slices) {
      painter.presenter().forget(slot);  // what an earlier picture left there is not this one's
      if (slice) painter.presenter().upload(slot, *slice);
      ++slot;
    }
    scene.tiles.push_back(std::move(tile));
  }
  painter.presenter().forget_picture(scene.volume_slot);
  if (request.volume != nullptr) painter.presenter().upload(scene.volume_slot, *request.volume);
  const Canvas canvas(request.width, request.height);
  painter.paint(scene, canvas);
  return canvas.read();
}

}  // namespace auglens
