// Packed and spelled voxels, and header fields that change what they mean: the answer is known from the formats'
// definitions, files are written by the test.

#include <doctest/doctest.h>

#include "io/itk_formats.h"
#include "tests/io/itk_files.h"

using namespace auglens;

TEST_CASE("Packed voxels: any damaged byte, and any cut of the end, is refused") {
  const TestFolder folder;
  struct Format {
    const char* name;
    Read read;
    std::string header, data;
  };
  const std::string packed_lps = lps + small + "encoding: gzip\n", zip = "CompressedData = True\n";
  const Format formats[] = {
      {"nrrd", read_nrrd, nrrd(packed_lps, ""), deflated(counted(24), 31)},
      {"mha", read_metaimage, mha(plain + zip + "ElementDataFile = LOCAL\n", ""), deflated(counted(24), 15)}};
  for (const auto& [name, read, header, data] : formats) {
    INFO(name);
    const auto opens = [&](const std::string& bytes) {
      write(folder / "f", header + bytes);
      return error_of(read, folder / "f");
    };
    CHECK(opens(data) == "opened");
    for (std::size_t cut = 1; cut <= data.size(); ++cut) {
      INFO("without the last " << cut);
      CHECK(opens(data.substr(0, data.size() - cut)) != "opened");
    }
    const std::size_t header_bytes = data[0] == 0x1f ? 10 : 2;  // flags and times of the header are nobody's voxels
    for (std::size_t k = header_bytes; k < data.size(); ++k) {
      std::string damaged = data;
      damaged[k] = static_cast<char>(damaged[k] ^ 4);
      INFO("byte " << k);
      CHECK(opens(damaged) != "opened");
    }
    write(folder / "f", header + data + "rest");
    const Volume followed = open(read, folder / "f");
    check_counted(followed.image);
    CHECK(followed.source.notices.size() == 1);
  }
}

TEST_CASE("Packed voxels: byte order, skipped lines and bytes, several parts") {
  const TestFolder folder;
  std::string big = small;
  big.replace(big.find("little"), 6, "big");
  const auto packed = [](const std::string& bytes) { return deflated(bytes, 31); };
  write(folder / "big", nrrd(lps + big + "encoding: gzip\n", packed(counted(24, true))));
  write(folder / "skip",
        nrrd(lps + small + "encoding: gzip\nline skip: 2\nbyte skip: 3\n", "a\nb\n" + packed("xyz" + counted(24))));
  write(folder / "1.gz", packed(counted(24).substr(0, 24)));
  write(folder / "2.gz", packed(counted(24).substr(24)));
  write(folder / "list", "NRRD0004\n" + lps + small + "encoding: gzip\ndata file: LIST\n1.gz\n2.gz\n");
  for (const char* name : {"big", "skip", "list"}) {
    INFO(name);
    check_counted(open(read_nrrd, folder / name).image);
  }
  const std::string zip = "CompressedData = True\n", msb = "BinaryDataByteOrderMSB = True\n";
  write(folder / "msb", mha(plain + zip + msb + "ElementDataFile = LOCAL\n", deflated(counted(24, true), 15)));
  write(folder / "h.z", "head" + deflated(counted(24), 15));
  write(folder / "head", mha(plain + zip + "HeaderSize = 4\nElementDataFile = h.z\n", ""));
  write(folder / "gzip", mha(plain + zip + "ElementDataFile = LOCAL\n", packed(counted(24))));
  for (const char* name : {"msb", "head", "gzip"}) {
    INFO(name);
    check_counted(open(read_metaimage, folder / name).image);
  }
}

TEST_CASE("Text voxels: what the type cannot hold, or is no number, is refused with the value") {
  const TestFolder folder;
  const auto opens = [&](const std::string& type, const std::string& values) {
    write(folder / "f", nrrd("type: " + type + "\ndimension: 2\nsizes: 2 1\nencoding: ascii\n", values));
    return error_of(read_nrrd, folder / "f");
  };
  CHECK(opens("uint8", "255, 0\n") == "opened");
  CHECK(opens("uint8", "0 300\n").find("the value 300 is no uint8 (value number 2)") != std::string::npos);
  CHECK(opens("uint8", "-1 0\n").find("-1") != std::string::npos);
  CHECK(opens("int16", "12.5 0\n").find("12.5") != std::string::npos);
  CHECK(opens("int16", "12.0 1e3\n") == "opened");
  CHECK(opens("int8", "one 2\n").find("one") != std::string::npos);
  CHECK(opens("int64", "9223372036854775808 0\n").find("9223372036854775808") != std::string::npos);
  CHECK(opens("float", "nan 1e-60\n") == "opened");
  CHECK(opens("float", "1e60 0\n").find("1e60") != std::string::npos);
  CHECK(opens("uint8", "1\n").find("end early") != std::string::npos);
}

TEST_CASE("Fields that change the meaning are used, or said not to be") {
  const TestFolder folder;
  const auto read = [&](const std::string& fields) {
    write(folder / "f", nrrd(fields + "encoding: raw\n", counted(24)));
    return open(read_nrrd, folder / "f");
  };
  const Volume metres = read("space units: \"m\" \"m\" \"m\"\n" + lps + small);
  CHECK(metres.image.grid.spacing == Vec3{2000, 3000, 4000});
  CHECK(metres.image.grid.origin == Vec3{1000, 2000, 3000});
  CHECK(metres.source.notices.size() == 1);
  const Volume millimetres = read("space units: \"mm\" \"mm\" \"mm\"\n" + lps + small);
  CHECK(millimetres.image.grid.spacing == Vec3{2, 3, 4});
  CHECK(millimetres.source.notices.empty());
  const std::string flat = "type: short\ndimension: 3\nsizes: 4 3 2\nendian: little\n";
  CHECK(read(flat + "spacings: 1 2 3\n").source.notices.size() == 1);
  CHECK(read(flat + "spacings: 1 -2 3\n").source.notices.size() == 2);
  CHECK(read(flat + "spacings: 1 2 3\naxis mins: 5 6 7\n").source.notices.size() == 2);
  const std::string local = "ElementDataFile = LOCAL\n", slope = "ElementToIntensityFunctionSlope = ";
  write(folder / "g", mha(plain + slope + "2\n" + local, counted(24)));
  CHECK(open(read_metaimage, folder / "g").source.notices.size() == 1);
  write(folder / "g", mha(plain + slope + "1\n" + local, counted(24) + "more"));
  CHECK(open(read_metaimage, folder / "g").source.notices ==
        std::vector<std::string>{"there are bytes behind the last voxel: they are ignored"});
}
