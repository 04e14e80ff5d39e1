#include "io/load.h"

#include <doctest/doctest.h>

#include "io/labels.h"
#include "ops/device.h"
#include "tests/io/nifti_bytes.h"

using namespace auglens;
using namespace nifti_test;

namespace {

const Device& device() {
  static const Device one = Device::cpu(2);
  return one;
}

Case load(const std::vector<std::string>& inputs, bool frames_as_channels = false) {
  LoadRequest request;
  request.inputs = inputs;
  request.frames_as_channels = frames_as_channels;
  return load_case(request, Job{device()});
}

void refused(const std::vector<std::string>& inputs, const std::string& because) {
  CHECK_THROWS_WITH_AS(load(inputs), doctest::Contains(because.c_str()), Error);
}

Bytes text(const std::string& s) {
  return Bytes(s.begin(), s.end());
}

template <class T>
Bytes values(int datatype, std::initializer_list<double> list, Spec s = {}) {
  s.datatype = datatype;
  s.bitpix = 8 * sizeof(T);
  s.size = {static_cast<std::int64_t>(list.size()), 1, 1};
  return volume<T>(s, list.size(), [&](std::size_t i) { return list.begin()[i]; });
}

}  // namespace

TEST_CASE("load: several files of one grid are channels in order, in a type that holds them all") {
  const Folder folder;
  const std::string a = folder.write("t1.nii", values<std::uint8_t>(2, {1, 255}));
  const std::string b = folder.write("flair.nii.gz", gzip(values<std::int16_t>(4, {-7, 300})));
  const std::string c = folder.write("adc.nii", values<float>(16, {0.5, 2}));
  const Case two = load({a, b});
  REQUIRE(two.image.channels == 2);
  CHECK(two.image.type == VoxelType::int16);
  CHECK(two.image.value({1, 0, 0}, 0) == 255);
  CHECK(two.image.value({0, 0, 0}, 1) == -7);
  CHECK(two.source.channel_names == std::vector<std::string>{"t1", "flair"});
  CHECK(two.source.file == a + " + " + b);
  const Case three = load({c, a, b});
  CHECK(three.image.type == VoxelType::float32);
  CHECK(three.image.value({0, 0, 0}, 0) == 0.5F);
  CHECK(three.image.value({1, 0, 0}, 2) == 300);
  CHECK(load({a}).id != load({a}).id);
}

TEST_CASE("load: channels on another grid are refused with the difference in mm") {
  const Folder folder;
  Spec moved;
  moved.srow[3] = 3;
  const std::string a = folder.write("a.nii", values<std::uint8_t>(2, {1, 2}));
  refused({a, folder.write("b.nii", values<std::uint8_t>(2, {1, 2}, moved))}, "3 mm");
  refused({a, folder.write("c.nii", values<std::uint8_t>(2, {1, 2, 3}))}, "3 x 1 x 1 voxels against 2 x 1 x 1");
  moved.srow[3] = 0.001;  // what rounding does to an sform is no other grid
  CHECK(load({a, folder.write("d.nii", values<std::uint8_t>(2, {1, 2}, moved))}).image.channels == 2);
}

TEST_CASE("load: frames can be channels") {
  const Folder folder;
  Spec s;
  s.size = {2, 1, 1, 3};
  const std::string file = folder.write("a.nii", volume<std::int16_t>(s, 6, [](std::size_t i) { return i; }));
  CHECK(load({file}).image.frames == 3);
  const Case opened = load({file}, true);
  REQUIRE(opened.image.frames == 1);
  REQUIRE(opened.image.channels == 3);
  for (int c = 0; c < 3; ++c) CHECK(opened.image.value({1, 0, 0}, c) == static_cast<float>(2 * c + 1));
}

TEST_CASE("load: labels keep their values and take the image's grid") {
  const Folder folder;
  Case opened = load({folder.write("a.nii", values<std::uint8_t>(2, {1, 2, 3}))});
  attach_labels(opened, folder.write("l.nii", values<std::int32_t>(8, {2147483647, -2147483648.0, 16777217})), false,
                Job{device()});
  REQUIRE(opened.labels);
  const auto v = opened.labels->view();
  CHECK(v.at(0, 0, 0) == 2147483647);
  CHECK(v.at(1, 0, 0) == -2147483647 - 1);
  CHECK(v.at(2, 0, 0) == 16777217);
  CHECK(opened.labels->grid == opened.image.grid);
}

TEST_CASE("load: labels that are no whole numbers, or lie elsewhere, are refused and the case stays as it was") {
  const Folder folder;
  Case opened = load({folder.write("a.nii", values<std::uint8_t>(2, {1, 2}))});
  const auto fails = [&](const std::string& file, const char* because) {
    CHECK_THROWS_WITH_AS(attach_labels(opened, file, false, Job{device()}), doctest::Contains(because), Error);
    CHECK_FALSE(opened.labels);
  };
  fails(folder.write("half.nii", values<float>(16, {1, 1.5})), "1.5");
  Spec moved;
  moved.srow[7] = -4;
  fails(folder.write("moved.nii", values<std::uint8_t>(2, {1, 2}, moved)), "4 mm");
  fails(folder.write("size.nii", values<std::uint8_t>(2, {1, 2, 3}, {})), "3 x 1 x 1");
  Spec rgb;
  rgb.size = {2, 1, 1};
  rgb.datatype = 128;
  rgb.bitpix = 24;
  fails(folder.write("rgb.nii", volume<std::uint8_t>(rgb, 6, [](std::size_t) { return 1; })), "one channel");
}

TEST_CASE("load: resampling takes the nearest label, 0 outside") {
  const Folder folder;
  Spec coarse;  // voxels of 2 mm whose centres lie at x = 0.5, 2.5 of the image's 0, 1, 2, ... (RAS)
  coarse.srow = {2, 0, 0, 0.5, 0, 2, 0, 0, 0, 0, 2, 0};
  Case opened = load({folder.write("a.nii", values<std::uint8_t>(2, {0, 0, 0, 0, 0, 0}))});
  attach_labels(opened, folder.write("l.nii", values<std::uint8_t>(2, {5, 9}, coarse)), true, Job{device()});
  REQUIRE(opened.labels);
  const std::int32_t expected[] = {5, 5, 9, 9, 0, 0};
  for (std::int64_t x = 0; x < 6; ++x) CHECK(opened.labels->view().at(x, 0, 0) == expected[x]);
  CHECK(opened.labels->grid == opened.image.grid);
  CHECK(opened.label_source.notices.size() == 1);
}

TEST_CASE("load: labels of another place are refused, and classes that resampling loses are counted") {
  const Folder folder;
  Case opened = load({folder.write("i.nii", values<std::uint8_t>(2, {1, 2, 3}))});
  Spec moved;
  moved.srow[3] = 500;
  const std::string far = folder.write("far.nii", values<std::uint8_t>(2, {7, 0, 9}, moved));
  CHECK_THROWS_WITH_AS(attach_labels(opened, far, true, Job{device()}), doctest::Contains("no labelled voxel"), Error);
  CHECK_FALSE(opened.labels);
  attach_labels(opened, folder.write("empty.nii", values<std::uint8_t>(2, {0, 0, 0}, moved)), true, Job{device()});
  CHECK(opened.label_source.notices.at(0).find("lost") == std::string::npos);  // there was nothing to lose
  moved.srow[3] = 2;  // its first voxel alone lies on the image's last
  attach_labels(opened, folder.write("part.nii", values<std::uint8_t>(2, {7, 8, 9}, moved)), true, Job{device()});
  CHECK(opened.labels->view().at(2, 0, 0) == 7);
  CHECK(opened.label_source.notices.at(0).find("classes lost: 2 of 3") != std::string::npos);
}

TEST_CASE("load: what is not read is refused by its name, whatever the file is called") {
  const Folder folder;
  const auto named = [&](const char* file, const Bytes& bytes, const char* format) {
    refused({folder.write(file, bytes)}, format);
  };
  Bytes mgh(300);
  mgh[3] = 1, mgh[7] = mgh[11] = mgh[15] = mgh[19] = 4;
  named("a.nii", text("\x89PNG\r\n\x1a\n...."), "PNG");
  named("a.dat", text(std::string("II*\0....", 8)), "TIFF");
  named("a.mgh", mgh, "MGH");
  named("a.mgz", gzip(mgh), "MGH");
  named("a.mnc", text("CDF\x01...."), "MINC");
  named("a.zip", text("PK\x03\x04...."), "ZIP");
  named("a.bz2", text("BZh9...."), "bzip2");
  named("a.txt", text("hello"), "no format");
  named("empty", {}, "empty");
  named("a.gz", gzip(text("hello hello hello")), "gzip");
  named("a.nii.gz", text("hello"), "NIfTI header");
  Bytes dicom(200);
  std::memcpy(dicom.data() + 128, "DICM", 4);
  named("scan.gz", gzip(dicom), "DICOM");
  CHECK_THROWS_AS(load({}), Error);
}

TEST_CASE("load: a series that a file of one volume does not have is refused") {
  const Folder folder;
  LoadRequest request;
  request.inputs = {folder.write("a.nii", values<std::uint8_t>(2, {1, 2}))};
  request.series = "0";
  CHECK(load_case(request, Job{device()}).image.value({1, 0, 0}) == 2);
  request.series = "7";
  CHECK_THROWS_WITH_AS(load_case(request, Job{device()}), doctest::Contains("has no series 7"), Error);
}
