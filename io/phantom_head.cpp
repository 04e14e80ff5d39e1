// The head: painted from the outside in, each tissue over what lies below it, so that edges share voxels as in a scan.
#include <array>

#include "io/phantom_draw.h"

namespace auglens {

using namespace phantom;

namespace {

/// T1, T1 with contrast agent, T2, FLAIR; arbitrary units as in a scanner.
using Signal = std::array<float, 4>;

constexpr Signal skin = {420, 520, 300, 330}, fat = {820, 830, 560, 520}, muscle = {330, 380, 210, 260};
constexpr Signal air = {25, 25, 20, 20}, bone = {70, 75, 45, 50}, marrow = {560, 580, 330, 300};
constexpr Signal csf = {130, 135, 960, 90}, grey = {420, 430, 520, 500}, white = {590, 600, 360, 380};
constexpr Signal nuclei = {490, 500, 430, 430}, blood = {120, 900, 90, 120}, dura = {260, 640, 200, 260};
constexpr Signal vitreous = {150, 155, 1000, 130}, lens = {480, 490, 180, 250}, mucosa = {380, 700, 640, 600};
constexpr Signal wet = {400, 410, 760, 860}, rim = {430, 980, 600, 660}, pulp = {240, 260, 820, 420};

void paint(Signal& s, const Signal& tissue, float amount) {
  for (std::size_t k = 0; k < 4; ++k) s[k] += amount * (tissue[k] - s[k]);
}

Signal scaled(Signal s, float factor) {
  for (float& v : s) v *= factor;
  return s;
}

/// Distances that several tissues need, for one point.
struct Site {
  Point p;          ///< as it is
  Point m;          ///< mirrored to the left half, about the bent midline
  float side;       ///< +1 left, -1 right
  float cerebrum;   ///< to the hull of both hemispheres
  float cavity;     ///< to the inner table of the skull
  float tentorium;  ///< z of the tent over the cerebellum
};

/// The midline gives way to the large tumour on the left.
float midline(Point p) {
  return -4.5F * bump((p.y + 14) / 62) * bump((p.z - 20) / 46);
}

Site site_at(Point p) {
  Site s;
  s.p = p;
  const float dx = p.x - midline(p);
  s.side = dx >= 0 ? 1.0F : -1.0F;
  s.m = {std::abs(dx), p.y, p.z};
  s.tentorium = -3 - 0.008F * p.x * p.x - 0.24F * std::max(0.0F, p.y - 34);
  // wider behind than in front, and fuller above than below
  const Point egg = {p.x * (1 - 0.0013F * p.y), p.y, p.z};
  const float upper = ellipsoid(egg, {0, 4, 8}, {65, 82, p.z > 8 ? 53.0F : 27.0F});
  const float temporal = ellipsoid({std::abs(p.x), p.y, p.z}, {35, -8, -18}, {27, 38, 24});
  s.cerebrum = blend(upper, temporal, 10);
  const float fossa = ellipsoid(p, {0, 42, -30}, {52, 41, 34});
  const float canal = rod(p, {0, 30, -45}, {0, 46, -95}, 15, 11);
  s.cavity = blend(blend(s.cerebrum, fossa, 12), canal, 10);
  return s;
}

float head_surface(const Site& s) {
  const Point side = {std::abs(s.p.x), s.p.y, s.p.z};
  const float face = ellipsoid(s.p, {0, -40, -50}, {60, 52, 64});
  const float neck = std::max(ellipse(s.p.x, s.p.y - 28, 60, 62), s.p.z + 40);
  float d = blend(blend(s.cavity - 13, face, 22), neck, 30);
  d = blend(d, rod(s.p, {0, -88, -26}, {0, -101, -56}, 5, 9), 9);  // nose
  return blend(d, ellipsoid(side, {79, 14 + 0.2F * (s.p.z + 30), -30}, {5, 13, 26}), 5);
}

/// Skin, fat, muscle: all that is neither bone nor inside it.
void paint_soft_tissue(Signal& s, const Site& site, float depth) {
  const Point p = site.p;
  const float streaks = noise(0.11F * p, 11) + 0.5F * noise(0.27F * p, 12);
  paint(s, skin, 1);
  paint(s, scaled(fat, 1 + 0.07F * streaks), cover(2.2F - depth, 1.5F));
  const float temporalis = std::max(std::abs(p.y + 16) - 42, std::abs(p.z - 2) - 38) + 0.5F * std::abs(streaks);
  paint(s, muscle, cover(temporalis, 6) * cover(4.5F - depth, 1.5F));
  const float deep = ramp(-22, -38, p.z + 0.12F * p.y);  // below the skull: muscles with fat between them
  paint(s, scaled(muscle, 1 + 0.12F * streaks), deep * cover(7 + 3 * streaks - depth, 2));
  const float seams = noise({0.06F * p.x, 0.06F * p.y, 0.02F * p.z}, 13);
  paint(s, fat, deep * cover(7 + 3 * streaks - depth, 2) * ramp(0.08F, 0.02F, std::abs(seams)));
}

void paint_orbit_and_sinuses(Signal& s, const Site& site) {
  const Point p = site.p, a = {std::abs(p.x), p.y, p.z};
  const float maxillary = ellipsoid(a, {27, -60, -56}, {15, 17, 17}) + 1.5F * noise(0.12F * p, 21);
  const float ethmoid =
      std::max(ellipsoid(a, {7, -58, -30}, {9, 26, 12}), 1.2F - std::abs(a.x - 7 - 2 * noise(0.2F * p, 22)));
  const float frontal = ellipsoid(p, {6, -77, -12}, {16, 4, 8}) + noise(0.15F * p, 23);
  const float sphenoid = ellipsoid(p, {-3, -22, -36}, {14, 12, 9});
  const float nose = std::max(ellipsoid(a, {9, -66, -54}, {8, 28, 18}), 1.6F - 9 * std::abs(noise(0.1F * p, 25)));
  const float throat = rod(p, {0, -26, -56}, {0, -22, -95}, 9, 8);
  const float mastoid = std::max(ellipsoid(a, {60, 24, -42}, {10, 15, 14}), 4 * noise(0.5F * p, 24));
  const float mouth = std::max(ellipsoid(p, {0, -58, -84}, {30, 34, 7}), p.z + 77);
  for (const float d : {maxillary, frontal, sphenoid}) paint(s, bone, cover(d - 3));
  for (const float d : {maxillary, ethmoid, nose, sphenoid, throat}) paint(s, mucosa, cover(d - 1.2F));
  for (const float d : {maxillary, ethmoid, frontal, sphenoid, nose, throat, mastoid, mouth}) paint(s, air, cover(d));
  const float orbit = ellipsoid(a, {30, -56, -22}, {18, 30, 16});
  if (orbit > 3) return;
  paint(s, bone, cover(orbit - 2.5F) * ramp(-78, -68, p.y));
  paint(s, fat, cover(orbit));
  paint(s, muscle,
        cover(std::abs(length(a.x - 29, p.z + 22) - 9 + 0.12F * (p.y + 54)) - 1.2F) * cover(std::abs(p.y + 50) - 16));
  paint(s, white, cover(rod(a, {30, -56, -22}, {16, -26, -18}, 2.2F, 2.2F)));
  const float globe = length(a - Point{31, -66, -22}) - 12;
  paint(s, skin, cover(globe - 1));
  paint(s, vitreous, cover(globe));
  paint(s, lens, cover(ellipsoid(a, {31, -75, -22}, {4.5F, 2.2F, 4.5F}), 1));
}

void paint_skull(Signal& s, const Site& site) {
  const float thick = 7 + 1.2F * noise(0.03F * site.p, 31) + ramp(60, 85, std::abs(site.p.y));
  const float outer = site.cavity - thick;
  paint(s, bone, cover(outer));
  const float diploe = std::abs(site.cavity - 0.5F * thick) - (0.5F * thick - 2.1F);
  paint(s, scaled(marrow, 1 + 0.2F * noise(0.3F * site.p, 32)), cover(diploe) * ramp(-45, -20, site.p.z));
  paint(s, dura, 0.8F * cover(site.cavity - 0.8F));
  paint(s, csf, cover(site.cavity + 0.4F));
}

/// Distance to the nearest pial surface, so that cortex follows each sulcus, the midline and the Sylvian fissure.
float pial_distance(const Site& site) {
  const Point p = site.p, m = site.m;
  const float below_tent = std::min(site.tentorium + 2 - p.z, p.y - 6 - 0.4F * std::abs(p.x));
  const float hull = -std::max(site.cerebrum + 2.6F, below_tent);
  if (hull < 0) return hull;
  const Point w = {noise(0.045F * p, 41), noise(0.045F * p, 42), noise(0.045F * p, 43)};
  const Point q = (1 / 24.0F) * (m + 7 * w);
  const float fold = wave(q.x) * wave(q.y + 0.25F) + wave(q.y) * wave(q.z + 0.25F) + wave(q.z) * wave(q.x + 0.25F);
  const float reach = std::clamp(15 + 9 * w.z, 6.0F, 24.0F);
  const float sulcus = length(2.9F * fold, std::max(0.0F, hull - reach)) - 0.75F;
  const float callosum = ellipse(p.y - 3, p.z - 8, 43, 25 + 0.05F * p.y);
  const float fissure = length(m.x, std::max(0.0F, -callosum)) - 1.1F;
  const float lips = p.z - (-1 + 0.45F * p.y + 3 * w.x);
  const float sylvian =
      length(0.9F * lips, length(std::max(0.0F, 36 - m.x), std::max(0.0F, std::abs(p.y + 4) - 26))) - 1.2F;
  return std::min(std::min(hull, sulcus), std::min(fissure, sylvian));
}

/// The half of the ventricles that lies on this side; the right one is a little wider.
float lateral_ventricle(const Site& site) {
  const Point m = {site.m.x * (site.side > 0 ? 1.12F : 0.95F), site.m.y, site.m.z};
  float d = rod(m, {8, -36, 14}, {11, -8, 21}, 4.5F, 5.5F);
  d = blend(d, rod(m, {11, -8, 21}, {15, 22, 22}, 5.5F, 6), 3);
  d = blend(d, rod(m, {15, 22, 22}, {25, 40, 10}, 6, 7), 3);
  d = blend(d, rod(m, {25, 40, 10}, {24, 60, 9}, 6, 2), 3);
  d = blend(d, rod(m, {25, 40, 8}, {34, 14, -14}, 5, 3), 3);
  return blend(d, rod(m, {34, 14, -14}, {30, -10, -19}, 3, 2), 2);
}

void paint_deep(Signal& s, const Site& site) {
  const Point p = site.p, m = site.m;
  paint(s, nuclei, cover(ellipsoid(m, {13, -22, 11}, {6, 15, 9}), 2));
  paint(s, nuclei, cover(rod(m, {14, -12, 18}, {20, 24, 24}, 4, 2), 2));
  paint(s, nuclei, cover(ellipsoid(m, {26 + 0.05F * p.y, -4, 3}, {6, 19, 11}), 2));
  paint(s, scaled(nuclei, 1.08F), cover(ellipsoid(m, {19, -1, 1}, {4, 11, 7}), 2.5F));
  paint(s, nuclei, cover(ellipsoid(m, {11, 15, 6}, {9, 14, 9}), 2));
  paint(s, grey, cover(ellipsoid(m, {29, 2, -24}, {5, 14, 4}), 2));  // hippocampus
  paint(s, csf, cover(ellipsoid(m, {0, 6, 2}, {2.6F, 15, 11}), 1.5F));
  const float ventricle = lateral_ventricle(site);
  paint(s, csf, cover(ventricle, 1.5F));
  if (ventricle < 0) paint(s, mucosa, cover(ellipsoid(m, {22, 38, 11}, {2.5F, 6, 4}) + noise(0.5F * p, 51), 1.5F));
}

void paint_cerebrum(Signal& s, const Site& site) {
  const float pial = pial_distance(site);
  if (pial < -1) return;
  const float cloud = noise(0.07F * site.p, 61) + 0.5F * noise(0.2F * site.p, 62);
  paint(s, scaled(grey, 1 + 0.02F * cloud), cover(-pial, 1));
  paint(s, scaled(white, 1 + 0.025F * cloud), cover(3.0F - pial, 1.4F));
  if (site.m.x < 48 && std::abs(site.p.y - 10) < 60 && site.p.z > -32 && site.p.z < 40) paint_deep(s, site);
}

void paint_hindbrain(Signal& s, const Site& site) {
  const Point p = site.p;
  const float halves = ellipsoid({std::abs(p.x), p.y, p.z}, {19, 46, -32}, {31, 34, 29});
  const float lobes = blend(halves, ellipsoid(p, {0, 48, -32}, {15, 28, 26}), 4);
  const float cerebellum = std::max(lobes, p.z - site.tentorium + 1.5F);
  if (cerebellum < 1) {  // leaves fan out from the root, with white branches between the furrows
    const Point root = p - Point{0, 26, -34};
    const float fan = root.z / (std::abs(root.y) + 12) + 0.004F * square(p.x / 5) + 0.08F * noise(0.1F * p, 71);
    const float furrow = wave(3.2F * fan), leaf = wave(9.6F * fan + 0.2F);
    paint(s, scaled(grey, 1.02F), cover(cerebellum));
    const float branch = 5.5F + 5 * furrow + 1.5F * leaf + cerebellum;
    paint(s, white, cover(branch, 2.5F));
    const float gap = std::max(furrow > 0.9F ? -1.0F : 1.0F, -cerebellum - 11);
    paint(s, csf,
          0.75F * cover(std::max(gap, cerebellum)) +
              0.3F * ramp(0.6F, 1, leaf) * cover(-cerebellum - 4) * cover(cerebellum));
  }
  float stem = ellipsoid(p, {0, 14, -30}, {17, 13, 15});
  stem = blend(stem, rod({std::abs(p.x), p.y, p.z}, {12, 0, -4}, {6, 15, -18}, 7, 10), 8);
  stem = blend(stem, rod(p, {0, 22, -40}, {0, 40, -95}, 9, 7), 8);
  stem = blend(stem, rod({std::abs(p.x), p.y, p.z}, {12, 16, -32}, {24, 36, -36}, 7, 6), 6);
  paint(s, scaled(white, 0.92F + 0.03F * noise(0.15F * p, 72)), cover(stem));
  paint(s, csf, cover(ellipsoid(p, {0, 32, -33}, {9, 5, 9}), 1.5F));
  paint(s, csf, cover(rod(p, {0, 17, -4}, {0, 28, -26}, 1.3F, 1.3F), 1));
}

void paint_vessels(Signal& s, const Site& site) {
  const Point p = site.p, a = {std::abs(p.x), p.y, p.z};
  const float falx = std::max(site.m.x - 0.7F, -ellipse(p.y - 8, p.z - 4, 62, 38));
  paint(s, dura, 0.8F * cover(std::max(falx, site.cavity)) * ramp(0, 8, p.z));
  if (p.z > 0 || p.y > 70) paint(s, blood, cover(length(p.x, site.cavity + 2.5F) - 3));
  const float middle = rod(a, {6, -16, -17}, {44, -14 + 2 * wave(p.x / 14), -8}, 1.7F, 1.2F);
  const float basilar = rod(p, {1, -3, -44}, {-1, -2, -16}, 1.8F, 1.7F);
  const float carotid = rod(a, {13, -12, -44}, {9, -16, -17}, 2.3F, 2);
  for (const float d : {middle, basilar, carotid}) paint(s, blood, cover(d));
}

void paint_tumour(Signal& s, Point p, Point rippled_point) {
  const float cloud = noise(0.16F * p, 81) + 0.6F * noise(0.4F * p, 82);
  for (const PhantomBlob& b : head_blobs) {
    const float d = distance_to(b, rippled_point);
    if (b.label == oedema) paint(s, scaled(wet, 1 + 0.05F * cloud), (0.8F + 0.1F * cloud) * cover(d, 2.5F));
    if (b.label == enhancing) paint(s, scaled(rim, 1 + 0.1F * cloud), cover(d));
    if (b.label == necrosis) paint(s, scaled(pulp, 1 + 0.1F * cloud), cover(d));
  }
}

Signal head_signal(Point p, Point rippled_point) {
  Signal s{};
  const Site site = site_at(p);
  const float surface = head_surface(site);
  const float shown = cover(surface);
  if (shown <= 0) return s;
  if (site.cavity > -1) {
    paint_soft_tissue(s, site, -surface);
    if (p.z < 12 && p.y < 50) paint_orbit_and_sinuses(s, site);
    paint_skull(s, site);
  } else {
    s = csf;
  }
  if (site.cavity < 1) {
    if (p.y > -15 && p.z < 6) paint_hindbrain(s, site);
    if (site.cerebrum < 0) paint_cerebrum(s, site);
    paint_vessels(s, site);
    paint_tumour(s, p, rippled_point);
  }
  return scaled(s, shown);
}

}  // namespace

Case phantom_head(const Index3& size, const Job& job) {
  Case c = empty_case(size, {240, 240, 155}, 4, job);
  c.source.file = "phantom head";
  c.source.modality = Modality::mr;
  c.source.channel_names = {"T1", "T1ce", "T2", "FLAIR"};
  c.label_names = {{necrosis, "necrosis"}, {oedema, "oedema"}, {enhancing, "enhancing tumour"}};
  const Grid& grid = c.image.grid;
  const auto labels = c.labels->mutable_view();
  for_each_row(grid, job, [&](std::int64_t y, std::int64_t z) {
    for (std::int64_t x = 0; x < grid.size[0]; ++x) {
      const Point p = voxel_centre(grid, x, y, z), moved = rippled(p, static_cast<float>(phantom_ripple_mm));
      const int blob = blob_at(head_blobs, moved);
      labels.at(x, y, z) = blob < 0 ? 0 : head_blobs[static_cast<std::size_t>(blob)].label;
      const Signal s = head_signal(p, moved);
      const bool inside = s[0] > 0;
      const std::int64_t voxel = (z * grid.size[1] + y) * grid.size[0] + x;
      for (int k = 0; k < 4; ++k) {
        const auto seed = static_cast<std::uint32_t>(2 * k);
        // Rician, as in magnitude images; silent outside of the head
        const float clean = s[static_cast<std::size_t>(k)];
        const float v = inside ? length(clean + 11 * grain(voxel, seed), 11 * grain(voxel, seed + 1)) : 0;
        c.image.mutable_view<std::int16_t>(k).at(x, y, z) = static_cast<std::int16_t>(v + 0.5F);
      }
    }
  });
  return c;
}

}  // namespace auglens
