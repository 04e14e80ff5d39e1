// Picture regression: the largest difference, where it is, and what makes a comparison fail.

#include <doctest/doctest.h>

#include <filesystem>

#include "io/png.h"
#include "ops/error.h"
#include "tests/viewer/run_program.h"
#include "viewer/commands/compare.h"

using namespace auglens;

namespace {

Picture grey(int width, int height, std::uint8_t value) {
  return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height), value)};
}

std::uint8_t& channel(Picture& p, int x, int y, int c) {
  return p.rgb[static_cast<std::size_t>(3 * (y * p.width + x) + c)];
}

}  // namespace

TEST_CASE("equal pictures pass at threshold 0") {
  const Comparison found = compare_pictures(grey(5, 4, 9), grey(5, 4, 9), 0);
  CHECK(found.passes());
  CHECK(found.largest == 0);
}

TEST_CASE("the largest difference is found with its channel and place, in both directions") {
  const Picture a = grey(5, 4, 100);
  Picture b = a;
  channel(b, 3, 2, 1) = 112;
  channel(b, 4, 3, 2) = 80;
  channel(b, 0, 0, 0) = 103;
  const Comparison found = compare_pictures(a, b, 3);
  CHECK(found.largest == 20);
  CHECK(found.x == 4);
  CHECK(found.y == 3);
  CHECK(found.channel == 'B');
  CHECK(found.pixels == 2);
  CHECK(!found.passes());
  CHECK(compare_pictures(b, a, 19).pixels == 1);
  CHECK(compare_pictures(a, b, 20).passes());
}

TEST_CASE("other sizes fail even with the same number of pixels") {
  CHECK(!compare_pictures(grey(5, 4, 9), grey(4, 5, 9), 255).passes());
}

TEST_CASE("the difference picture is stretched and keeps its place") {
  const Picture a = grey(5, 4, 100);
  Picture b = a;
  channel(b, 1, 1, 0) = 110;
  channel(b, 2, 1, 0) = 105;
  Picture d = difference_picture(a, b);
  CHECK(channel(d, 1, 1, 0) == 255);
  CHECK(channel(d, 2, 1, 0) == 127);
  CHECK(channel(d, 1, 1, 1) == 0);
  CHECK(difference_picture(a, a) == grey(5, 4, 0));
}

TEST_CASE("a missing baseline fails and leaves the candidate beside it") {
  const TestFolder folder;
  const Picture p = grey(3, 3, 7);
  CHECK_THROWS_AS(check_reference(p, folder / "base.png", 0), Error);
  REQUIRE(std::filesystem::exists(folder / "base.candidate.png"));
  CHECK(read_png(folder / "base.candidate.png") == p);
  CHECK(!std::filesystem::exists(folder / "base.png"));
  write_png(p, folder / "base.png");
  CHECK_NOTHROW(check_reference(p, folder / "base.png", 0));
  try {
    check_reference(grey(3, 3, 9), folder / "base.png", 1);
    FAIL("passed");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::failed);
  }
  CHECK_NOTHROW(check_reference(grey(3, 3, 9), folder / "base.png", 2));
}

TEST_CASE("the program's exit codes: 0 equal, 1 different, 3 unreadable") {
  if (!have_program()) return;
  const TestFolder folder;
  Picture a = grey(6, 5, 50);
  write_png(a, folder / "a.png");
  channel(a, 2, 3, 1) = 55;
  write_png(a, folder / "b.png");
  write_png(grey(5, 6, 50), folder / "c.png");
  folder.write("d.png", "no picture");
  const auto files = [&](const char* x, const char* y) { return "compare " + (folder / x) + " " + (folder / y); };
  CHECK(run_program(files("a.png", "a.png")).code == 0);
  const ProgramRun different = run_program(files("a.png", "b.png") + " --diff " + (folder / "diff.png"));
  CHECK(different.code == 1);
  CHECK(different.out.find("difference 5 (channel G at x 2, y 3), 1 of 30") != std::string::npos);
  CHECK(read_png(folder / "diff.png").width == 6);
  CHECK(run_program(files("a.png", "b.png") + " --threshold 5").code == 0);
  CHECK(run_program(files("a.png", "b.png") + " --threshold 4").code == 1);
  CHECK(run_program(files("a.png", "c.png") + " --threshold 255").code == 1);
  const ProgramRun unreadable = run_program(files("a.png", "d.png"));
  CHECK(unreadable.code == 3);
  CHECK(unreadable.one_line_error());
  CHECK(run_program("compare " + (folder / "a.png")).code == 2);
}
