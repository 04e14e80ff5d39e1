#version 450 core
// A finished picture in its pane, pixel for pixel where the sizes agree, else by the nearest pixel.

layout(location = 0) uniform ivec2 area;  // the pane's corner
layout(location = 1) uniform ivec2 size;  // of the pane

layout(binding = 0) uniform sampler2D picture;

layout(location = 0) out vec4 colour;

void main() {
  ivec2 pixel = ivec2(gl_FragCoord.xy) - area;
  ivec2 extent = textureSize(picture, 0);
  ivec2 texel = (2 * pixel + 1) * extent / (2 * size);
  colour = vec4(texelFetch(picture, clamp(texel, ivec2(0), extent - 1), 0).rgb, 1.0);
}
