#include "io/nifti.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cmath>
#include <random>

#include "ops/device.h"
#include "tests/io/nifti_bytes.h"

using namespace auglens;
using namespace nifti_test;

namespace {

Volume read(const std::string& file, const ReadOptions& options = {}, std::stop_token stop = {}) {
  const Device device = Device::cpu(1);
  std::vector<Volume> volumes = read_nifti(file, options, Job{device, stop});
  REQUIRE(volumes.size() == 1);
  return volumes.front();
}

Volume read(const Bytes& bytes) {
  const Folder folder;
  return read(folder.write("v.nii", bytes));
}

void refused(const Bytes& bytes, const std::string& because) {
  const Folder folder;
  CHECK_THROWS_WITH_AS(read(folder.write("v.nii", bytes)), doctest::Contains(because.c_str()), Error);
}

bool said(const Volume& v, const std::string& text) {
  for (const std::string& notice : v.source.notices)
    if (notice.find(text) != std::string::npos) return true;
  return false;
}

void check_counting(const Volume& v) {
  REQUIRE(v.image.grid.size == Index3{4, 3, 2});
  for (std::int64_t i = 0; i < 24; ++i) CHECK(v.image.value({i % 4, i / 4 % 3, i / 12}) == static_cast<float>(i));
}

void check_close(const Vec3& a, const Vec3& b) {
  for (std::size_t k = 0; k < 3; ++k) CHECK(a[k] == doctest::Approx(b[k]).epsilon(1e-6));
}

template <class T>
void check_type(int code, const char* name) {
  for (const bool two : {false, true})
    for (const bool big : {false, true}) {
      Spec s;
      s.two = two;
      s.big_endian = big;
      s.datatype = code;
      s.bitpix = 8 * sizeof(T);
      const Volume v = read(volume<T>(s, 24, [](std::size_t i) { return i; }));
      check_counting(v);
      CHECK(v.source.stored_type == name);
      CHECK(v.source.notices.empty());
    }
}

}  // namespace

TEST_CASE("nifti: every voxel type, both headers, both byte orders") {
  check_type<std::int8_t>(256, "int8");
  check_type<std::uint8_t>(2, "uint8");
  check_type<std::int16_t>(4, "int16");
  check_type<std::uint16_t>(512, "uint16");
  check_type<std::int32_t>(8, "int32");
  check_type<std::uint32_t>(768, "uint32");
  check_type<std::int64_t>(1024, "int64");
  check_type<std::uint64_t>(1280, "uint64");
  check_type<float>(16, "float32");
  check_type<double>(64, "float64");
}

TEST_CASE("nifti: complex numbers are magnitudes, in both byte orders") {
  for (const bool big : {false, true}) {
    Spec s;
    s.big_endian = big;
    s.datatype = 32;
    s.bitpix = 64;
    s.size = {2, 1, 1};
    const float parts[] = {3, 4, 5, -12};
    const Volume v = read(volume<float>(s, 4, [&](std::size_t i) { return parts[i]; }));
    CHECK(v.image.value({0, 0, 0}) == 5);
    CHECK(v.image.value({1, 0, 0}) == 13);
    CHECK(said(v, "magnitude"));
  }
}

TEST_CASE("nifti: RGB and RGBA are channels of uint8; their slope does not count") {
  for (const int n : {3, 4}) {
    Spec s;
    s.datatype = n == 3 ? 128 : 2304;
    s.bitpix = 8 * n;
    s.slope = 2;
    s.size = {2, 2, 1};
    const Volume v =
        read(volume<std::uint8_t>(s, static_cast<std::size_t>(4 * n), [](std::size_t i) { return 10 * i; }));
    REQUIRE(v.image.channels == n);
    CHECK(v.image.type == VoxelType::uint8);
    CHECK(v.source.channel_names.size() == static_cast<std::size_t>(n));
    for (int c = 0; c < n; ++c) CHECK(v.image.value({1, 1, 0}, c) == static_cast<float>(10 * (3 * n + c)));
  }
}

TEST_CASE("nifti: the fourth dimension is frames, the fifth channels, a sixth is refused") {
  Spec s;
  s.size = {2, 1, 1, 3, 2};
  const Volume v = read(volume<std::int16_t>(s, 12, [](std::size_t i) { return i; }));
  REQUIRE(v.image.frames == 3);
  REQUIRE(v.image.channels == 2);
  for (int c = 0; c < 2; ++c)
    for (int f = 0; f < 3; ++f) CHECK(v.image.value({1, 0, 0}, c, f) == static_cast<float>(1 + 2 * f + 6 * c));
  s.size = {2, 1, 1, 1, 1, 2};
  refused(volume<std::int16_t>(s, 4, [](std::size_t i) { return i; }), "more than five dimensions");
  s.size = {2, 2};
  CHECK(read(volume<std::int16_t>(s, 4, [](std::size_t i) { return i; })).image.grid.size == Index3{2, 2, 1});
  s.size = {4};
  refused(volume<std::int16_t>(s, 4, [](std::size_t i) { return i; }), "one dimension");
}

TEST_CASE("nifti: RAS becomes LPS: x and y change their sign, for axes and origin") {
  Spec s;
  s.srow = {2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30};
  const Volume v = read(counting(s));
  CHECK(orientation_letters(v.image.grid) == "RAS");
  CHECK(v.image.grid.spacing == Vec3{2, 3, 4});
  CHECK(v.image.grid.origin == Vec3{-10, -20, 30});
  check_close(v.image.grid.to_world({1, 1, 1}), {-12, -23, 34});
  CHECK(v.source.states_orientation);
  CHECK(v.source.notices.empty());
}

TEST_CASE("nifti: the shear of an sform is kept, with a notice") {
  Spec s;
  s.srow = {1, 0, 0.5, 0, 0, 1, 0, 0, 0, 0, 2, 0};
  const Volume v = read(counting(s));
  check_close(v.image.grid.to_world({0, 0, 1}), {-0.5, 0, 2});
  CHECK(v.image.grid.spacing[2] == doctest::Approx(std::sqrt(4.25)));
  CHECK(said(v, "right angles"));
}

TEST_CASE("nifti: qform: a quarter turn about z, and qfac turns the third axis round") {
  Spec s;
  s.sform = 0;
  s.qform = 1;
  const double h = std::sqrt(0.5);
  s.quaternion_and_offset = {0, 0, h, 7, 8, 9};  // 90 degrees: x runs toward A, y toward L
  s.pixdim = {1, 2, 3, 4};
  const Grid grid = read(counting(s)).image.grid;
  check_close(grid.to_world({0, 0, 0}), {-7, -8, 9});
  check_close(grid.to_world({1, 0, 0}), {-7, -10, 9});
  check_close(grid.to_world({0, 1, 0}), {-4, -8, 9});
  check_close(grid.to_world({0, 0, 1}), {-7, -8, 13});
  s.pixdim[0] = -1;
  check_close(read(counting(s)).image.grid.to_world({0, 0, 1}), {-7, -8, 5});
}

TEST_CASE("nifti: sform before qform; a useless sform gives way to the qform; neither is identity and said so") {
  Spec s;
  s.qform = 1;
  s.quaternion_and_offset = {0, 0, 0, 100, 0, 0};
  CHECK(read(counting(s)).image.grid.origin[0] == 0);
  CHECK(said(read(counting(s)), "apart"));
  for (const double bad : {0.0, std::nan("")}) {
    s.srow.fill(bad);
    const Volume v = read(counting(s));
    CHECK(v.image.grid.origin[0] == -100);
    CHECK(v.source.states_orientation);
    CHECK(said(v, "qform was taken"));
  }
  s.qform = s.sform = 0;
  s.pixdim = {1, 2, 0, -3};
  const Volume v = read(counting(s));
  CHECK_FALSE(v.source.states_orientation);
  CHECK(v.image.grid.direction == identity3);
  CHECK(v.image.grid.spacing == Vec3{2, 1, 3});
  CHECK(said(v, "how the patient lies"));
  CHECK(said(v, "not stated"));
  CHECK(said(v, "negative"));
}

TEST_CASE("nifti: metres and micrometres become millimetres") {
  Spec s;
  s.units = 3;
  s.srow = {500, 0, 0, 1000, 0, 500, 0, 0, 0, 0, 500, 0};
  CHECK(read(counting(s)).image.grid.spacing[0] == doctest::Approx(0.5));
  CHECK(read(counting(s)).image.grid.origin[0] == doctest::Approx(-1));
  s.units = 1;
  s.srow = {0.002, 0, 0, 0, 0, 0.002, 0, 0, 0, 0, 0.002, 0};
  CHECK(read(counting(s)).image.grid.spacing[2] == doctest::Approx(2));
}

TEST_CASE("nifti: scaling: slope 0 or not a number is none at all, the intercept included") {
  Spec s;
  s.intercept = 5;
  check_counting(read(counting(s)));
  s.slope = std::nan("");
  check_counting(read(counting(s)));
  CHECK(said(read(counting(s)), "not scaled"));
  s.slope = 0.5;
  CHECK(read(counting(s)).image.value({1, 0, 0}) == 5.5F);
}

TEST_CASE("nifti: pairs are found from either half, and a missing half is named") {
  const Folder folder;
  Spec s;
  s.pair = true;
  const Bytes head = header(s).bytes;
  Bytes data = counting(s);
  data.erase(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(head.size()));
  const std::string hdr = folder.write("a.hdr", head);
  CHECK_THROWS_WITH_AS(read(hdr), doctest::Contains("a.img"), Error);
  const std::string img = folder.write("a.img", data);
  check_counting(read(hdr));
  check_counting(read(img));
  CHECK(is_nifti(img));
  const std::string alone = folder.write("b.img", data);
  CHECK_THROWS_WITH_AS(read(alone), doctest::Contains("b.hdr"), Error);
  folder.write("c.IMG.gz", gzip(data));
  CHECK_THROWS_AS(read(folder.write("c.hdr", head)), Error);
  folder.write("d.img.gz", gzip(data));
  check_counting(read(folder.write("d.hdr.gz", gzip(head))));
}

TEST_CASE("nifti: gzip is told by content, of one member or several") {
  const Folder folder;
  const Bytes raw = counting();
  check_counting(read(folder.write("a.nii.gz", gzip(raw))));
  CHECK(said(read(folder.write("b.nii.gz", raw)), "not gzipped"));
  CHECK(said(read(folder.write("c.nii", gzip(raw))), "is gzipped"));
  for (const std::size_t cut : {std::size_t{1}, std::size_t{100}, std::size_t{352}, raw.size() - 1}) {
    const auto middle = raw.begin() + static_cast<std::ptrdiff_t>(cut);
    Bytes two = gzip(Bytes(raw.begin(), middle));
    const Bytes rest = gzip(Bytes(middle, raw.end()));
    two.insert(two.end(), rest.begin(), rest.end());
    check_counting(read(folder.write("d.nii.gz", two)));
  }
}

TEST_CASE("nifti: no cut, however placed, opens; a wrong checksum does not either") {
  const Folder folder;
  const Bytes raw = counting(), packed = gzip(raw);
  for (std::size_t n = 0; n < raw.size(); ++n)
    CHECK_THROWS_AS(read(folder.write("a.nii", Bytes(raw.begin(), raw.begin() + static_cast<std::ptrdiff_t>(n)))),
                    Error);
  for (std::size_t n = 0; n < packed.size(); ++n)
    CHECK_THROWS_AS(
        read(folder.write("a.nii.gz", Bytes(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(n)))), Error);
  Bytes wrong = packed;
  wrong[wrong.size() - 8] ^= 1;
  CHECK_THROWS_WITH_AS(read(folder.write("b.nii.gz", wrong)), doctest::Contains("checksum"), Error);
}

TEST_CASE("nifti: what a header announces and the file cannot hold is refused before memory is asked for") {
  const Folder folder;
  Spec s;
  s.size = {4096, 4096, 4096};
  ReadOptions options;
  options.memory = [](std::size_t) -> Buffer { throw std::logic_error("memory was asked for"); };
  for (const bool packed : {false, true}) {
    const Bytes bytes = packed ? gzip(counting(s)) : counting(s);
    CHECK_THROWS_WITH_AS(read(folder.write("a.nii", bytes), options), doctest::Contains("too short"), Error);
  }
}

TEST_CASE("nifti: a header that makes no sense is refused with the field's name") {
  Spec s;
  s.size = {4, -3, 2};
  refused(counting(s), "dim[2]");
  s.size = {4, 3, 0};
  refused(counting(s), "dim[3]");
  s.size = {4, 3, 2};
  s.datatype = 3;
  refused(counting(s), "voxel type 3");
  s.datatype = 1536;
  refused(counting(s), "float128");
  s.datatype = 4;
  for (const double offset : {100.0, 352.5, std::nan(""), 1e30}) {
    s.offset = offset;
    refused(counting(s), "vox_offset");
  }
  s.offset = -1;
  Bytes analyze = counting();
  std::fill(analyze.begin() + 344, analyze.begin() + 348, static_cast<unsigned char>(0));
  refused(analyze, "Analyze 7.5");
  Bytes size = counting();
  size[0] = 0x5d;
  refused(size, "sizeof_hdr");
}

TEST_CASE("nifti: only regular files are opened, and nobody waits for a pipe") {
  const Folder folder;
  REQUIRE(mkfifo((folder / "pipe.nii").c_str(), 0600) == 0);
  CHECK_THROWS_WITH_AS(read(folder / "pipe.nii"), doctest::Contains("pipe"), Error);
  CHECK_THROWS_WITH_AS(read(folder.path().string()), doctest::Contains("folder"), Error);
  CHECK_THROWS_WITH_AS(read(folder / "none.nii"), doctest::Contains("no such file"), Error);
}

TEST_CASE("nifti: a stop token ends the reading") {
  const Folder folder;
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(read(folder.write("a.nii", counting()), {}, stop.get_token()), Cancelled);
}

TEST_CASE("nifti: a damaged file opens or is refused; nothing else happens") {
  const Folder folder;
  std::mt19937 random(7);
  int opened = 0, refusals = 0;
  for (int round = 0; round < 3000; ++round) {
    Bytes bytes = round % 3 == 2 ? gzip(counting()) : counting();
    for (int k = 0; k < 1 + round % 5; ++k) {
      const std::size_t head = round % 3 == 0 ? std::min<std::size_t>(bytes.size(), 348) : bytes.size();
      bytes[random() % head] = static_cast<unsigned char>(random());
    }
    try {
      const Volume v = read(folder.write("a.nii", bytes));
      for (const double s : v.image.grid.spacing) CHECK((std::isfinite(s) && s > 0));
      ++opened;
    } catch (const Error& e) {
      CHECK(std::string(e.what()).find('\n') == std::string::npos);
      ++refusals;
    }
  }
  CHECK(opened > 100);
  CHECK(refusals > 100);
}
