// Vector NIfTI files beside a preset, as another writer lays them out.
#include "io/field.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "io/preset_json.h"
#include "ops/error.h"
#include "ops/image.h"
#include "ops/operator.h"
#include "tests/io/nifti_bytes.h"

using namespace auglens;
using namespace nifti_test;

namespace {

/// Component k of voxel (x, y, z) is 100 k + x + 10 y + 0.5 z, as float32.
Bytes vectors(const std::vector<std::int64_t>& size) {
  Writer w = header({.size = size, .datatype = 16, .bitpix = 32});
  for (int k = 0; k < 3; ++k)
    for (int z = 0; z < 2; ++z)
      for (int y = 0; y < 3; ++y)
        for (int x = 0; x < 4; ++x) w.append(static_cast<float>(100 * k + x + 10 * y) + 0.5F * static_cast<float>(z));
  return w.bytes;
}

std::string preset_with(const std::string& field) {
  return R"({"auglens_preset": 1, "steps": [{"id": "a", "operator": "flip"}, {"id": "b", "operator": "elastic",
    "parameters": {"magnitude": 1, "field": ")" +
         field + "\"}}]}";
}

struct Refused {
  std::string file, what, where;
};
Refused refused(const std::string& preset) {
  try {
    load_preset(preset);
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::bad_input);
    CHECK(std::string(e.what()).find('\n') == std::string::npos);
    return {e.parts().file, e.parts().what, e.parts().where};
  }
  FAIL("it was taken");
  return {};
}

}  // namespace

TEST_CASE("a field has x, y, z of each voxel in the fifth dimension, or in the fourth") {
  const Folder folder;
  for (const auto& size : {std::vector<std::int64_t>{4, 3, 2, 1, 3}, std::vector<std::int64_t>{4, 3, 2, 3}}) {
    const auto field = read_field(folder.write("f.nii", vectors(size)));
    CHECK(field->voxels->channels == 3);
    CHECK(field->voxels->frames == 1);
    CHECK(field->voxels->grid.size == Index3{4, 3, 2});
    CHECK(field->voxels->value({3, 2, 1}, 1) == 123.5F);
    CHECK(field->voxels->value({1, 0, 0}, 2) == 201.0F);
    CHECK(field->id != read_field(folder / "f.nii")->id);
  }
}

TEST_CASE("a preset's field is found beside the preset, wherever the program runs") {
  const Folder folder;
  folder.write("f.nii", vectors({4, 3, 2, 1, 3}));
  const std::string text = preset_with("f.nii");
  const Preset preset = load_preset(folder.write("p.json", text));
  CHECK(preset.steps[0].field == nullptr);
  REQUIRE(preset.steps[1].field != nullptr);
  CHECK(preset.steps[1].field->voxels->value({3, 2, 1}, 0) == 23.5F);
  const std::string whole = preset_with(folder / "f.nii");
  const Folder other;
  CHECK(load_preset(other.write("p.json", whole)).steps[1].field != nullptr);
}

TEST_CASE("fields that are absent, no NIfTI or no vectors are refused with preset, file and pointer") {
  const Folder folder;
  const std::string text = preset_with("f.nii"), preset = folder.write("p.json", text);
  const std::string pointer = "/steps/1/parameters/field", file = folder / "f.nii";
  const auto check = [&](const std::string& what) {
    const Refused r = refused(preset);
    CHECK(r.file == preset);
    CHECK(r.where == pointer);
    CHECK(r.what == file + ": " + what);
  };
  check("no such file");
  folder.write("f.nii", {1, 2, 3});
  check("the field is not a NIfTI file");
  folder.write("f.nii", vectors({4, 3, 6}));
  check("the field has 1 numbers for each voxel, not 3");
  Bytes cut = vectors({4, 3, 2, 1, 3});
  cut.resize(cut.size() - 40);
  folder.write("f.nii", cut);
  CHECK(refused(preset).where == pointer);
}
