// NRRD and MetaImage: files whose answer is known from the formats' definitions, written by the test.

#include <doctest/doctest.h>

#include "io/itk_formats.h"
#include "tests/io/itk_files.h"

using namespace auglens;

TEST_CASE("NRRD: raw, gzip, hex and text hold the same voxels") {
  const TestFolder folder;
  std::string text, hex;
  for (int k = 0; k < 24; ++k) text += std::to_string(k) + (k % 4 == 3 ? "\n" : " ");
  for (const char c : counted(24)) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(c));
    hex += digits;
  }
  write(folder / "raw", nrrd(lps + small + "encoding: raw\n", counted(24)));
  write(folder / "gzip", nrrd(lps + small + "encoding: gzip\n", deflated(counted(24), 31)));
  write(folder / "text", nrrd(lps + small + "encoding: ascii\n", text));
  write(folder / "hex", nrrd(lps + small + "encoding: hex\n", hex));
  std::string big = small;
  big.replace(big.find("little"), 6, "big");
  write(folder / "big", nrrd(lps + big + "encoding: raw\n", counted(24, true)));
  write(folder / "skip",
        nrrd(lps + small + "encoding: raw\nline skip: 2\nbyte skip: 3\n", "one\ntwo\nxyz" + counted(24)));
  write(folder / "tail", nrrd(lps + small + "encoding: raw\nbyte skip: -1\n", "anything" + counted(24)));
  for (const char* name : {"raw", "gzip", "text", "hex", "big", "skip", "tail"}) {
    INFO(name);
    const Volume v = open(read_nrrd, folder / name);
    check_counted(v.image);
    CHECK(v.image.type == VoxelType::int16);
    CHECK(v.image.grid.spacing == Vec3{2, 3, 4});
    CHECK(v.image.grid.origin == Vec3{1, 2, 3});
    CHECK(v.source.states_orientation);
    CHECK(v.source.notices.empty());
  }
}

TEST_CASE("NRRD: named spaces become LPS; a space without a name states no orientation") {
  const TestFolder folder;
  const auto grid_of = [&](const std::string& space) {
    write(folder / "f", nrrd("space: " + space + "\nspace origin: (1,2,3)\n" + small + "encoding: raw\n", counted(24)));
    return open(read_nrrd, folder / "f").image.grid;
  };
  CHECK(orientation_letters(grid_of("LPS")) == "LPS");
  CHECK(orientation_letters(grid_of("right-anterior-superior")) == "RAS");
  CHECK(grid_of("RAS").origin == Vec3{-1, -2, 3});
  CHECK(orientation_letters(grid_of("left-anterior-superior")) == "LAS");
  CHECK(grid_of("LAS").origin == Vec3{1, -2, 3});
  write(folder / "f", nrrd("space dimension: 3\n" + small + "encoding: raw\n", counted(24)));
  const Volume v = open(read_nrrd, folder / "f");
  CHECK_FALSE(v.source.states_orientation);
  CHECK(v.image.grid.spacing == Vec3{2, 3, 4});
  CHECK(v.image.grid.direction == identity3);
  CHECK(v.source.notices.size() == 1);
}

TEST_CASE("NRRD: vectors and colours are channels, lists and times are frames") {
  const TestFolder folder;
  const std::string head = "type: short\ndimension: 4\nendian: little\nencoding: raw\n" + lps;
  write(folder / "vector", nrrd(head + "sizes: 2 4 3 2\nkinds: vector domain domain domain\n"
                                       "space directions: none (1,0,0) (0,1,0) (0,0,1)\n",
                                counted(48)));
  const Image vector = open(read_nrrd, folder / "vector").image;
  CHECK(vector.channels == 2);
  CHECK(vector.frames == 1);
  CHECK(vector.value({1, 0, 0}, 0) == 2);
  CHECK(vector.value({3, 2, 1}, 1) == 47);
  write(folder / "list", nrrd(head + "sizes: 4 3 2 2\nkinds: space space space list\n"
                                     "space directions: (1,0,0) (0,1,0) (0,0,1) none\n",
                              counted(48)));
  const Image list = open(read_nrrd, folder / "list").image;
  CHECK(list.channels == 1);
  CHECK(list.frames == 2);
  CHECK(list.value({1, 0, 0}, 0, 1) == 25);
  write(folder / "sequence", nrrd(head + "sizes: 2 4 3 2\nkinds: list domain domain domain\n"
                                         "space directions: none (1,0,0) (0,1,0) (0,0,1)\n",
                                  counted(48)));
  const Image sequence = open(read_nrrd, folder / "sequence").image;
  CHECK(sequence.frames == 2);
  CHECK(sequence.value({1, 0, 0}, 0, 1) == 3);
}

TEST_CASE("NRRD: data files lie in the header's folder, or are not read") {
  const TestFolder folder;
  std::filesystem::create_directories(folder / "in/deep");
  write(folder / "in/deep/d.raw", counted(24));
  write(folder / "secret.raw", counted(24));
  std::filesystem::create_symlink(folder / "secret.raw", folder / "in/link.raw");
  const auto with = [&](const std::string& data) {
    write(folder / "in/h.nhdr", "NRRD0004\n" + lps + small + "encoding: raw\n" + "data file: " + data);
    return folder / "in/h.nhdr";
  };
  check_counted(open(read_nrrd, with("deep/d.raw\n")).image);
  CHECK(error_of(read_nrrd, with("../secret.raw\n")).find("outside") != std::string::npos);
  CHECK(error_of(read_nrrd, with("deep/../../secret.raw\n")).find("outside") != std::string::npos);
  CHECK(error_of(read_nrrd, with(folder / "in/deep/d.raw")).find("absolute") != std::string::npos);
  CHECK(error_of(read_nrrd, with("link.raw\n")).find("outside") != std::string::npos);
  CHECK(error_of(read_nrrd, with("not-there.raw\n")).find("not-there.raw") != std::string::npos);
  CHECK(error_of(read_nrrd, with("deep\n")).find("not a regular file") != std::string::npos);
  write(folder / "in/a1.raw", counted(24).substr(0, 24));
  write(folder / "in/a2.raw", counted(24).substr(24));
  check_counted(open(read_nrrd, with("LIST\na1.raw\na2.raw\n")).image);
  check_counted(open(read_nrrd, with("a%d.raw 1 2 1\n")).image);
  CHECK(error_of(read_nrrd, with("LIST\na1.raw\n../secret.raw\n")).find("outside") != std::string::npos);
  CHECK(error_of(read_nrrd, with("a%d.raw 1 3 1\n")).find("a3.raw") != std::string::npos);
}

TEST_CASE("NRRD: broken headers and short data are refused with the reason") {
  const TestFolder folder;
  const auto error = [&](std::string fields, const std::string& from, const std::string& to, const std::string& data) {
    fields.replace(fields.find(from), from.size(), to);
    write(folder / "f", nrrd(fields, data));
    return error_of(read_nrrd, folder / "f");
  };
  const std::string raw = lps + small + "encoding: raw\n", all = counted(24);
  CHECK(error(raw, "4 3 2", "4 3 3", all).find("cut short") != std::string::npos);
  CHECK(error(raw, "4 3 2", "4 -3 2", all).find("dimensions") != std::string::npos);
  CHECK(error(raw, "4 3 2", "4 3", all).find("dimensions") != std::string::npos);
  CHECK(error(raw, "4 3 2", "2000000000 2000000000 2000000000", all).find("far more") != std::string::npos);
  CHECK(error(raw, "(2,0,0)", "(nan,0,0)", all).find("no number") != std::string::npos);
  CHECK(error(raw, "(2,0,0)", "(0,0,0)", all).find("zero") != std::string::npos);
  CHECK(error(raw, "(2,0,0)", "(0,3,0)", all).find("span no volume") != std::string::npos);
  CHECK(error(raw, "encoding: raw", "encoding: bzip2", all).find("bzip2") != std::string::npos);
  CHECK(error(raw, "short", "block", all).find("block") != std::string::npos);
  CHECK(error(raw, "endian: little\n", "", all).find("byte order") != std::string::npos);
  CHECK(error(raw, "dimension: 3", "dimension: 3\ndimension: 3", all).find("twice") != std::string::npos);
  CHECK(error(raw, "(2,0,0) (0,3,0) (0,0,4)", "none none none", all).find("0 spatial axes of 3") != std::string::npos);
  const std::string packed = deflated(all, 31);
  CHECK(error(raw, "encoding: raw", "encoding: gzip", packed.substr(0, packed.size() / 2)) != "opened");
  const std::string half = deflated(counted(12), 31);  // a sound stream, with too little in it
  CHECK(error(raw, "encoding: raw", "encoding: gzip", half) != "opened");
}

TEST_CASE("MetaImage: local, detached, listed and packed data hold the same voxels") {
  const TestFolder folder;
  const std::string all = counted(24), packed = deflated(all, 15);
  std::string text;
  for (int k = 0; k < 24; ++k) text += std::to_string(k) + " ";
  write(folder / "d.raw", all);
  write(folder / "d.zraw", packed);
  write(folder / "1.raw", all.substr(0, 24));
  write(folder / "2.raw", all.substr(24));
  write(folder / "h.raw", "head" + all);
  const std::string msb = "BinaryDataByteOrderMSB = True\n", zip = "CompressedData = True\n";
  write(folder / "local", mha(plain + "ElementDataFile = LOCAL\n", all));
  write(folder / "msb", mha(plain + msb + "ElementDataFile = LOCAL\n", counted(24, true)));
  write(folder / "zip",
        mha(plain + zip + "CompressedDataSize = " + std::to_string(packed.size()) + "\nElementDataFile = LOCAL\n",
            packed));
  write(folder / "unsized", mha(plain + zip + "ElementDataFile = LOCAL\n", packed));
  write(folder / "detached", mha(plain + "ElementDataFile = d.raw\n", ""));
  write(folder / "zdetached", mha(plain + zip + "ElementDataFile = d.zraw\n", ""));
  write(folder / "list", mha(plain + "ElementDataFile = LIST\n1.raw\n2.raw\n", ""));
  write(folder / "pattern", mha(plain + "ElementDataFile = %d.raw 1 2 1\n", ""));
  write(folder / "skip", mha(plain + "HeaderSize = 4\nElementDataFile = h.raw\n", ""));
  write(folder / "tail", mha(plain + "HeaderSize = -1\nElementDataFile = h.raw\n", ""));
  std::string ascii = plain;
  ascii.replace(ascii.find("True"), 4, "False");
  write(folder / "ascii", mha(ascii + "ElementDataFile = LOCAL\n", text));
  for (const char* name :
       {"local", "msb", "zip", "unsized", "detached", "zdetached", "list", "pattern", "skip", "tail", "ascii"}) {
    INFO(name);
    const Volume v = open(read_metaimage, folder / name);
    check_counted(v.image);
    CHECK(v.image.grid.spacing == Vec3{2, 3, 4});
    CHECK(v.image.grid.origin == Vec3{1, 2, 3});
    CHECK(v.source.notices.empty());
  }
}

TEST_CASE("MetaImage: row i of TransformMatrix is axis i, and AnatomicalOrientation is not looked at") {
  const TestFolder folder;
  const std::string turned =
      "TransformMatrix = 0 1 0 0 0 -1 1 0 0\nAnatomicalOrientation = RAI\nElementSpacing = 2 3 4\n";
  write(folder / "f", mha(turned + "ElementDataFile = LOCAL\n", counted(24)));
  const Grid grid = open(read_metaimage, folder / "f").image.grid;
  CHECK(orientation_letters(grid) == "PIL");
  const Vec3 p = grid.to_world({1, 1, 1});
  CHECK(p == Vec3{4, 2, -3});
}

TEST_CASE("MetaImage: channels lie together, a fourth axis is frames, two axes are one slice") {
  const TestFolder folder;
  write(folder / "channels", mha("ElementNumberOfChannels = 2\nElementDataFile = LOCAL\n", counted(48)));
  const Image channels = open(read_metaimage, folder / "channels").image;
  CHECK(channels.channels == 2);
  CHECK(channels.value({1, 0, 0}, 1) == 3);
  write(folder / "frames",
        "NDims = 4\nDimSize = 4 3 2 2\nElementType = MET_SHORT\nElementDataFile = LOCAL\n" + counted(48));
  const Image frames = open(read_metaimage, folder / "frames").image;
  CHECK(frames.frames == 2);
  CHECK(frames.value({1, 0, 0}, 0, 1) == 25);
  write(folder / "flat", "NDims = 2\nDimSize = 4 3\nElementType = MET_SHORT\nElementDataFile = LOCAL\n" + counted(12));
  const Volume flat = open(read_metaimage, folder / "flat");
  CHECK(flat.image.grid.size == Index3{4, 3, 1});
  CHECK_FALSE(flat.source.states_orientation);
}

TEST_CASE("MetaImage: broken headers and short data are refused with the reason") {
  const TestFolder folder;
  const auto error = [&](const std::string& fields, const std::string& data) {
    write(folder / "f", mha(fields, data));
    return error_of(read_metaimage, folder / "f");
  };
  const std::string all = counted(24), local = "ElementDataFile = LOCAL\n";
  CHECK(error(plain + local, all.substr(1)).find("cut short") != std::string::npos);
  CHECK(error("ElementSpacing = 0 1 1\n" + local, all).find("not positive") != std::string::npos);
  CHECK(error("ElementSpacing = nan 1 1\n" + local, all).find("no number") != std::string::npos);
  CHECK(error("TransformMatrix = 1 0 0 1 0 0 0 0 1\n" + local, all).find("span no volume") != std::string::npos);
  CHECK(error("DimSize = 4 3 2\n" + local, all).find("twice") != std::string::npos);
  CHECK(error("ElementDataFile = /etc/hostname\n", "").find("absolute") != std::string::npos);
  CHECK(error("ElementDataFile = ../f\n", "").find("outside") != std::string::npos);
  CHECK(error("", "").find("ElementDataFile") != std::string::npos);
  const std::string packed = deflated(all, 15), zip = "CompressedData = True\n";
  CHECK(error(zip + "CompressedDataSize = 1000\n" + local, packed).find("cut short") != std::string::npos);
  CHECK(error(zip + local, packed.substr(0, packed.size() - 8)).find("ends early") != std::string::npos);
  CHECK(error(zip + local, deflated(counted(23), 15)).find("end early") != std::string::npos);
}
