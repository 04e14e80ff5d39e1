// DICOM: objects whose answer is known from the standard, written by the test, read through the decoder child.

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <numeric>

#include "io/decode_process.h"
#include "io/dicom_series.h"
#include "ops/device.h"
#include "tests/io/dicom_bytes.h"

using namespace auglens;

namespace {

std::vector<Volume> read(const std::string& path, const std::string& series = "") {
  const Device device = Device::cpu(1);
  ReadOptions options;
  options.series = series;
  return decode_in_child(DecodeKind::dicom, path, options, Job{device});
}

std::string error_of(const std::string& path, const std::string& series = "") {
  try {
    read(path, series);
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::bad_input);
    return e.what();
  }
  return "opened";
}

bool says(const Volume& v, const std::string& words) {
  for (const auto& n : v.source.notices)
    if (n.find(words) != std::string::npos) return true;
  return false;
}

void check_at(const Grid& grid, const Vec3& index, const Vec3& world) {
  const Vec3 p = grid.to_world(index);
  for (std::size_t k = 0; k < 3; ++k) CHECK(p[k] == doctest::Approx(world[k]).epsilon(1e-9));
}

}  // namespace

TEST_CASE("a series is put in order along the normal, whatever the names and numbers say") {
  const TestFolder folder;
  ct_slice({10, 20, 35}, 1, 200).save(folder / "a.dcm");
  ct_slice({10, 20, 30}, 2, 100).save(folder / "b.dcm");
  ct_slice({10, 20, 32.5}, 3, 150).save(folder / "c.dcm");
  const auto volumes = read(folder.path().string());
  REQUIRE(volumes.size() == 1);
  const Image& image = volumes[0].image;
  CHECK(image.grid.size == Index3{4, 3, 3});
  CHECK(image.type == VoxelType::int16);
  CHECK(image.value({0, 0, 0}) == 100);
  CHECK(image.value({3, 2, 1}) == 161);
  CHECK(image.value({1, 1, 2}) == 205);
  check_at(image.grid, {2, 1, 1}, {11, 20.75, 32.5});
  CHECK(volumes[0].source.modality == Modality::ct);
  CHECK(volumes[0].source.series_slices == 3);
  CHECK(volumes[0].source.states_orientation);
  CHECK(volumes[0].source.notices.empty());
}

TEST_CASE("one file brings in its siblings") {
  const TestFolder folder;
  ct_slice({0, 0, 0}, 1, 0).save(folder / "1.dcm");
  ct_slice({0, 0, 2}, 2, 0).save(folder / "2.dcm");
  ct_slice({0, 0, 4}, 3, 0).text(0x0020000e, "UI", "9.9").save(folder / "other.dcm");
  CHECK(read(folder / "1.dcm")[0].image.grid.size == Index3{4, 3, 2});
  CHECK(read(folder.path().string()).size() == 2);
  CHECK(read(folder.path().string(), "9.9")[0].image.grid.size == Index3{4, 3, 1});
  CHECK(read(folder.path().string(), "0")[0].source.series_uid == "1.2.3");
  CHECK(error_of(folder.path().string(), "5").find("no series 5") != std::string::npos);

  ct_slice({0, 0, 2}, 4, 0).save(folder / "twin.dcm");
  const auto alone = read(folder / "1.dcm");
  CHECK(alone[0].image.grid.size == Index3{4, 3, 1});
  CHECK(says(alone[0], "open alone"));
}

TEST_CASE("missing and uneven slices are said, and nothing is averaged") {
  const TestFolder missing, uneven;
  for (const int z : {0, 2, 4, 8}) ct_slice({0, 0, double(z)}, z + 1, 0).save(missing / std::to_string(z));
  const auto a = read(missing.path().string());
  CHECK(a[0].image.grid.spacing[2] == doctest::Approx(2));
  CHECK(says(a[0], "1 slice is missing after slice 2"));

  for (const double z : {0.0, 2.0, 4.0, 7.0}) ct_slice({0, 0, z}, int(z) + 1, 0).save(uneven / std::to_string(z));
  const auto b = read(uneven.path().string());
  CHECK(b[0].image.grid.spacing[2] == doctest::Approx(2));
  CHECK(says(b[0], "uneven"));
  CHECK(says(b[0], "median"));
}

TEST_CASE("a gantry tilt is kept as shear: every voxel stays where its file says") {
  const TestFolder folder;
  for (int k = 0; k < 4; ++k) ct_slice({1, 5 + 0.9 * k, 3.0 * k}, k + 1, 0).save(folder / std::to_string(k));
  const auto volumes = read(folder.path().string());
  const Grid& grid = volumes[0].image.grid;
  CHECK_FALSE(grid.orthogonal());
  for (int k = 0; k < 4; ++k) check_at(grid, {0, 0, double(k)}, {1, 5 + 0.9 * k, 3.0 * k});
  check_at(grid, {2, 2, 3}, {2, 5 + 2.7 + 1.5, 9});
  CHECK(grid.voxel_mm3() == doctest::Approx(0.5 * 0.75 * 3));
  CHECK(says(volumes[0], "tilted by 16.7 degrees"));
}

TEST_CASE("the normal gives the third axis, also where image axes point right and down") {
  const TestFolder folder;
  for (int k = 0; k < 2; ++k)
    ct_slice({0, 0, 5.0 * k}, k + 1, 0).numbers(0x00200037, {-1, 0, 0, 0, 1, 0}).save(folder / std::to_string(k));
  const Grid grid = read(folder.path().string())[0].image.grid;
  CHECK(orientation_letters(grid) == "RPI");
  CHECK(determinant(grid.direction) == doctest::Approx(1));
  check_at(grid, {0, 0, 0}, {0, 0, 5});
}

TEST_CASE("pictures at the same positions are frames; pictures without positions are frames too") {
  const TestFolder times, loops;
  for (int t = 0; t < 3; ++t)
    for (int z = 0; z < 2; ++z)
      ct_slice({0, 0, 2.0 * z}, 1 + z + 2 * t, static_cast<std::int16_t>(100 * t + 50 * z))
          .save(times / (std::to_string(t) + std::to_string(z)));
  const auto a = read(times.path().string());
  REQUIRE(a.size() == 1);
  CHECK(a[0].image.grid.size == Index3{4, 3, 2});
  CHECK(a[0].image.frames == 3);
  CHECK(a[0].image.value({0, 0, 1}, 0, 2) == 250);

  for (int k = 0; k < 3; ++k)
    ct_slice({}, k + 1, static_cast<std::int16_t>(10 * k))
        .drop(0x00200032)
        .drop(0x00200037)
        .save(loops / std::to_string(k));
  const auto b = read(loops.path().string());
  CHECK(b[0].image.grid.size == Index3{4, 3, 1});
  CHECK(b[0].image.frames == 3);
  CHECK_FALSE(b[0].source.states_orientation);
}

TEST_CASE("each slice has its own slope and intercept") {
  const TestFolder folder;
  ct_slice({0, 0, 0}, 1, 10).numbers(0x00281053, {2}).numbers(0x00281052, {-1000}).save(folder / "1");
  ct_slice({0, 0, 1}, 2, 10).numbers(0x00281053, {0.5}).numbers(0x00281052, {0}).save(folder / "2");
  const Image image = read(folder.path().string())[0].image;
  CHECK(image.value({0, 0, 0}) == -980);
  CHECK(image.value({1, 0, 1}) == 5.5f);
}

TEST_CASE("unused bits are masked and 12-bit signs extended") {
  const TestFolder folder;
  const std::uint16_t overlay[12] = {0xf005, 0x0fff, 0x1800, 0x07ff};
  auto d = ct_slice({0, 0, 0}, 1, 0).word(0x00280101, 12).word(0x00280102, 11);
  d.raw(0x7fe00010, "OW", overlay, sizeof overlay).save(folder / "signed");
  const Image with_sign = read(folder / "signed")[0].image;
  CHECK(with_sign.value({0, 0, 0}) == 5);
  CHECK(with_sign.value({1, 0, 0}) == -1);
  CHECK(with_sign.value({2, 0, 0}) == -2048);
  CHECK(with_sign.value({3, 0, 0}) == 2047);
  const TestFolder high;
  const std::uint16_t upper[12] = {0x005f, 0xfff3, 0x8000};  // the value in the upper 12 bits
  auto h = d;
  h.word(0x00280102, 15).raw(0x7fe00010, "OW", upper, sizeof upper).save(high / "upper");
  const Image shifted = read(high / "upper")[0].image;
  CHECK(shifted.value({0, 0, 0}) == 5);
  CHECK(shifted.value({1, 0, 0}) == -1);
  CHECK(shifted.value({2, 0, 0}) == -2048);
  const TestFolder other;
  d.word(0x00280103, 0).save(other / "unsigned");
  const auto v = read(other / "unsigned");
  CHECK(v[0].image.value({1, 0, 0}) == 4095);
  CHECK(v[0].source.stored_type == "uint16");
}

TEST_CASE("colours become three channels of uint8") {
  const TestFolder planar, palette;
  std::uint8_t rgb[36];
  std::iota(std::begin(rgb), std::end(rgb), std::uint8_t{0});
  auto d = ct_slice({0, 0, 0}, 1, 0).word(0x00280002, 3).text(0x00280004, "CS", "RGB").word(0x00280006, 1);
  d.word(0x00280100, 8).word(0x00280101, 8).word(0x00280102, 7).word(0x00280103, 0);
  d.raw(0x7fe00010, "OW", rgb, sizeof rgb).save(planar / "rgb");
  const auto v = read(planar / "rgb");
  CHECK(v[0].image.channels == 3);
  CHECK(v[0].source.stored_type == "uint8");
  CHECK(v[0].image.value({1, 1, 0}, 0) == 5);
  CHECK(v[0].image.value({1, 1, 0}, 2) == 29);

  const std::uint16_t about[3] = {4, 2, 16}, table[4] = {0x0100, 0x2000, 0x3000, 0xff00};
  const std::uint8_t index[12] = {0, 2, 3, 4, 5, 6};
  d.word(0x00280002, 1).text(0x00280004, "CS", "PALETTE COLOR").drop(0x00280006).raw(0x7fe00010, "OW", index, 12);
  for (const unsigned k : {0u, 1u, 2u}) {
    d.raw(0x00281101 + k, "US", about, 6).raw(0x00281201 + k, "OW", table, 8);
  }
  d.save(palette / "p");
  const Image p = read(palette / "p")[0].image;
  CHECK(p.channels == 3);
  CHECK(p.value({0, 0, 0}, 1) == 0x01);  // below the first entry
  CHECK(p.value({2, 0, 0}, 1) == 0x20);
  CHECK(p.value({1, 1, 0}, 1) == 0xff);  // above the last
}

TEST_CASE("MONOCHROME1 keeps what is stored and says so") {
  const TestFolder folder;
  ct_slice({0, 0, 0}, 1, 7).text(0x00280004, "CS", "MONOCHROME1").save(folder / "1");
  const auto v = read(folder / "1");
  CHECK(v[0].source.inverted);
  CHECK(v[0].image.value({0, 0, 0}) == 7);
  CHECK(says(v[0], "MONOCHROME1"));
}

TEST_CASE("an enhanced object has its geometry and scaling in functional groups, frame by frame") {
  const TestFolder folder;
  std::int16_t voxels[24];
  std::iota(std::begin(voxels), std::end(voxels), std::int16_t{0});
  std::vector<DicomBytes> frames;
  for (const int k : {1, 0}) {  // stored from the top down
    DicomBytes position, scaling, frame;
    position.numbers(0x00200032, {0, 0, 4.0 * k});
    scaling.numbers(0x00281052, {100.0 * k}).numbers(0x00281053, {1});
    frames.push_back(frame.sequence(0x00209113, {position}).sequence(0x00289145, {scaling}));
  }
  DicomBytes turn, measures, shared;
  turn.numbers(0x00200037, {1, 0, 0, 0, 1, 0});
  measures.numbers(0x00280030, {2, 3}).numbers(0x00180050, {4});
  shared.sequence(0x00209116, {turn}).sequence(0x00289110, {measures});
  auto d = ct_slice({}, 1, 0).drop(0x00200032).drop(0x00200037).drop(0x00280030).text(0x00280008, "IS", "2");
  d.sequence(0x52009229, {shared}).sequence(0x52009230, frames).raw(0x7fe00010, "OW", voxels, sizeof voxels);
  d.save(folder / "enhanced");
  const auto v = read(folder / "enhanced");
  CHECK(v[0].image.grid.size == Index3{4, 3, 2});
  CHECK(v[0].image.grid.spacing == Vec3{3, 2, 4});
  CHECK(v[0].image.value({0, 0, 0}) == 12);
  CHECK(v[0].image.value({0, 0, 1}) == 100);
}

TEST_CASE("dose planes lie at their offsets and are scaled") {
  const TestFolder folder;
  std::uint32_t dose[24];
  std::iota(std::begin(dose), std::end(dose), 1000u);
  auto d = ct_slice({0, 0, 10}, 1, 0).text(0x00080060, "CS", "RTDOSE").text(0x00280008, "IS", "2");
  d.word(0x00280100, 32).word(0x00280101, 32).word(0x00280102, 31).word(0x00280103, 0);
  d.numbers(0x3004000c, {0, 2.5}).numbers(0x3004000e, {0.001}).raw(0x7fe00010, "OW", dose, sizeof dose);
  d.save(folder / "dose");
  const auto v = read(folder / "dose");
  CHECK(v[0].image.grid.size == Index3{4, 3, 2});
  CHECK(v[0].image.grid.spacing[2] == doctest::Approx(2.5));
  CHECK(v[0].image.value({0, 0, 1}) == doctest::Approx(1.012));
}

TEST_CASE("what is broken or no picture is refused, and left out of a folder with a notice") {
  const TestFolder folder, seg;
  ct_slice({0, 0, 0}, 1, 0).save(folder / "good");
  ct_slice({0, 0, 1}, 2, 0).save(folder / "short", 10);
  ct_slice({0, 0, 2}, 3, 0).save(folder / "header", 60);
  ct_slice({0, 0, 3}, 4, 0).word(0x00280100, 7).save(folder / "layout");
  ct_slice({0, 0, 4}, 5, 0).drop(0x7fe00010).save(folder / "nothing");
  CHECK(error_of(folder / "short").find("cut short") != std::string::npos);
  CHECK(error_of(folder / "header").find("ends inside") != std::string::npos);
  CHECK(error_of(folder / "layout").find("BitsAllocated 7") != std::string::npos);
  CHECK(error_of(folder / "nothing").find("no picture") != std::string::npos);
  const auto v = read(folder.path().string());
  REQUIRE(v.size() == 1);
  CHECK(v[0].image.grid.size == Index3{4, 3, 1});
  for (const char* name : {"short", "header", "layout", "nothing"})
    CHECK(says(v[0], std::string(name) + " is left out"));
  ct_slice({0, 0, 0}, 1, 0).text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.66.4").save(seg / "seg");
  CHECK(error_of(seg / "seg").find("DICOM SEG") != std::string::npos);
}

TEST_CASE("lossless transfer syntaxes give the voxels of the uncompressed file") {
  const char* named = std::getenv("AUGLENS_DATA");
  const std::string data =
      (named != nullptr ? named : AUGLENS_SOURCE_DIR "/../shared/data") + std::string("/dicom/transfer-syntaxes/ct-");
  if (!std::filesystem::exists(data + "LittleEndianExplicit.dcm")) {
    MESSAGE("skipped: no data folder");
    return;
  }
  const Image truth = read(data + "LittleEndianExplicit.dcm")[0].image;
  for (const char* name : {"LittleEndianImplicit", "BigEndianExplicit", "DeflatedExplicitVRLittleEndian", "RLELossless",
                           "JPEGProcess14", "JPEGProcess14SV1", "JPEGLSLossless", "JPEG2000LosslessOnly"}) {
    const Image image = read(data + name + ".dcm")[0].image;
    REQUIRE(image.grid == truth.grid);
    std::int64_t different = 0;
    for (std::int64_t y = 0; y < 512; ++y)
      for (std::int64_t x = 0; x < 512; ++x) different += image.value({x, y, 0}) != truth.value({x, y, 0}) ? 1 : 0;
    CHECK_MESSAGE(different == 0, name);
  }
}
