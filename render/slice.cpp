#include "render/slice.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "render/grey.h"
#include "render/label_colour.h"

namespace auglens {
namespace {

// Uniform locations and texture units of shaders/slice.frag.
enum Uniform { uniform_area = 0, uniform_size, uniform_turned, uniform_opacity, uniform_ends, uniform_label_colours };
enum Unit { unit_values = 0, unit_labels, unit_pixels, unit_limits, unit_colours, unit_heat, unit_heat_colours };

void fill_axis(const PixelAxis& axis, int pixels, float* texels) {
  for (int p = 0; p < pixels; ++p) {
    texels[2 * p] = static_cast<float>(axis.index(p + 0.5));
    texels[2 * p + 1] = static_cast<float>(axis.nearest(p));
  }
}

constexpr ColourMap heat_map = ColourMap::inferno;

void write_colours(Texture2D& texture, ColourMap map) {
  std::array<std::uint8_t, 1024> rgba{};
  const ColourTable& table = colour_table(map);
  for (std::size_t k = 0; k < table.size(); ++k) {
    std::copy(table[k].begin(), table[k].end(), rgba.begin() + static_cast<std::ptrdiff_t>(4 * k));
    rgba[4 * k + 3] = 255;
  }
  texture.reshape(TexelType::rgba8, 256, 1);
  texture.write(rgba.data(), 256, 1, 256);
}

/// False for a slice that came from another plane or another grid and is about to be replaced.
bool fits(const PresentedSlice& slice, const SliceGeometry& geometry) {
  const PlaneAxes& axes = geometry.axes();
  const bool turned = axes.right > axes.down;
  const PixelAxis &x = turned ? geometry.down() : geometry.right(), &y = turned ? geometry.right() : geometry.down();
  return slice.axis == axes.across && slice.values.width == x.voxels && slice.values.height == y.voxels;
}

}  // namespace

SliceDrawer::SliceDrawer() {
  write_colours(heat_colours_, heat_map);
  const GLuint array = box_array_.name();
  glEnableVertexArrayAttrib(array, 0);
  glVertexArrayAttribFormat(array, 0, 4, GL_FLOAT, GL_FALSE, 0);
  glVertexArrayAttribBinding(array, 0, 0);
  glVertexArrayBindingDivisor(array, 0, 1);
  glVertexArrayVertexBuffer(array, 0, boxes_.name(), 0, 16);
}

const GlProgram& SliceDrawer::program(bool linear, bool labels, bool heat) {
  GlProgram& program = programs_[(linear ? 1U : 0U) + (labels ? 2U : 0U) + (heat ? 4U : 0U)];
  if (program) return program;
  const std::string defines = std::string(linear ? "#define LINEAR\n" : "") + (labels ? "#define LABELS\n" : "") +
                              (heat ? "#define HEAT\n" : "");
  program = link_program(labels ? "boxes.vert" : "pane.vert", "slice.frag", defines);
  std::array<float, 3 * label_palette.size()> colours{};
  for (std::size_t k = 0; k < colours.size(); ++k)
    colours[k] = static_cast<float>(label_palette[k / 3][k % 3]) / 255.0F;
  if (labels)
    glProgramUniform3fv(program.name(), uniform_label_colours, static_cast<GLsizei>(label_palette.size()),
                        colours.data());
  return program;
}

const SliceDrawer::PixelMap& SliceDrawer::pixel_map(std::size_t slot, const SliceGeometry& geometry) {
  if (slot >= maps_.size()) maps_.resize(slot + 1);
  PixelMap& map = maps_[slot];
  const int columns = std::max(geometry.width(), geometry.height());
  std::vector<float> texels(static_cast<std::size_t>(columns) * 4);
  fill_axis(geometry.right(), geometry.width(), texels.data());
  fill_axis(geometry.down(), geometry.height(), texels.data() + std::ptrdiff_t{2} * columns);
  if (map.texels == texels) return map;  // an unchanged table need not wait for the pictures that still read it
  map.texture.reshape(TexelType::float2, columns, 2);
  map.texture.write(texels.data(), columns, 2, columns);
  map.texels = std::move(texels);
  return map;
}

void SliceDrawer::set_window(const Window& window) {
  if (has_window_ && window == window_) return;
  const auto limits = grey_limits(window);
  limits_.reshape(TexelType::float1, static_cast<int>(limits.size()), 1);
  limits_.write(limits.data(), static_cast<int>(limits.size()), 1, static_cast<int>(limits.size()));
  ends_ = {limits[1], limits[255]};
  window_ = window;
  has_window_ = true;
}

void SliceDrawer::set_colours(ColourMap map) {
  if (has_colours_ && map == map_) return;
  write_colours(colours_, map);
  map_ = map;
  has_colours_ = true;
}

void SliceDrawer::set_uniforms(const GlProgram& program, const View& view, const SliceGeometry& geometry,
                               const Rect& area) const {
  const GLuint p = program.name();
  glProgramUniform2i(p, uniform_area, area.x, area.y);
  glProgramUniform2i(p, uniform_size, geometry.width(), geometry.height());
  glProgramUniform1i(p, uniform_turned, geometry.axes().right > geometry.axes().down ? 1 : 0);
  glProgramUniform2fv(p, uniform_ends, 1, ends_.data());
  glProgramUniform2f(p, uniform_opacity, std::clamp(view.label_opacity, 0.0F, 1.0F),
                     view.label_outline ? std::clamp(view.outline_opacity, 0.0F, 1.0F) : 0.0F);
  glUseProgram(p);
}

void SliceDrawer::draw_labels(const PresentedSlice& slice, const SliceGeometry& geometry) {
  const bool turned = geometry.axes().right > geometry.axes().down;
  const auto range = [](const PixelAxis& axis, int first, int end) {  // one pixel more: what is drawn twice is equal
    const double a = axis.position(first - 0.5), b = axis.position(end - 0.5);
    return std::pair(static_cast<float>(std::floor(std::min(a, b)) - 1),
                     static_cast<float>(std::ceil(std::max(a, b)) + 1));
  };
  std::vector<std::array<float, 4>> boxes;
  for (const TexelBox& box : slice.boxes) {
    const auto [left, right] = range(geometry.right(), turned ? box.y0 : box.x0, turned ? box.y1 : box.x1);
    const auto [top, bottom] = range(geometry.down(), turned ? box.x0 : box.y0, turned ? box.x1 : box.y1);
    boxes.push_back({left, top, right, bottom});
  }
  glNamedBufferData(boxes_.name(), static_cast<GLsizeiptr>(boxes.size() * sizeof boxes[0]), boxes.data(),
                    GL_STREAM_DRAW);
  slice.labels.bind(unit_labels);
  glBindVertexArray(box_array_.name());
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(boxes.size()));
}

void SliceDrawer::draw(const Presenter& presenter, std::size_t slot, const View& view, const SliceGeometry& geometry,
                       const Rect& area) {
  const PresentedSlice* slice = presenter.slice(slot);
  set_draw_state(false);
  glViewport(area.x, area.y, area.width, area.height);
  if (slice == nullptr || !fits(*slice, geometry)) {
    glEnable(GL_SCISSOR_TEST);
    glScissor(area.x, area.y, area.width, area.height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glDisable(GL_SCISSOR_TEST);
    return;
  }
  set_window(view.window);
  set_colours(view.colour_map);
  slice->values.bind(unit_values);
  pixel_map(slot, geometry).texture.bind(unit_pixels);
  limits_.bind(unit_limits);
  colours_.bind(unit_colours);
  if (slice->heated) {
    slice->heat.bind(unit_heat);
    heat_colours_.bind(unit_heat_colours);
  }
  const bool linear = view.interpolation == Interpolation::linear;
  set_uniforms(program(linear, false, slice->heated), view, geometry, area);
  glBindVertexArray(nothing_.name());
  glDrawArrays(GL_TRIANGLES, 0, 3);
  if (view.labels && !slice->boxes.empty()) {
    set_uniforms(program(linear, true, slice->heated), view, geometry, area);
    draw_labels(*slice, geometry);
  }
  glBindVertexArray(0);
  check_gl("drawing a slice");
}

}  // namespace auglens
