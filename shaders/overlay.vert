#version 450 core
// One rectangle per instance, in pixels from the top left corner of a picture whose row 0 is the top.

layout(location = 0) in vec4 box;     // x, y, width, height
layout(location = 1) in vec4 colour;  // not premultiplied
layout(location = 2) in vec4 pen;     // origin x, baseline y, pixels per font unit, half of the stroke's width; or both ends of a line
layout(location = 3) in vec4 glyph;   // first stroke, count, opacity of the halo, half width of a line

layout(location = 0) uniform vec2 size;

layout(location = 0) flat out vec4 ink;
layout(location = 1) flat out vec4 place;
layout(location = 2) flat out vec4 strokes;

void main() {
  vec2 corner = box.xy + box.zw * vec2(gl_VertexID & 1, gl_VertexID >> 1);
  ink = colour;
  place = pen;
  strokes = glyph;
  gl_Position = vec4(corner / size * 2.0 - 1.0, 0.0, 1.0);
}
