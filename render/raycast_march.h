#pragma once
// What happens along a ray: leap over what is empty, sample, shade, composite. One template for every width of
// arithmetic (its parameter, see raycast_lanes.h), so that all of them give the same bytes; it refuses to know how
// pixels are shared out.

#include <cstdint>

#include "ops/hd.h"
#include "render/raycast_scene.h"

#define AUGLENS_RAY AUGLENS_HD inline __attribute__((always_inline))

namespace auglens {
namespace {

constexpr float ray_full = 0.98F;             ///< a ray ends at this opacity
constexpr float ray_safe_place = 2.0F;        ///< inside every padded volume: where finished rays read
constexpr float ray_leap_margin = 1 / 64.0F;  ///< voxels; far above the rounding of positions
constexpr int ray_samples_per_look = 4;

// The light stands a little above and to the left of the eye; camera axes (right, up, to the eye), unit vectors.
constexpr float ray_light_right = -0.276F, ray_light_up = 0.414F, ray_light_eye = 0.867F;
constexpr float ray_half_right = -0.143F, ray_half_up = 0.214F, ray_half_eye = 0.966F;
constexpr float ray_ambient = 0.22F, ray_diffuse = 0.88F, ray_gloss = 0.16F;
constexpr float ray_flat = 0.03F;  ///< windows per voxel below which a gradient is mostly noise and shades little

template <class L>
struct Triple {
  typename L::F x, y, z;
};
template <class L>
struct Ray {
  Triple<L> start;
  typename L::F phase;
  typename L::I first, last;  ///< samples first <= i < last lie in the box
};
/// The voxel at or below a position, as an offset, and the position's fractions beyond it.
template <class L>
struct Place {
  typename L::I offset;
  Triple<L> f;
};
template <class L>
struct Colour {
  typename L::F r, g, b, a;
};

template <class L, class F = typename L::F>
AUGLENS_RAY F lerp(F a, F b, F f) {
  return a + (b - a) * f;
}

template <class L>
AUGLENS_RAY typename L::F clamp(typename L::F v, float low, float high) {
  return L::min(L::max(v, L::f(low)), L::f(high));
}

// ---- where samples are

template <class L>
AUGLENS_RAY typename L::I ceil_int(typename L::F v) {
  const auto whole = L::to_int(v);
  return L::select(L::less(L::to_float(whole), v), whole + L::i(1), whole);
}

/// Narrows [first, last), in steps, to the part of a ray between two faces.
template <class L, class F = typename L::F>
AUGLENS_RAY void clip(const RayScene& s, int k, F start, F& first, F& last) {
  const F a = (L::f(s.box_low[k]) - start) * L::f(s.inverse_step[k]);
  const F b = (L::f(s.box_high[k]) - start) * L::f(s.inverse_step[k]);
  first = L::max(first, L::min(a, b));
  last = L::min(last, L::max(a, b));
}

template <class L>
AUGLENS_RAY Ray<L> ray_of(const RayScene& s, typename L::I x, typename L::I y) {
  using F = typename L::F;
  const F fx = L::to_float(x), fy = L::to_float(y);
  Ray<L> r;
  r.start = {L::f(s.origin[0]) + fx * L::f(s.per_x[0]) + fy * L::f(s.per_y[0]),
             L::f(s.origin[1]) + fx * L::f(s.per_x[1]) + fy * L::f(s.per_y[1]),
             L::f(s.origin[2]) + fx * L::f(s.per_x[2]) + fy * L::f(s.per_y[2])};
  // A low-discrepancy phase (the plastic number's, in 256ths): breaks the rings of equal depth without clumps of noise.
  r.phase = s.jitter ? L::to_float((x * L::i(193) + y * L::i(146)) & L::i(255)) * L::f(1 / 256.0F) : L::f(0.375F);
  F first = L::f(0), last = L::f(1e6F);
  clip<L>(s, 0, r.start.x, first, last);
  clip<L>(s, 1, r.start.y, first, last);
  clip<L>(s, 2, r.start.z, first, last);
  last = L::max(last, first);  // a miss
  r.first = L::max(ceil_int<L>(first - r.phase), L::i(0));
  r.last = ceil_int<L>(last - r.phase);
  return r;
}

template <class L>
AUGLENS_RAY Triple<L> position(const RayScene& s, const Ray<L>& r, typename L::I i, typename L::M live) {
  const auto t = L::to_float(i) + r.phase;
  const auto safe = L::f(ray_safe_place);
  return {L::select(live, r.start.x + t * L::f(s.per_step[0]), safe),
          L::select(live, r.start.y + t * L::f(s.per_step[1]), safe),
          L::select(live, r.start.z + t * L::f(s.per_step[2]), safe)};
}

template <class L>
AUGLENS_RAY Place<L> place_of(const RayScene& s, const Triple<L>& p) {
  const auto x = L::to_int(p.x), y = L::to_int(p.y), z = L::to_int(p.z);
  return {z * L::i(s.plane) + y * L::i(s.row) + x, {p.x - L::to_float(x), p.y - L::to_float(y), p.z - L::to_float(z)}};
}

// ---- what is there: codes use all 16 bits of a voxel, label presence the upper 8

template <class L>
struct Codes {
  static AUGLENS_RAY typename L::F first(typename L::I pair) { return L::to_float(L::low_half(pair)); }
  static AUGLENS_RAY typename L::F second(typename L::I pair) { return L::to_float(L::high_half(pair)); }
};
template <class L>
struct Presence {
  static AUGLENS_RAY typename L::F first(typename L::I pair) { return L::to_float(L::low_half(pair) >> 8); }
  static AUGLENS_RAY typename L::F second(typename L::I pair) { return L::to_float(L::high_half(pair) >> 8); }
};

/// Values in x at the four rows around a place: (y, z), (y+1, z), (y, z+1), (y+1, z+1).
template <class L>
struct Rows4 {
  typename L::F v00, v10, v01, v11;
};

template <class L, class Field>
AUGLENS_RAY typename L::F row_value(const std::uint16_t* p, typename L::I offset, typename L::F f) {
  const auto pair = L::gather_pair(p, offset);
  return lerp<L>(Field::first(pair), Field::second(pair), f);
}

template <class L, class Field>
AUGLENS_RAY Rows4<L> rows_at(const RayScene& s, const std::uint16_t* p, typename L::I o, typename L::F f) {
  return {row_value<L, Field>(p, o, f), row_value<L, Field>(p, o + L::i(s.row), f),
          row_value<L, Field>(p, o + L::i(s.plane), f), row_value<L, Field>(p, o + L::i(s.plane + s.row), f)};
}

template <class L>
AUGLENS_RAY typename L::F inside_rows(const Rows4<L>& r, const Triple<L>& f) {
  return lerp<L>(lerp<L>(r.v00, r.v10, f.y), lerp<L>(r.v01, r.v11, f.y), f.z);
}

/// Twice the gradient of the trilinear field by central differences over one voxel, with the four rows at hand reused.
template <class L, class Field>
AUGLENS_RAY Triple<L> gradient(const RayScene& s, const std::uint16_t* p, const Place<L>& at, const Rows4<L>& r) {
  const auto o = at.offset;
  const auto row = L::i(s.row), plane = L::i(s.plane), one = L::i(1);
  const auto after = rows_at<L, Field>(s, p, o + one, at.f.x), before = rows_at<L, Field>(s, p, o - one, at.f.x);
  const auto fx = at.f.x;
  const auto ym0 = row_value<L, Field>(p, o - row, fx), yp0 = row_value<L, Field>(p, o + row + row, fx);
  const auto ym1 = row_value<L, Field>(p, o - row + plane, fx), yp1 = row_value<L, Field>(p, o + row + row + plane, fx);
  const auto zm0 = row_value<L, Field>(p, o - plane, fx), zm1 = row_value<L, Field>(p, o - plane + row, fx);
  const auto zp0 = row_value<L, Field>(p, o + plane + plane, fx);
  const auto zp1 = row_value<L, Field>(p, o + plane + plane + row, fx);
  const auto y0 = lerp<L>(r.v10, yp0, at.f.y) - lerp<L>(ym0, r.v00, at.f.y);
  const auto y1 = lerp<L>(r.v11, yp1, at.f.y) - lerp<L>(ym1, r.v01, at.f.y);
  const auto z0 = lerp<L>(r.v01, zp0, at.f.z) - lerp<L>(zm0, r.v00, at.f.z);
  const auto z1 = lerp<L>(r.v11, zp1, at.f.z) - lerp<L>(zm1, r.v10, at.f.z);
  return {inside_rows<L>(after, at.f) - inside_rows<L>(before, at.f), lerp<L>(y0, y1, at.f.z), lerp<L>(z0, z1, at.f.y)};
}

// ---- light

template <class L>
struct Light {
  typename L::F body, gloss;  ///< colour * body + gloss
};

template <class L>
AUGLENS_RAY typename L::F dot3(const Triple<L>& g, float x, float y, float z) {
  return g.x * L::f(x) + g.y * L::f(y) + g.z * L::f(z);
}

/// Lambert and Blinn-Phong from a surface that always faces the eye; where the field is flat, plain colour.
template <class L>
AUGLENS_RAY Light<L> light_of(const float* m, const Triple<L>& g) {
  using F = typename L::F;
  const Triple<L> c{dot3<L>(g, m[0], m[1], m[2]), dot3<L>(g, m[3], m[4], m[5]), dot3<L>(g, m[6], m[7], m[8])};
  const F steep = L::sqrt(c.x * c.x + c.y * c.y + c.z * c.z);
  const F unit = L::f(1) / L::max(steep, L::f(1e-20F));
  const F turn = L::select(L::less(c.z, L::f(0)), L::f(0) - unit, unit);
  const F lambert = L::max(dot3<L>(c, ray_light_right, ray_light_up, ray_light_eye) * turn, L::f(0));
  const F shine = L::max(dot3<L>(c, ray_half_right, ray_half_up, ray_half_eye) * turn, L::f(0));
  const F p2 = shine * shine, p4 = p2 * p2, p8 = p4 * p4, p24 = p8 * p8 * p8;
  const F weight = steep / (steep + L::f(ray_flat));
  const F body = L::f(ray_ambient) + L::f(ray_diffuse) * lambert;
  return {L::f(1) + (body - L::f(1)) * weight, p24 * L::f(ray_gloss) * weight};
}

template <class L>
AUGLENS_RAY Colour<L> colour_at(const float* table, int entries, typename L::I e) {
  return {L::gather(table, e), L::gather(table + entries, e), L::gather(table + 2 * entries, e),
          L::gather(table + 3 * entries, e)};
}

template <class L>
AUGLENS_RAY typename L::I entry_of(const RayScene& s, typename L::F code) {
  return L::to_int(clamp<L>(code * L::f(s.entry_scale) + L::f(s.entry_offset), 0, static_cast<float>(s.entries - 1)));
}

template <class L>
AUGLENS_RAY void add_behind(Colour<L>& sum, const Colour<L>& c, const Light<L>& light) {
  const auto w = (L::f(1) - sum.a) * c.a;
  sum.r = sum.r + w * (c.r * light.body + light.gloss);
  sum.g = sum.g + w * (c.g * light.body + light.gloss);
  sum.b = sum.b + w * (c.b * light.body + light.gloss);
  sum.a = sum.a + w;
}

// ---- labels

/// Whether a live ray is in a brick that a label surface reaches; without bricks, always.
template <class L>
AUGLENS_RAY bool near_label(const RayScene& s, const Triple<L>& p) {
  if (s.leap == nullptr) return true;
  const auto brick =
      (L::to_int(p.z) >> 3) * L::i(s.brick_plane) + (L::to_int(p.y) >> 3) * L::i(s.brick_row) + (L::to_int(p.x) >> 3);
  return L::any(L::less(L::i(127), L::gather_byte(s.leap, brick)));
}

/// Colour of the label surface at a sample; alpha rises over a quarter of the presence around its half level.
template <class L>
AUGLENS_RAY Colour<L> label_colour(const RayScene& s, const Place<L>& at, const Rows4<L>& rows) {
  const auto half = L::f(0.5F);
  const auto offset = at.offset + L::select(L::less(at.f.x, half), L::i(0), L::i(1)) +
                      L::select(L::less(at.f.y, half), L::i(0), L::i(s.row)) +
                      L::select(L::less(at.f.z, half), L::i(0), L::i(s.plane));
  auto c = colour_at<L>(s.label_table, 256, L::gather_pair(s.cells, offset) & L::i(255));
  c.a = c.a * clamp<L>((inside_rows<L>(rows, at.f) - L::f(96)) * L::f(1 / 64.0F), 0, 1);
  return c;
}

// ---- the two pictures; sample() returns which rays still want more

template <class L>
struct Volume {
  Colour<L> sum{L::f(0), L::f(0), L::f(0), L::f(0)};

  AUGLENS_RAY typename L::M pointless(const RayScene&, typename L::I) const { return L::less(L::i(1), L::i(0)); }

  AUGLENS_RAY typename L::M sample(const RayScene& s, const Triple<L>& p, typename L::M live) {
    const Place<L> at = place_of<L>(s, p);
    if (s.cells != nullptr && near_label<L>(s, p)) sample_label(s, at, live);
    const Rows4<L> rows = rows_at<L, Codes<L>>(s, s.codes, at.offset, at.f.x);
    const auto e = entry_of<L>(s, inside_rows<L>(rows, at.f));
    const auto alpha = L::select(live, L::gather(s.table + 3 * s.entries, e), L::f(0));
    if (L::any(L::less(L::f(0), alpha))) {
      const Colour<L> c{L::gather(s.table, e), L::gather(s.table + s.entries, e), L::gather(s.table + 2 * s.entries, e),
                        alpha};
      Light<L> light{L::f(1), L::f(0)};
      if (s.shade) light = light_of<L>(s.to_camera, gradient<L, Codes<L>>(s, s.codes, at, rows));
      add_behind<L>(sum, c, light);
    }
    return L::both(live, L::less(sum.a, L::f(ray_full)));
  }

  AUGLENS_RAY void sample_label(const RayScene& s, const Place<L>& at, typename L::M live) {
    const Rows4<L> rows = rows_at<L, Presence<L>>(s, s.cells, at.offset, at.f.x);
    Colour<L> c = label_colour<L>(s, at, rows);
    c.a = L::select(live, c.a, L::f(0));
    if (!L::any(L::less(L::f(0), c.a))) return;
    Light<L> light{L::f(1), L::f(0)};
    if (s.shade) light = light_of<L>(s.label_to_camera, gradient<L, Presence<L>>(s, s.cells, at, rows));
    add_behind<L>(sum, c, light);
  }

  AUGLENS_RAY Colour<L> result(const RayScene&, typename L::M) const { return sum; }
};

template <class L>
struct Maximum {
  typename L::F best;
  Colour<L> label{L::f(0), L::f(0), L::f(0), L::f(0)};  ///< of the first label surface met

  /// A brick whose codes (one more for rounding) do not beat what was found; labels must be met even so.
  AUGLENS_RAY typename L::M pointless(const RayScene& s, typename L::I brick) const {
    if (s.cells != nullptr) return L::less(L::i(1), L::i(0));
    const auto high = L::to_float(L::low_half(L::gather_pair(s.brick_high, brick)) + L::i(1));
    return L::less(high, best);
  }

  AUGLENS_RAY typename L::M sample(const RayScene& s, const Triple<L>& p, typename L::M live) {
    const Place<L> at = place_of<L>(s, p);
    const auto v = inside_rows<L>(rows_at<L, Codes<L>>(s, s.codes, at.offset, at.f.x), at.f);
    best = L::select(live, L::max(best, v), best);
    if (s.cells != nullptr && near_label<L>(s, p)) {
      Colour<L> c = label_colour<L>(s, at, rows_at<L, Presence<L>>(s, s.cells, at.offset, at.f.x));
      c.a = L::select(live, c.a, L::f(0));
      const auto stronger = L::less(label.a, c.a);
      label = {L::select(stronger, c.r, label.r), L::select(stronger, c.g, label.g), L::select(stronger, c.b, label.b),
               L::max(label.a, c.a)};
    }
    return live;
  }

  AUGLENS_RAY Colour<L> result(const RayScene& s, typename L::M hit) const {
    const auto e = entry_of<L>(s, best);
    const auto zero = L::f(0);
    return {L::select(hit, lerp<L>(L::gather(s.table, e), label.r, label.a), zero),
            L::select(hit, lerp<L>(L::gather(s.table + s.entries, e), label.g, label.a), zero),
            L::select(hit, lerp<L>(L::gather(s.table + 2 * s.entries, e), label.b, label.a), zero),
            L::select(hit, L::f(1), zero)};
  }
};

// ---- the walk

/// Samples until the ray leaves, along one axis, the cube of bricks within d - 1 of brick b.
template <class L>
AUGLENS_RAY typename L::F exit_after(const RayScene& s, int k, typename L::F p, typename L::I b, typename L::I d) {
  const auto face = s.forward[k] != 0 ? L::to_float((b + d) * L::i(8)) - L::f(ray_leap_margin)
                                      : L::to_float((b - d + L::i(1)) * L::i(8)) + L::f(ray_leap_margin);
  return (face - p) * L::f(s.inverse_step[k]);
}

/// Moves every ray that stands in an empty brick on to the first sample that may not be empty.
template <class L, class Picture>
AUGLENS_RAY void leap(const RayScene& s, const Ray<L>& r, const Picture& picture, typename L::I& i,
                      typename L::M& live) {
  for (;;) {
    const Triple<L> p = position<L>(s, r, i, live);
    const auto bx = L::to_int(p.x) >> 3, by = L::to_int(p.y) >> 3, bz = L::to_int(p.z) >> 3;
    const auto brick = bz * L::i(s.brick_plane) + by * L::i(s.brick_row) + bx;
    auto d = L::gather_byte(s.leap, brick) & L::i(127);
    const auto away = L::both(live, L::either(L::less(L::i(0), d), picture.pointless(s, brick)));
    if (!L::any(away)) return;
    d = L::max(d, L::i(1));
    const auto exit = L::min(exit_after<L>(s, 0, p.x, bx, d),
                             L::min(exit_after<L>(s, 1, p.y, by, d), exit_after<L>(s, 2, p.z, bz, d)));
    i = L::select(away, i + L::to_int(clamp<L>(exit, 0, 1e6F)) + L::i(1), i);
    live = L::both(live, L::less(i, r.last));
  }
}

template <class L, class Picture>
AUGLENS_RAY Colour<L> walk(const RayScene& s, const Ray<L>& r, Picture picture) {
  typename L::I i = r.first;
  typename L::M live = L::less(i, r.last);
  const typename L::M hit = live;
  while (L::any(live)) {
    if (s.leap != nullptr) leap<L>(s, r, picture, i, live);
    for (int n = 0; n < ray_samples_per_look && L::any(live); ++n) {
      live = picture.sample(s, position<L>(s, r, i, live), live);
      i = i + L::i(1);
      live = L::both(live, L::less(i, r.last));
    }
  }
  return picture.result(s, hit);
}

template <class L>
AUGLENS_RAY typename L::I byte_of(typename L::F v) {
  return L::to_int(clamp<L>(v, 0, 1) * L::f(255) + L::f(0.5F));
}

/// RGBA bytes, packed low byte first, of the pixels of one pack whose upper left one is (x, y).
template <class L>
AUGLENS_HD inline void march(const RayScene& s, std::int32_t x, std::int32_t y, std::int32_t* packed) {
  const Ray<L> ray = ray_of<L>(s, L::i(x) + L::column(), L::i(y) + L::line());
  const Colour<L> c = s.maximum ? walk<L>(s, ray, Maximum<L>{L::f(s.darkest)}) : walk<L>(s, ray, Volume<L>{});
  const auto low = byte_of<L>(c.r) + byte_of<L>(c.g) * L::i(256);
  const auto high = byte_of<L>(c.b) + byte_of<L>(c.a) * L::i(256);
  L::store(low, packed);
  L::store(high, packed + L::width);
}

/// All packs of a tile; pixels of a pack that lie beyond the tile are dropped.
template <class L>
inline void march_tile(const RayScene& s, const TileBox& t, std::uint8_t* rgba) {
  alignas(64) std::int32_t packed[2 * L::width];
  constexpr std::int32_t lines = L::width / L::columns;
  for (std::int32_t y = t.y0; y < t.y1; y += lines)
    for (std::int32_t x = t.x0; x < t.x1; x += L::columns) {
      march<L>(s, x, y, packed);
      for (std::int32_t k = 0; k < L::width; ++k) {
        const std::int32_t px = x + k % L::columns, py = y + k / L::columns;
        if (px >= t.x1 || py >= t.y1) continue;
        std::uint8_t* out = rgba + 4 * (static_cast<std::int64_t>(py) * s.width + px);
        out[0] = static_cast<std::uint8_t>(packed[k] & 255);
        out[1] = static_cast<std::uint8_t>(packed[k] >> 8);
        out[2] = static_cast<std::uint8_t>(packed[L::width + k] & 255);
        out[3] = static_cast<std::uint8_t>(packed[L::width + k] >> 8);
      }
    }
}

}  // namespace
}  // namespace auglens
