#version 450 core
// A slice in its pane: voxel -> grey level -> colour, labels over it. Which voxel a pixel shows (pixels) and which grey a
// value has (limits) are tables made in double by the program, so that every driver gives the same picture.
// Software GL runs both sides of a branch, so LABELS, LINEAR and HEAT are compiled in, not asked for each pixel.

layout(location = 0) uniform ivec2 area;     // the pane's corner in the framebuffer; row 0 is the top
layout(location = 1) uniform ivec2 size;     // of the pane
layout(location = 2) uniform bool turned;    // the texture's x runs down
layout(location = 3) uniform vec2 opacity;   // of the fill, of the outline
layout(location = 4) uniform vec2 ends;      // the limits of the levels 1 and 255
layout(location = 5) uniform vec3 label_colours[12];

layout(binding = 0) uniform sampler2D values;
layout(binding = 1) uniform usampler2D labels;
layout(binding = 2) uniform sampler2D pixels;   // row 0 columns, row 1 rows: voxel index, nearest voxel or -1
layout(binding = 3) uniform sampler2D limits;   // the smallest value of each grey level
layout(binding = 4) uniform sampler2D colours;
layout(binding = 5) uniform sampler2D heat;          // 0 to 1 per voxel
layout(binding = 6) uniform sampler2D heat_colours;

layout(location = 0) out vec4 colour;

ivec2 texel_of(int right, int down) { return turned ? ivec2(down, right) : ivec2(right, down); }

float value_at(ivec2 voxel) { return texelFetch(values, texel_of(voxel.x, voxel.y), 0).r; }

#ifdef LINEAR
// By hand, for a texture unit's eight-bit weights differ from driver to driver.
float linear_value(vec2 index, ivec2 last) {
  vec2 low = floor(index);
  precise vec2 f = index - low;
  ivec2 a = clamp(ivec2(low), ivec2(0), last), b = clamp(ivec2(low) + 1, ivec2(0), last);
  float v00 = value_at(a), v10 = value_at(ivec2(b.x, a.y)), v01 = value_at(ivec2(a.x, b.y)), v11 = value_at(b);
  precise float top = v00 + f.x * (v10 - v00);
  precise float bottom = v01 + f.x * (v11 - v01);
  precise float v = top + f.y * (bottom - top);
  return v;
}
#endif

bool reaches(float v, int level) { return v >= texelFetch(limits, ivec2(level, 0), 0).r; }

bool is_nan(float v) { return (floatBitsToUint(v) & 0x7FFFFFFFu) > 0x7F800000u; }

int grey_level(float v) {
  int guess = v < ends.x ? 0 : clamp(int(1.0 + clamp((v - ends.x) / (ends.y - ends.x), 0.0, 1.0) * 254.0), 1, 255);
  bool low = guess == 0 || reaches(v, guess), high = guess == 255 || !reaches(v, guess + 1);
  if (low && high) return guess;
  int below = 0, above = 256;  // rounding put the guess one off, or the window is odd: search
  while (above - below > 1) {
    int middle = (below + above) / 2;
    if (reaches(v, middle)) below = middle; else above = middle;
  }
  return below;
}

#ifdef LABELS
int nearest(int pixel, int row) { return int(texelFetch(pixels, ivec2(pixel, row), 0).g); }

uint label_at(int right, int down) {
  return right < 0 || down < 0 ? 0u : texelFetch(labels, texel_of(right, down), 0).r;
}

// How much of a line of 1.5 pixels inside the border of this pixel's label covers the pixel. The border lies half a pixel
// before the centre of the first pixel that shows another label; pixels beyond the pane have this one's label.
float outline(ivec2 pixel, uint own) {
  int columns[5], rows[5];
  for (int k = 0; k < 5; ++k) {
    columns[k] = nearest(clamp(pixel.x + k - 2, 0, size.x - 1), 0);
    rows[k] = nearest(clamp(pixel.y + k - 2, 0, size.y - 1), 1);
  }
  float cover = 0.0;
  for (int y = 0; y < 5; ++y)
    for (int x = 0; x < 5; ++x) {
      float here = clamp(2.5 - length(vec2(x - 2, y - 2)), 0.0, 1.0);
      if (here > cover && label_at(columns[x], rows[y]) != own) cover = here;
    }
  return cover;
}

// The same for a line of 3.5 pixels: the dark ground of a white line, which would not be seen on bone.
float broad_outline(ivec2 pixel, uint own) {
  float cover = 0.0;
  for (int y = -4; y <= 4; ++y)
    for (int x = -4; x <= 4; ++x) {
      float here = clamp(4.5 - length(vec2(x, y)), 0.0, 1.0);
      ivec2 at = clamp(pixel + ivec2(x, y), ivec2(0), size - 1);
      if (here > cover && label_at(nearest(at.x, 0), nearest(at.y, 1)) != own) cover = here;
    }
  return cover;
}

// Beyond twelve labels the colours come round again: the fill is then hatched, each round in its own way.
float hatch(ivec2 pixel, uint index) {
  uint turn = ((index - 1u) / 12u) & 3u;
  if (turn == 0u) return 1.0;
  bool rising = ((pixel.x + pixel.y) & 7) < 3, falling = ((pixel.x - pixel.y) & 7) < 3;
  return (turn == 1u ? rising : turn == 2u ? falling : rising || falling) ? 1.0 : 0.25;
}
#endif

void main() {
  ivec2 pixel = ivec2(gl_FragCoord.xy) - area;
  vec2 column = texelFetch(pixels, ivec2(pixel.x, 0), 0).rg, row = texelFetch(pixels, ivec2(pixel.y, 1), 0).rg;
  colour = vec4(0.0, 0.0, 0.0, 1.0);
  if (pixel.x >= size.x || pixel.y >= size.y || column.g < 0.0 || row.g < 0.0) return;
  ivec2 voxel = ivec2(column.g, row.g);
#ifdef LINEAR
  ivec2 last = textureSize(values, 0) - 1;
  float v = linear_value(vec2(column.r, row.r), turned ? last.yx : last);
#else
  float v = value_at(voxel);
#endif
  vec3 c = is_nan(v) ? vec3(0.0) : texelFetch(colours, ivec2(grey_level(v), 0), 0).rgb;
#ifdef HEAT
  float warm = texelFetch(heat, texel_of(voxel.x, voxel.y), 0).r;
  if (warm > 0.0) c = mix(c, texelFetch(heat_colours, ivec2(int(min(warm, 1.0) * 255.0 + 0.5), 0), 0).rgb, 0.6);
#endif
#ifdef LABELS
  uint index = label_at(voxel.x, voxel.y);
  if (index != 0u) {
    bool dimmed = (index & 0x10000u) != 0u, chosen = (index & 0x20000u) != 0u;  // render/label_index.h
    uint of_class = index & 0xFFFFu;
    vec3 own = dimmed ? vec3(0.5, 0.53, 0.57) : label_colours[(of_class - 1u) % 12u];
    c = mix(c, own, opacity.x * hatch(pixel, of_class) * (dimmed ? 0.5 : 1.0));
    if (chosen) c = mix(c, vec3(0.0), 0.85 * broad_outline(pixel, index));
    float line = chosen ? max(opacity.y, 0.9) : opacity.y * (dimmed ? 0.5 : 1.0);
    c = mix(c, chosen ? vec3(1.0) : own, line * outline(pixel, index));
  }
#endif
  colour = vec4(floor(c * 255.0 + 0.5) / 255.0, 1.0);
}
