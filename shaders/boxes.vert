#version 450 core
// One rectangle of the pane per instance, in pixels from its top left corner.

layout(location = 0) in vec4 box;  // left, top, right, bottom

layout(location = 1) uniform ivec2 size;  // of the pane

void main() {
  vec2 corner = vec2((gl_VertexID & 1) == 0 ? box.x : box.z, (gl_VertexID & 2) == 0 ? box.y : box.w);
  gl_Position = vec4(corner / vec2(size) * 2.0 - 1.0, 0.0, 1.0);
}
