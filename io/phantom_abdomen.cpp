// The abdomen: painted from the outside in, in Hounsfield units, as a CT with contrast agent in the portal venous
// phase.
#include "io/phantom_draw.h"

namespace auglens {

using namespace phantom;

namespace {

// Hounsfield units of what is painted.
constexpr float air = -1000, lung = -860, fat = -105, skin = 15, muscle = 58, water = 8, blood = 155, portal = 172;
constexpr float liver_hu = 108, spleen_hu = 124, cortex = 196, medulla = 138, pancreas = 92, wall = 78, chyme = 28;
constexpr float compact = 620, spongy = 190, disc = 85, cord = 32, cartilage = 115, tumour = 52, cyst = 6, couch = -60;

void paint(float& hu, float value, float amount) {
  hu += amount * (value - hu);
}

/// What several organs need to know about one point.
struct Site {
  Point p;
  Point m;        ///< mirrored to the left half
  float body;     ///< to the skin, below 0 inside
  float wall;     ///< to the muscles below the fat
  float cavity;   ///< to the inside of the wall
  float spine_y;  ///< middle of the vertebral bodies
  float grain;    ///< soft noise, -1..1
};

/// Boxier than an ellipse; the distance is measured along the ray from the middle.
float body_outline(float x, float y, float rx, float ry) {
  const float ax = square(x / rx), ay = square(y / ry);
  const float k = 0.6F * std::sqrt(ax + ay) + 0.4F * std::sqrt(std::sqrt(ax * ax + ay * ay));
  return k < 1e-3F ? -std::min(rx, ry) : (k - 1) / k * length(x, y);
}

Site site_at(Point p) {
  Site s;
  s.p = p;
  s.m = {std::abs(p.x), p.y, p.z};
  const float waist = bump((p.z + 30) / 110), hips = ramp(-90, -190, p.z), chest = ramp(60, 190, p.z);
  const float navel = 9 * bump(length(p.x, p.z + 45) / 10) * ramp(-60, -90, p.y);
  s.body = body_outline(p.x, p.y - 2, 174 - 7 * waist + 6 * hips - 6 * chest, 116 - 3 * chest) + navel;
  if (s.body > 4) return s;
  s.grain = noise(0.03F * p, 1);
  const float back = ramp(0, 90, p.y), flank = ramp(90, 150, s.m.x);
  const float padding = 20 + 4 * back + 5 * flank * (1 - chest) + 8 * hips - 5 * chest + 1.5F * s.grain;
  s.wall = s.body + padding;
  const float rectus = bump(s.m.x / 62) * ramp(-30, -70, p.y);
  s.cavity = s.wall + 12 - 2 * rectus + 26 * hips * ramp(0, 60, p.y);
  s.spine_y = 47 + 5 * wave(p.z / 420);
  return s;
}

/// The air around, and the couch on which the patient lies.
float outside(Point p) {
  float hu = air;
  const float top = p.y - (124 - 0.0011F * p.x * p.x);
  const float half_width = 196 - std::abs(p.x);
  paint(hu, couch, cover(std::max(std::abs(top) - 1.2F, -half_width)));
  paint(hu, couch, cover(std::max(std::abs(p.y - 150) - 1.2F, -half_width)));
  paint(hu, -955, cover(std::max(std::max(1.5F - top, p.y - 148.5F), -half_width)));
  return hu;
}

void paint_wall(float& hu, const Site& s) {
  const Point p = s.p;
  paint(hu, fat + 8 * s.grain, cover(s.body + 2.2F));
  if (s.wall > 3 || (s.cavity < -2 && p.y < 0)) return paint(hu, fat + 6 * s.grain, cover(s.cavity));
  const float fibres = 6 * noise({0.25F * p.x, 0.25F * p.y, 0.06F * p.z}, 2);
  const float layers = ramp(0.75F, 0.95F, std::abs(wave((s.wall + 1) / 9))) * ramp(50, 90, s.m.x) * ramp(60, 20, p.y);
  paint(hu, muscle + fibres - 70 * layers * ramp(-2, -4, s.wall), cover(s.wall));
  paint(hu, fat,
        cover(s.m.x - 2.5F, 2) * ramp(-40, -70, p.y) * cover(s.wall) * (p.z < 120 ? 0.8F : 0.0F));  // linea alba
  paint(hu, fat + 6 * s.grain, cover(s.cavity));
  const float erector = ellipse(s.m.x - 34, p.y - s.spine_y - 36, 29, 19);
  const float quadratus = std::max(ellipse(s.m.x - 68, p.y - 70, 22, 9), p.z - 50);
  const float psoas = rod(s.m, {29, s.spine_y + 4, 60}, {56, 34, -170}, 7, 24);
  for (const float d : {erector, quadratus, psoas}) paint(hu, muscle + fibres, cover(d, 2) * cover(s.body + 12, 4));
}

/// Ribs run down from the spine to the front; towards the middle they end as cartilage.
void paint_ribs(float& hu, const Site& s) {
  const Point p = s.p;
  const float along = p.z - 0.42F * (p.y - 60);  // equal for all of one rib
  if (along < 48 + 0.25F * std::max(0.0F, 40 - p.y) || s.m.x < 26) return;
  const float t = along / 27;
  const float d = length(27 * (t - floor_of(t) - 0.5F) * 0.85F, 1.5F * (s.wall + 5.5F)) - 5.2F;
  const float front = ramp(-25, -50, p.y);
  paint(hu, compact + front * (cartilage - compact), cover(d));
  paint(hu, spongy + front * (cartilage - spongy), cover(d + 2));
}

void paint_spine(float& hu, const Site& s) {
  const Point p = s.p;
  const float y = p.y - s.spine_y, t = p.z / 35 - floor_of(p.z / 35) - 0.5F,
              mid = 35 * t;  // mid: from the vertebra's middle
  const float waist = 1 - 0.07F * bump(mid / 14);
  const float column = ellipse(p.x, y, 25 * waist, 18.5F * waist) + 1.5F * bump(p.x / 10) * ramp(8, 14, y);
  if (column < 6 || (y > 0 && y < 75 && s.m.x < 52)) {
    const float bodies = std::max(column, std::abs(mid) - 12.8F);
    const float trabeculae = 45 * noise(0.6F * p, 3);
    paint(hu, disc, cover(std::max(column, 12 - std::abs(mid))));
    const float pedicle = std::max(rod({s.m.x, y, mid}, {13, 10, 4}, {16, 28, 2}, 4.5F, 4), std::abs(mid) - 11);
    const float lamina = std::max(std::abs(ellipse(p.x, y - 29, 15, 13)) - 2.8F, std::abs(mid + 5) - 12);
    const float spinous = rod({p.x, y, mid}, {0, 42, -4}, {0, 62, -10}, 3.5F, 4.5F);
    const float transverse = rod({s.m.x, y, mid}, {16, 28, 3}, {42, 32, 6}, 4.5F, 3);
    for (const float d : {bodies, pedicle, lamina, spinous, transverse}) paint(hu, compact - 120, cover(d));
    for (const float d : {bodies, pedicle, spinous, transverse}) paint(hu, spongy + trabeculae, cover(d + 1.8F, 1.6F));
    paint(hu, fat + 30, cover(ellipse(p.x, y - 29, 11.5F, 9.5F)));
    paint(hu, cord, cover(ellipse(p.x, y - 29, 8.5F, 7)));
  }
}

void paint_pelvis(float& hu, const Site& s) {
  const Point p = s.p;
  if (p.z > -80) return;
  const float crest = -96 - 0.006F * square(p.y - 22) - 0.0016F * square(s.m.x - 96);
  const float blade = std::abs(ellipse(s.m.x, p.y - 14, 126, 72 + 0.1F * (p.z + 100))) - 4.5F - 0.03F * (crest - p.z);
  const float wing = std::max(std::max(blade, p.z - crest), std::max(30 - s.m.x, -44 - p.y));
  const float sacrum = std::max(ellipsoid(p, {0, 62, -182}, {58, 24, 56}), p.z + 140);
  for (const float d : {wing, sacrum}) paint(hu, compact - 80, cover(d));
  for (const float d : {wing, sacrum}) paint(hu, spongy + 40 * noise(0.4F * p, 4), cover(d + 2.4F, 2));
  paint(hu, cord, cover(ellipsoid(p, {0, 66, -160}, {8, 5, 40})));
}

float spleen(Point p) {
  return std::max(ellipsoid(p, {102, 34, 102}, {27, 42, 46}), 30 - length(p.x - 70, p.y - 20));
}

void paint_lungs(float& hu, const Site& s, Point moved) {
  const Point p = s.p;
  const float right = 152 - 0.010F * (square(p.x + 70) + square(p.y + 4));
  const float left = 146 - 0.010F * (square(p.x - 72) + square(p.y));
  const float heart = ellipsoid(p, {24, -34, 200}, {62, 46, 50});
  float d = std::max(std::max(s.cavity + 3, std::max(right, left) - p.z), 16 - s.m.x + 0.3F * std::max(0.0F, p.y));
  if (d > 5) return paint(hu, blood - 20 + 10 * s.grain, cover(heart + 2));
  d = std::max(d, 5 - distance_to(abdomen_blobs[0], moved));
  d = std::max(std::max(d, 5 - distance_to(abdomen_blobs[1], moved)), std::max(6 - heart, 5 - spleen(p)));
  paint(hu, muscle, cover(d - 3.5F) * cover(s.cavity + 2));  // the diaphragm
  if (d < 1) {
    const float vessels =
        ramp(0.12F, 0.05F, std::abs(noise(0.075F * p, 5))) * ramp(0.12F, 0.05F, std::abs(noise(0.075F * p, 6)));
    paint(hu, lung + 25 * noise(0.3F * p, 7), cover(d));
    paint(hu, 40, vessels * cover(d + 2));
  }
  paint(hu, blood - 20 + 10 * s.grain, cover(heart + 2));
}

/// A bowel segment with a wall, folds, and what it carries: gas in front, the rest behind.
void paint_bowel(float& hu, const Site& s, float d, float gas_share) {
  if (d > 2) return;
  const float stool = noise(0.22F * s.p, 8) + 0.6F * noise(0.6F * s.p, 9);
  paint(hu, wall, cover(d));
  paint(hu, chyme - 60 * std::max(0.0F, stool), cover(d + 2.6F));
  paint(hu, -850, cover(d + 2.8F) * ramp(0.35F - gas_share, 0.5F - gas_share, stool));
}

void paint_bowels(float& hu, const Site& s) {
  const Point p = s.p;
  if (p.z > 40) return;
  const float pouch = 2.5F * wave(p.z / 34) + 2 * s.grain, shelf = 2.5F * wave(p.x / 36);
  if (p.x < -65) paint_bowel(hu, s, rod(p, {-102, 4, -34}, {-98, -14, -132}, 22, 25) + pouch, 0.25F);
  if (p.x > 80) paint_bowel(hu, s, rod(p, {108, 20, 8}, {106, 8, -150}, 16, 15) + pouch, 0.05F);
  const Point middle = {-6, -62, -44};
  const float transverse = std::min(rod(p, {-100, -34, -26}, middle, 19, 17), rod(p, middle, {100, -32, 6}, 17, 16));
  paint_bowel(hu, s, transverse + shelf, 0.3F);
  const float room = std::max(ellipsoid(p, {4, -28, -98}, {92, 54, 80}), s.cavity + 6);
  if (room > 0) return;  // loops of small bowel, packed
  const Point w = p + 9 * Point{noise(0.03F * p, 14), noise(0.03F * p, 15), noise(0.03F * p, 16)};
  const Point q = (1 / 52.0F) * w;
  const float fold = wave(q.x) * wave(q.y + 0.25F) + wave(q.y) * wave(q.z + 0.25F) + wave(q.z) * wave(q.x + 0.25F);
  const float loop = std::max(4.4F - 8 * std::abs(fold), room);
  if (loop > 1) return;
  paint(hu, wall + 12, cover(loop));
  paint(hu, chyme + 14 * noise(0.1F * p, 17), cover(loop + 2.6F));
  paint(hu, -700, cover(loop + 3) * ramp(0.6F, 0.75F, noise(0.045F * p, 18)));
}

void paint_stomach(float& hu, const Site& s) {
  const Point p = s.p;
  if (p.x < -50 || p.z < -45) return;
  float d = ellipsoid(p, {72, -24, 104}, {38, 40, 44});
  d = blend(d, rod(p, {62, -44, 74}, {8, -50, 34}, 24, 14), 14);
  if (d < 3) {
    d += 1.5F * noise(0.07F * p, 19);
    paint(hu, wall + 12, cover(d));
    paint(hu, chyme + 10 * noise(0.15F * p, 20), cover(d + 4.5F));
    paint(hu, -940, cover(std::max(d + 4.5F, p.y + 42), 1));  // the bubble floats to the front
  }
  const Point knee = {-30, -22, 26}, neck = {20, -10, 40};
  paint_bowel(hu, s, std::min(rod(p, {8, -50, 34}, knee, 12, 11), rod(p, knee, {-34, 2, -28}, 11, 11)), 0);
  const float gland = std::min(rod(p, {-16, -8, 14}, neck, 12, 8), rod(p, neck, {84, 12, 74}, 8, 6));
  if (gland > 3) return;
  paint(hu, pancreas - 40 * std::max(0.0F, noise(0.35F * p, 25)), cover(gland + 1.5F * noise(0.25F * p, 26)));
}

void paint_kidney(float& hu, const PhantomBlob& blob, Point moved, Point p) {
  const float d = distance_to(blob, moved);
  if (d > 2) return;
  const Point c = point(blob.centre_mm), r = point(blob.radii_mm);
  const float inward = c.x > 0 ? -1.0F : 1.0F;
  const float pyramids = 4 * wave((p.z - c.z) / 19) + 2 * wave((p.y - c.y) / 17);
  paint(hu, cortex, cover(d));
  paint(hu, medulla, cover(d + 8 + pyramids, 2.5F));
  const float sinus =
      ellipsoid(p, {c.x + inward * 0.45F * r.x, c.y - 4, c.z}, {0.5F * r.x, 0.3F * r.y, 0.45F * r.z}) + pyramids * 0.6F;
  paint(hu, fat + 15, cover(std::max(sinus, d + 2), 2));
  paint(hu, water + 10, cover(std::max(ellipsoid(p, {c.x + inward * 0.6F * r.x, c.y - 4, c.z - 4}, {9, 4, 13}), d)));
}

void paint_liver(float& hu, const Site& s, Point moved) {
  const float d = std::min(distance_to(abdomen_blobs[0], moved), distance_to(abdomen_blobs[1], moved));
  if (d > 2) return;
  const Point p = s.p, w = p + 5 * Point{noise(0.05F * p, 27), noise(0.05F * p, 28), noise(0.05F * p, 29)};
  paint(hu, liver_hu + 5 * s.grain + 5 * noise(0.2F * p, 30), cover(d));
  float v = rod(w, {-20, 18, 130}, {-62, -34, 84}, 5, 2);
  v = std::min(v, rod(w, {-20, 18, 130}, {-108, 8, 106}, 5.5F, 2));
  v = std::min(v, rod(w, {-20, 18, 130}, {2, -44, 106}, 4.5F, 1.5F));
  float g = rod(w, {-24, -6, 56}, {-58, 0, 74}, 6.5F, 5);
  g = std::min(
      g, std::min(rod(w, {-58, 0, 74}, {-104, -20, 78}, 4.5F, 1.5F), rod(w, {-58, 0, 74}, {-86, 28, 54}, 4, 1.5F)));
  g = std::min(g, rod(w, {-24, -6, 56}, {12, -46, 88}, 5, 1.5F));
  paint(hu, blood + 5, cover(std::max(v, d + 3)));
  paint(hu, portal, cover(std::max(g, d + 3)));
  const float fissure = std::max(std::abs(p.x + 18 + 0.15F * p.y) - 1.2F, p.y + 44);
  paint(hu, fat + 60, 0.8F * cover(std::max(fissure, std::abs(p.z - 74) - 14)) * cover(d));
}

void paint_organs(float& hu, const Site& s, Point moved) {
  const Point p = s.p;
  if (p.x > 70 && p.z > 50) paint(hu, spleen_hu + 4 * noise(0.15F * p, 31), cover(spleen(p)));
  paint_stomach(hu, s);
  paint_bowels(hu, s);
  paint_liver(hu, s, moved);
  paint(hu, wall - 10, cover(ellipsoid(p, {-48, -50, 22}, {16, 19, 30}) + 0.5F));
  paint(hu, water, cover(ellipsoid(p, {-48, -50, 22}, {16, 19, 30}) + 3));
  paint_kidney(hu, abdomen_blobs[2], moved, p);
  paint_kidney(hu, abdomen_blobs[3], moved, p);
  const float y = s.spine_y - 28;
  const float fork = std::max(0.0F, -96 - p.z) * 0.32F;  // where aorta and cava divide
  const float aorta = length(fork > 0 ? s.m.x - fork : p.x - 9, p.y - y - 0.3F * fork) - (fork > 4 ? 6.0F : 10.5F);
  const float cava =
      fork > 0 ? length(s.m.x - fork - 7, p.y - y - 8 - 0.3F * fork) - 7 : ellipse(p.x + 22, p.y - y - 2, 13, 9.5F);
  const float renal =
      std::min(rod(p, {8, y, 22}, {48, 34, 22}, 3.5F, 3), rod(p, {-20, y + 2, -34}, {-46, 36, -42}, 4, 3));
  const float mesenteric =
      std::min(rod(p, {6, y - 18, 40}, {2, y - 34, -70}, 4, 3), rod(p, {-24, -6, 56}, {-8, -12, -60}, 5.5F, 4));
  for (const float d : {cava, renal, mesenteric}) paint(hu, blood - 8, cover(d));
  paint(hu, blood + 8, cover(aorta));
  if (aorta < 2)
    paint(hu, compact, cover(std::abs(aorta + 0.8F) - 1) * ramp(0.45F, 0.6F, noise(0.12F * p, 32)));  // plaques
  for (std::size_t k = 4; k < abdomen_blobs.size(); ++k) {
    const float d = distance_to(abdomen_blobs[k], moved);
    if (d < 1) paint(hu, (k == 8 ? cyst : tumour) + 6 * noise(0.3F * p, 33), cover(d));
  }
}

float abdomen_hu(Point p, Point moved) {
  const Site s = site_at(p);
  if (s.body > 1) return outside(p);
  float hu = outside(p);
  paint(hu, skin, cover(s.body));
  paint_wall(hu, s);
  if (p.z > 20) paint_ribs(hu, s);
  if (p.z > 60) paint_lungs(hu, s, moved);
  if (s.cavity < 2) paint_organs(hu, s, moved);
  paint_pelvis(hu, s);
  if (p.y > 10 && s.m.x < 60) paint_spine(hu, s);
  return hu;
}

}  // namespace

Case phantom_abdomen(const Index3& size, const Job& job) {
  Case c = empty_case(size, {409.6, 409.6, 400}, 1, job);
  c.source.file = "phantom abdomen";
  c.source.modality = Modality::ct;
  c.source.channel_names = {"CT"};
  c.label_names = {{liver, "liver"}, {kidney, "kidney"}, {lesion, "lesion"}};
  const Grid& grid = c.image.grid;
  const auto voxels = c.image.mutable_view<std::int16_t>();
  const auto labels = c.labels->mutable_view();
  for_each_row(grid, job, [&](std::int64_t y, std::int64_t z) {
    for (std::int64_t x = 0; x < grid.size[0]; ++x) {
      const Point p = voxel_centre(grid, x, y, z);
      const Point moved = std::abs(p.y) < 90 ? rippled(p, static_cast<float>(phantom_ripple_mm)) : p;
      const int blob = std::abs(p.y) < 90 ? blob_at(abdomen_blobs, moved) : -1;
      labels.at(x, y, z) = blob < 0 ? 0 : abdomen_blobs[static_cast<std::size_t>(blob)].label;
      const float noisy = abdomen_hu(p, moved) + 11 * grain((z * grid.size[1] + y) * grid.size[0] + x, 0);
      voxels.at(x, y, z) = static_cast<std::int16_t>(floor_of(std::clamp(noisy, -1000.0F, 3071.0F) + 0.5F));
    }
  });
  return c;
}

}  // namespace auglens
