#include "io/save.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>

#include "io/load.h"
#include "tests/io/save_volumes.h"

using namespace save_test;

namespace {

/// A number where a format's specification puts it.
template <class T>
T at(const Bytes& bytes, std::size_t offset) {
  T v{};
  REQUIRE(offset + sizeof v <= bytes.size());
  std::memcpy(&v, bytes.data() + offset, sizeof v);
  return v;
}

Grid oblique() {
  Grid g;
  g.size = {7, 5, 4};
  g.spacing = {0.7, 1.1, 2.5};
  g.origin = {-12.25, 33.5, 101.125};
  const double a = 0.3, b = 0.2;
  g.direction = multiply(Mat3{std::cos(a), -std::sin(a), 0, std::sin(a), std::cos(a), 0, 0, 0, 1},
                         Mat3{1, 0, 0, 0, std::cos(b), -std::sin(b), 0, std::sin(b), std::cos(b)});
  return g;
}

Grid sheared() {  // a gantry tilt: the third axis leans
  Grid g = oblique();
  g.direction = {1, 0, 0, 0, 1, 0.28, 0, 0, 0.96};
  return g;
}

/// Index to world in RAS by the sform: nifti1.h, method 3.
Vec3 by_sform(const Bytes& b, const Vec3& i) {
  Vec3 w{};
  for (std::size_t r = 0; r < 3; ++r) {
    w[r] = at<float>(b, 280 + 16 * r + 12);
    for (std::size_t k = 0; k < 3; ++k) w[r] += i[k] * at<float>(b, 280 + 16 * r + 4 * k);
  }
  return w;
}

/// The same by the qform: nifti1.h, method 2.
Vec3 by_qform(const Bytes& bytes, const Vec3& i) {
  const double b = at<float>(bytes, 256), c = at<float>(bytes, 260), d = at<float>(bytes, 264);
  const double a = std::sqrt(std::max(0.0, 1 - (b * b + c * c + d * d))), qfac = at<float>(bytes, 76);
  const Mat3 r = {a * a + b * b - c * c - d * d, 2 * b * c - 2 * a * d,         2 * b * d + 2 * a * c,
                  2 * b * c + 2 * a * d,         a * a + c * c - b * b - d * d, 2 * c * d - 2 * a * b,
                  2 * b * d - 2 * a * c,         2 * c * d + 2 * a * b,         a * a + d * d - c * c - b * b};
  const Vec3 w =
      multiply(r, Vec3{i[0] * at<float>(bytes, 80), i[1] * at<float>(bytes, 84), qfac * i[2] * at<float>(bytes, 88)});
  return {w[0] + at<float>(bytes, 268), w[1] + at<float>(bytes, 272), w[2] + at<float>(bytes, 276)};
}

void check_near(const Vec3& ras, const Vec3& lps) {
  CHECK(ras[0] == doctest::Approx(-lps[0]).epsilon(1e-5));
  CHECK(ras[1] == doctest::Approx(-lps[1]).epsilon(1e-5));
  CHECK(ras[2] == doctest::Approx(lps[2]).epsilon(1e-5));
}

/// The value of a field of an NRRD or MetaImage header, and where the voxels begin.
struct TextHeader {
  std::map<std::string, std::string> fields;
  std::size_t end = 0;
  TextHeader(const Bytes& b, const std::string& separator, const std::string& last_key) {
    const std::string s(b.begin(), b.end());
    for (std::size_t line = 0; line < s.size();) {
      const std::size_t stop = s.find('\n', line);
      REQUIRE(stop != std::string::npos);
      const std::string text = s.substr(line, stop - line);
      const std::size_t cut = text.find(separator);
      line = end = stop + 1;
      if (text == last_key) return;  // an empty line ends an NRRD header
      if (cut == std::string::npos) continue;
      fields[text.substr(0, cut)] = text.substr(cut + separator.size());
      if (text.substr(0, cut) == last_key) return;
    }
  }
};

std::vector<double> numbers_in(std::string s) {
  for (char& c : s)
    if (c == '(' || c == ')' || c == ',') c = ' ';
  std::istringstream in(s);
  std::vector<double> v;
  for (std::string word; in >> word;)
    if (word != "none") v.push_back(std::stod(word));
  return v;
}

template <class T>
std::vector<T> saved_as(const std::vector<float>& values, StoredType type) {
  const Folder folder;
  save_image(row_of(values), folder / "v.nii", {type}, job());
  const Bytes b = file_bytes(folder / "v.nii");
  CHECK(b.size() == 352 + values.size() * sizeof(T));
  std::vector<T> out;
  for (std::size_t k = 0; k < values.size(); ++k) out.push_back(at<T>(b, 352 + k * sizeof(T)));
  return out;
}

}  // namespace

TEST_CASE("save nifti: both forms place every voxel where the grid does, in RAS; shear has the sform alone") {
  const Folder folder;
  Grid mirrored = oblique();
  mirrored.direction = multiply(mirrored.direction, Mat3{-1, 0, 0, 0, 0, 1, 0, 1, 0});
  Grid handed = oblique();
  handed.direction = {0, 0, -1, -1, 0, 0, 0, 1, 0};
  Grid flipped = oblique();
  flipped.direction = {-1, 0, 0, 0, 1, 0, 0, 0, 1};
  for (const Grid& g : {Grid{}, oblique(), mirrored, handed, flipped, sheared()}) {
    save_image(numbered(g), folder / "v.nii", {}, job());
    const Bytes b = file_bytes(folder / "v.nii");
    REQUIRE(at<std::int32_t>(b, 0) == 348);
    CHECK(std::string(reinterpret_cast<const char*>(b.data()) + 344) == "n+1");
    CHECK(at<float>(b, 108) == 352);
    CHECK(at<std::int16_t>(b, 70) == 16);
    CHECK(at<std::int16_t>(b, 72) == 32);
    CHECK((at<float>(b, 112) == 1 && at<float>(b, 116) == 0));
    CHECK(b.at(123) == 2);  // millimetres
    CHECK(at<std::int16_t>(b, 254) > 0);
    CHECK((at<std::int16_t>(b, 252) > 0) == g.orthogonal());
    for (const Vec3& i : {Vec3{0, 0, 0}, Vec3{6, 0, 0}, Vec3{0, 4, 0}, Vec3{0, 0, 3}, Vec3{5, 3, 2}}) {
      check_near(by_sform(b, i), g.to_world(i));
      if (g.orthogonal()) check_near(by_qform(b, i), g.to_world(i));
    }
    for (std::size_t k = 148; k < 252; ++k) CHECK(b.at(k) == 0);  // descrip, aux_file: nothing about the patient
    for (std::size_t k = 4; k < 38; ++k) CHECK(b.at(k) == 0);     // data_type, db_name
  }
}

TEST_CASE("save nifti: frames are dimension 4, channels dimension 5, in that order in the file") {
  const Folder folder;
  save_image(numbered(oblique(), 3, 2), folder / "v.nii", {}, job());
  const Bytes b = file_bytes(folder / "v.nii");
  const std::int16_t dims[8] = {5, 7, 5, 4, 2, 3, 1, 1};
  for (std::size_t k = 0; k < 8; ++k) CHECK(at<std::int16_t>(b, 40 + 2 * k) == dims[k]);
  CHECK(at<std::int16_t>(b, 68) == 1007);  // a vector in each voxel
  std::size_t offset = 352;
  bool same = true;
  for (int c = 0; c < 3; ++c)
    for (int f = 0; f < 2; ++f)
      for (int z = 0; z < 4; ++z)
        for (int y = 0; y < 5; ++y)
          for (int x = 0; x < 7; ++x, offset += 4) same = same && at<float>(b, offset) == value_of(x, y, z, c, f);
  CHECK(same);
  CHECK(offset == b.size());
}

TEST_CASE("save nifti: an extent above 32767 makes a NIfTI-2") {
  const Folder folder;
  Grid g = oblique();
  g.size = {40000, 2, 1};
  save_image(numbered(g), folder / "v.nii", {}, job());
  const Bytes b = file_bytes(folder / "v.nii");
  CHECK(at<std::int32_t>(b, 0) == 540);
  CHECK(std::string(b.begin() + 4, b.begin() + 12) == std::string("n+2\0\r\n\032\n", 8));
  CHECK(at<std::int64_t>(b, 24) == 40000);
  CHECK(at<std::int64_t>(b, 168) == 544);
  CHECK(at<double>(b, 400) == doctest::Approx(-g.direction[0] * g.spacing[0]));
  CHECK(at<float>(b, 544 + 4 * 39999) == value_of(39999, 0, 0, 0, 0));
}

TEST_CASE("save nrrd: fields and voxels, channels fastest") {
  const Folder folder;
  for (const Grid& g : {oblique(), sheared()})
    for (const int channels : {1, 3}) {
      save_image(numbered(g, channels, 2), folder / "v.nrrd", {}, job());
      const Bytes b = file_bytes(folder / "v.nrrd");
      CHECK(std::string(b.begin(), b.begin() + 8) == "NRRD0005");
      TextHeader h(b, ": ", "");
      CHECK(h.fields["type"] == "float");
      CHECK(h.fields["space"] == "left-posterior-superior-time");
      CHECK(h.fields["sizes"] == (channels == 3 ? "3 7 5 4 2" : "7 5 4 2"));
      CHECK(h.fields["encoding"] == "raw");
      CHECK(h.fields["endian"] == "little");
      const auto axes = numbers_in(h.fields["space directions"]);
      REQUIRE(axes.size() == 16);
      for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t r = 0; r < 3; ++r) CHECK(axes[4 * k + r] == g.direction[3 * r + k] * g.spacing[k]);  // exact
      CHECK(numbers_in(h.fields["space origin"])[1] == g.origin[1]);
      REQUIRE(b.size() == h.end + static_cast<std::size_t>(7 * 5 * 4 * 2 * channels) * 4);
      const std::size_t voxel = static_cast<std::size_t>(((1 * 4 + 2) * 5 + 3) * 7 + 6);  // frame 1, z 2, y 3, x 6
      for (int c = 0; c < channels; ++c)
        CHECK(at<float>(b, h.end + (voxel * static_cast<std::size_t>(channels) + static_cast<std::size_t>(c)) * 4) ==
              value_of(6, 3, 2, c, 1));
    }
  save_image(numbered(oblique()), folder / "v.nrrd", {StoredType::uint16}, job());
  TextHeader h(file_bytes(folder / "v.nrrd"), ": ", "");
  CHECK(h.fields["space"] == "left-posterior-superior");
  CHECK(h.fields["type"] == "uint16");
  CHECK(h.fields["dimension"] == "3");
}

TEST_CASE("save metaimage: each line of the matrix is an axis, channels inside of the voxel") {
  const Folder folder;
  const Grid g = sheared();
  save_image(numbered(g, 2), folder / "v.mha", {StoredType::float64}, job());
  const Bytes b = file_bytes(folder / "v.mha");
  TextHeader h(b, " = ", "ElementDataFile");
  CHECK(h.fields["DimSize"] == "7 5 4");
  CHECK(h.fields["ElementType"] == "MET_DOUBLE");
  CHECK(h.fields["ElementNumberOfChannels"] == "2");
  CHECK(h.fields["ElementDataFile"] == "LOCAL");
  CHECK(h.fields["CompressedData"] == "False");
  const auto m = numbers_in(h.fields["TransformMatrix"]), o = numbers_in(h.fields["Offset"]);
  REQUIRE(m.size() == 9);
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t r = 0; r < 3; ++r) CHECK(m[3 * k + r] == g.direction[3 * r + k]);
  for (std::size_t k = 0; k < 3; ++k) CHECK(o[k] == g.origin[k]);
  CHECK(at<double>(b, h.end + 8 * 3) == value_of(1, 0, 0, 1, 0));  // x 1, second channel
  CHECK(b.size() == h.end + 7 * 5 * 4 * 2 * 8);
}

TEST_CASE("save: half to even, saturated, NaN to 0") {
  const float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> v = {0.5F, 1.5F, 2.5F, -0.5F, -1.5F, nan, inf, -inf, 300, -300};
  CHECK(saved_as<std::uint8_t>(v, StoredType::uint8) == std::vector<std::uint8_t>{0, 2, 2, 0, 0, 0, 255, 0, 255, 0});
  CHECK(saved_as<std::int8_t>(v, StoredType::int8) ==
        std::vector<std::int8_t>{0, 2, 2, 0, -2, 0, 127, -128, 127, -128});
  CHECK(saved_as<std::int16_t>({40000, -40000, 7.49F}, StoredType::int16) ==
        std::vector<std::int16_t>{32767, -32768, 7});
  // DALI's CPU gives -1 for these in its SIMD lanes (defect D1)
  CHECK(saved_as<std::int16_t>({-0.4F, -0.5F, -0.001F, 0, -0.25F, -0.49F, -0.1F, -0.3F}, StoredType::int16) ==
        std::vector<std::int16_t>(8, 0));
  CHECK(saved_as<std::uint16_t>({70000, -1, 65535}, StoredType::uint16) == std::vector<std::uint16_t>{65535, 0, 65535});
  CHECK(saved_as<std::int32_t>({3e9F, -3e9F, 16777216}, StoredType::int32) ==
        std::vector<std::int32_t>{2147483647, -2147483647 - 1, 16777216});
  CHECK(saved_as<std::uint32_t>({5e9F, 4294967040.0F}, StoredType::uint32) ==
        std::vector<std::uint32_t>{4294967295U, 4294967040U});
  CHECK(saved_as<std::int64_t>({1e19F, -1e19F}, StoredType::int64) ==
        std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()});
  CHECK(saved_as<std::uint64_t>({2e19F, -2, 1e19F}, StoredType::uint64) ==
        std::vector<std::uint64_t>{std::numeric_limits<std::uint64_t>::max(), 0, 9999999980506447872ULL});
  CHECK(saved_as<double>({0.1F}, StoredType::float64) == std::vector<double>{static_cast<double>(0.1F)});
  CHECK(std::isnan(saved_as<float>({nan}, StoredType::float32)[0]));
}

TEST_CASE("save gzip: zlib finds the plain file inside; no time; the same bytes for any number of threads") {
  const Folder folder;
  Grid g;
  g.size = {200, 150, 61};
  Image image = numbered(g, 2);
  std::uint32_t state = 7;  // half of it does not compress
  for (std::int64_t k = 0; k < image.pitch.volume; ++k) {
    state = state * 1664525U + 1013904223U;
    std::memcpy(image.voxels<float>(1, 0) + k, &state, 4);
  }
  save_image(image, folder / "v.nii", {}, job());
  save_image(image, folder / "v.nii.gz", {}, job());
  const Bytes plain = file_bytes(folder / "v.nii"), packed = file_bytes(folder / "v.nii.gz");
  CHECK(packed.size() < plain.size() * 3 / 4);
  for (std::size_t k = 3; k < 8; ++k) CHECK(packed.at(k) == 0);  // no name, no comment, no time
  Bytes inside(plain.size() + 1);
  gzFile in = gzopen((folder / "v.nii.gz").c_str(), "rb");
  CHECK(gzread(in, inside.data(), static_cast<unsigned>(inside.size())) == static_cast<int>(plain.size()));
  CHECK(gzclose(in) == Z_OK);
  inside.resize(plain.size());
  CHECK(inside == plain);
  for (const int threads : {1, 3}) {
    const Device other = Device::cpu(threads);
    save_image(image, folder / "w.nii.gz", {}, Job{other});
    CHECK(file_bytes(folder / "w.nii.gz") == packed);
  }
}

TEST_CASE("save: our reader gives back grid and voxels") {
  const Folder folder;
  for (const Grid& g : {oblique(), sheared()})
    for (const char* name : {"v.nii", "v.nii.gz", "v.nrrd", "v.mha"}) {
      const Image image = numbered(g, 2, 3);
      save_image(image, folder / name, {}, job());
      LoadRequest request;
      request.inputs = {folder / name};
      const Case c = load_case(request, job());
      CHECK(grid_distance_mm(c.image.grid, g) < 1e-4);
      REQUIRE(c.image.channels == 2);
      REQUIRE(c.image.frames == 3);
      CHECK(c.image.value({6, 4, 3}, 1, 2) == value_of(6, 4, 3, 1, 2));
      CHECK(c.image.value({1, 0, 2}, 0, 1) == value_of(1, 0, 2, 0, 1));
    }
}

TEST_CASE("save: how the patient lies stays open where it is unknown") {
  const Folder folder;
  const Image image = numbered(oblique(), 2, 3);
  LabelMap map = LabelMap::allocate(oblique());
  std::fill_n(map.voxels(), map.pitch.volume, 0);
  for (const char* name : {"v.nii", "v.nii.gz", "v.nrrd", "v.mha"}) {
    CAPTURE(name);
    save_image(image, folder / name, {StoredType::float32, false}, job());
    save_labels(map, folder / (std::string("l_") + name), {StoredType::uint8, false}, job());
    const bool open = can_leave_orientation_open(volume_format_of(name));
    CHECK(open == (std::string(name) != "v.mha"));
    Case c = load_case({{folder / name}, "", false}, job());
    CHECK(c.source.states_orientation == !open);
    for (std::size_t k = 0; k < 3; ++k)
      CHECK(c.image.grid.spacing[k] == doctest::Approx(oblique().spacing[k]).epsilon(1e-6));
    CHECK(c.image.grid.direction == Grid{}.direction);
    CHECK(c.image.grid.origin == Vec3{});
    CHECK(c.image.value({6, 4, 3}, 1, 2) == value_of(6, 4, 3, 1, 2));
    CHECK_NOTHROW(attach_labels(c, folder / (std::string("l_") + name), false, job()));
  }
  const Bytes b = file_bytes(folder / "v.nii");
  CHECK(at<std::int16_t>(b, 252) == 0);
  CHECK(at<std::int16_t>(b, 254) == 0);
  CHECK(at<float>(b, 80) == 0.7F);
  TextHeader h(file_bytes(folder / "v.nrrd"), ": ", "");
  CHECK(h.fields.count("space") + h.fields.count("space origin") + h.fields.count("space directions") == 0);
  CHECK(h.fields["spacings"] == "nan 0.7 1.1 2.5 1");
}

TEST_CASE("save labels: kept in the stored type, or refused") {
  const Folder folder;
  const auto map = labelled({0, 7, 300, -4});
  save_labels(map, folder / "l.nii", {StoredType::int16}, job());
  const Bytes old = file_bytes(folder / "l.nii");
  CHECK(at<std::int16_t>(old, 70) == 4);
  CHECK(at<std::int16_t>(old, 352 + 4) == 300);
  CHECK(at<std::int16_t>(old, 352 + 6) == -4);
  CHECK_THROWS_WITH_AS(save_labels(map, folder / "l.nii", {StoredType::uint8}, job()), doctest::Contains("class 300"),
                       Error);
  CHECK(file_bytes(folder / "l.nii") == old);
  CHECK(files_in(folder) == 1);
  CHECK_THROWS_AS(save_labels(labelled({16777217}), folder / "f.nii", {StoredType::float32}, job()), Error);
  save_labels(labelled({16777217}), folder / "f.nii", {StoredType::float64}, job());
  CHECK(at<double>(file_bytes(folder / "f.nii"), 352) == 16777217);
  CHECK_THROWS_AS(save_labels(map, folder / "c.nii", {StoredType::complex64}, job()), Error);
}
