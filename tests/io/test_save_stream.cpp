#include "io/save_stream.h"

#include <doctest/doctest.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "io/save.h"
#include "tests/io/save_volumes.h"

using namespace save_test;

namespace {

struct SmallFilesOnly {
  rlimit old{};
  explicit SmallFilesOnly(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    rlimit tight = old;
    tight.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &tight);
  }
  ~SmallFilesOnly() {
    setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, SIG_DFL);
  }
};

}  // namespace

TEST_CASE("save: names that no format has, targets that are no files, grids that do not fit") {
  const Folder folder;
  const Image image = row_of({1, 2});
  for (const char* name : {"a.dcm", "a.nii.bz2", "a.gz", "a", "a.mhd", ".nii"})
    CHECK_THROWS_WITH_AS(save_image(image, folder / name, {}, job()), doctest::Contains(".nii.gz"), Error);
  CHECK(volume_format_of("dir.mha/x.NII.GZ") == VolumeFormat::nifti_gz);
  std::filesystem::create_directory(folder.path() / "d.nii");
  CHECK_THROWS_WITH_AS(save_image(image, folder / "d.nii", {}, job()), doctest::Contains("folder"), Error);
  CHECK_THROWS_AS(save_image(image, folder / "no/such/v.nii", {}, job()), Error);
  std::filesystem::create_symlink("/dev/full", folder.path() / "full.nii");
  CHECK_THROWS_WITH_AS(save_image(image, folder / "full.nii", {}, job()), doctest::Contains("regular"), Error);
  Image far = row_of({1, 2});
  far.grid.origin = {123456789, 0, 0};
  far.grid.spacing = {0.01, 1, 1};
  CHECK_THROWS_WITH_AS(save_image(far, folder / "far.nii", {}, job()), doctest::Contains("move"), Error);
  save_image(far, folder / "far.nrrd", {}, job());
  save_image(far, folder / "far.mha", {}, job());
  CHECK(files_in(folder) == 4);
}

TEST_CASE("save: a link stays a link, permissions stay as they were") {
  const Folder folder;
  save_image(row_of({1}), folder / "real.nii", {}, job());
  ::chmod((folder / "real.nii").c_str(), 0640);
  std::filesystem::create_symlink("real.nii", folder.path() / "link.nii");
  save_image(row_of({2, 3}), folder / "link.nii", {}, job());
  CHECK(std::filesystem::is_symlink(folder.path() / "link.nii"));
  CHECK(file_bytes(folder / "real.nii").size() == 352 + 8);
  struct stat info {};
  ::stat((folder / "real.nii").c_str(), &info);
  CHECK((info.st_mode & 0777) == 0640);
}

TEST_CASE("save: a disk that fills up leaves the old file and nothing else") {
  const Folder folder;
  Grid g;
  g.size = {100, 100, 100};
  const Image big = numbered(g);
  for (const char* name : {"v.nii", "v.nrrd", "v.mha", "v.nii.gz"}) {
    save_image(row_of({1, 2, 3}), folder / name, {}, job());
    const Bytes old = file_bytes(folder / name);
    {
      const SmallFilesOnly limit(100000);
      CHECK_THROWS_AS(save_image(big, folder / name, {}, job()), Error);
    }
    CHECK(file_bytes(folder / name) == old);
  }
  CHECK(files_in(folder) == 4);
  std::filesystem::create_directory(folder.path() / "small");
  const std::string small = folder / "small";
  if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=256k") != 0) {
    MESSAGE("skipped: a full file system, for which root is needed");
    return;
  }
  CHECK_THROWS_WITH_AS(save_image(big, small + "/v.nii", {}, job()), doctest::Contains("No space left"), Error);
  CHECK(std::filesystem::is_empty(small));
  save_image(row_of({1, 2, 3}), small + "/v.nii", {}, job());  // and the room is free again
  ::umount(small.c_str());
}

TEST_CASE("save: a folder that may not be written to") {
  const Folder folder;
  save_image(row_of({1}), folder / "v.nii", {}, job());
  ::chmod(folder.path().c_str(), 0555);
  const int me = ::setfsuid(65534);  // root may write everywhere; nobody may not
  CHECK_THROWS_WITH_AS(save_image(row_of({2, 3}), folder / "v.nii", {}, job()), doctest::Contains("cannot be written"),
                       Error);
  ::setfsuid(static_cast<uid_t>(me));
  ::chmod(folder.path().c_str(), 0755);
  CHECK(files_in(folder) == 1);
  CHECK(file_bytes(folder / "v.nii").size() == 352 + 4);
}

TEST_CASE("save: an image and its labels appear together or not at all") {
  const Folder folder;
  const std::string image = folder / "i.nii", label = folder / "l.nii";
  save_image(row_of({1}), image, {}, job());
  save_labels(labelled({1}), label, {StoredType::uint8}, job());
  const Bytes old_image = file_bytes(image), old_label = file_bytes(label);
  {
    const PendingFile first = prepare_image(row_of({2}), image, {}, job());
    CHECK_THROWS_AS((void)prepare_labels(labelled({300}), label, {StoredType::uint8}, job()), Error);
  }
  CHECK(file_bytes(image) == old_image);
  CHECK(files_in(folder) == 2);
  const auto both = [&] {
    std::vector<PendingFile> files;
    files.push_back(prepare_image(row_of({2}), image, {}, job()));
    files.push_back(prepare_labels(labelled({2}), label, {StoredType::uint8}, job()));
    return files;
  };
  {
    const auto files = both();
    CHECK(file_bytes(image) == old_image);
    CHECK(file_bytes(label) == old_label);
    publish_together(files);
  }
  CHECK(file_bytes(image) != old_image);
  CHECK(file_bytes(label) != old_label);
  CHECK(files_in(folder) == 2);
  const auto files = both();  // what nobody can foresee is at least said
  std::filesystem::remove(label);
  std::filesystem::create_directory(label);
  CHECK_THROWS_WITH_AS(publish_together(files), doctest::Contains((image + " is new already").c_str()), Error);
}

TEST_CASE("save: cancelled or failed in the middle, nothing is left") {
  const Folder folder;
  std::stop_source stop;
  RowSource rows{"head", 1000, 100000, {}, {}};
  rows.fill = [&](std::int64_t row, std::byte*) {
    if (row == 500) stop.request_stop();
  };
  CHECK_THROWS_AS(write_rows(folder / "x", rows, Compression::gzip, Job{device(), stop.get_token()}), Cancelled);
  rows.fill = [](std::int64_t row, std::byte*) {
    if (row == 700) throw Error(ErrorKind::failed, {"", "no more", "", ""});
  };
  CHECK_THROWS_WITH_AS(write_rows(folder / "x", rows, Compression::none, job()), "no more", Error);
  rows.fill = [](std::int64_t, std::byte*) {};
  rows.check = [&](const std::string& path) {  // the last word before the file has its name
    CHECK(std::filesystem::file_size(path) == 4 + 1000 * 100000);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "x"));
    throw Error(ErrorKind::failed, {"", "refused", "", ""});
  };
  CHECK_THROWS_WITH_AS(write_rows(folder / "x", rows, Compression::none, job()), "refused", Error);
  CHECK(files_in(folder) == 0);
}
