#include "io/save_target.h"

#include <doctest/doctest.h>

#include "ops/error.h"
#include "tests/io/save_volumes.h"

using namespace save_test;

TEST_CASE("save target: one file is one file, however it is spelled") {
  const Folder folder;
  std::filesystem::create_directories(folder.path() / "d/deep");
  std::filesystem::create_directory_symlink("d", folder.path() / "by_link");
  std::filesystem::create_symlink("d/s.nii", folder.path() / "link.nii");  // leads to a file that is not there yet
  SaveTargets targets({});
  targets.claim(folder / "d/s.nii");
  for (const char* same : {"d/s.nii", "d/../d/s.nii", "d//./s.nii", "d/deep/../s.nii", "by_link/s.nii", "link.nii"}) {
    CAPTURE(same);
    CHECK_THROWS_WITH_AS(targets.claim(folder / same), doctest::Contains("same file as another output"), Error);
  }
  for (const char* other : {"d/t.nii", "s.nii", "d/deep/s.nii"}) CHECK_NOTHROW(targets.claim(folder / other));
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path() / "d");
  CHECK_THROWS_AS(targets.claim("s.nii"), Error);
  std::filesystem::current_path(before);
}

TEST_CASE("save target: what is read is never written") {
  const Folder folder;
  std::filesystem::create_directory_symlink(".", folder.path() / "here");
  std::ofstream(folder / "in.nii") << "input";
  std::filesystem::create_hard_link(folder.path() / "in.nii", folder.path() / "twin.nii");
  SaveTargets targets({folder / "in.nii", folder / "missing.nii", ""});
  for (const char* same : {"in.nii", "here/in.nii", "twin.nii"})
    CHECK_THROWS_WITH_AS(targets.claim(folder / same), doctest::Contains("would overwrite"), Error);
  CHECK_NOTHROW(targets.claim(folder / "out.nii"));
}
