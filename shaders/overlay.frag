#version 450 core
// A filled rectangle, a line, or one character: the distance to its nearest stroke gives the ink and, further out, a dark halo.

layout(location = 0) flat in vec4 ink;
layout(location = 1) flat in vec4 place;
layout(location = 2) flat in vec4 strokes;

layout(binding = 0) uniform sampler2D font;

layout(location = 0) out vec4 colour;  // premultiplied

const float halo_width = 2.0;  // pixels beyond the stroke

float distance_to(vec2 p, vec4 stroke) {
  vec2 along = stroke.zw - stroke.xy, from = p - stroke.xy;
  float length2 = dot(along, along);
  float t = length2 > 0.0 ? clamp(dot(from, along) / length2, 0.0, 1.0) : 0.0;
  return length(from - t * along);
}

void main() {
  if (strokes.y == 0.0) {
    colour = vec4(ink.rgb * ink.a, ink.a);
    return;
  }
  if (strokes.y < 0.0) {
    float inside = clamp(strokes.w + 0.5 - distance_to(gl_FragCoord.xy, place), 0.0, 1.0) * ink.a;
    colour = vec4(ink.rgb * inside, inside);
    return;
  }
  vec2 p = vec2(gl_FragCoord.x - place.x, place.y - gl_FragCoord.y) / place.z;
  float nearest = 1e9;
  for (int k = 0; k < int(strokes.y); ++k)
    nearest = min(nearest, distance_to(p, texelFetch(font, ivec2(int(strokes.x) + k, 0), 0)));
  float beyond = nearest * place.z - place.w;
  float cover = clamp(0.5 - beyond, 0.0, 1.0) * ink.a;
  float halo = clamp((halo_width + 0.5 - beyond) / 1.5, 0.0, 1.0) * strokes.z;  // dark beside the stroke
  colour = vec4(ink.rgb * cover, cover + halo * (1.0 - cover));
}
