#include "render/context.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <thread>

#include "ops/error.h"
#include "tests/render/render_fixture.h"

using namespace auglens;

TEST_CASE("a headless context says who draws, and draws without any display") {
  unsetenv("DISPLAY");
  unsetenv("WAYLAND_DISPLAY");
  const auto context = make_egl_context();
  const GlInfo& info = context->info();
  MESSAGE(info.made_by << ", " << info.renderer << ", " << info.version);
  CHECK((info.made_by == "EGL device" || info.made_by == "EGL surfaceless"));
  CHECK_FALSE(info.renderer.empty());
  CHECK(info.max_texture >= 16384);  // what GL 4.5 promises
  CHECK(info.software == (info.renderer.find("llvmpipe") != std::string::npos));
}

TEST_CASE("a window without a display is refused in one line that names a way on") {
  unsetenv("DISPLAY");
  unsetenv("WAYLAND_DISPLAY");
  try {
    make_glfw_context({});
    FAIL("a window without a display");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::resource);
    const std::string line = error.what();
    CHECK(line.find("auglens render") != std::string::npos);
    CHECK(line.find('\n') == std::string::npos);
  }
}

TEST_CASE("a context moves to another thread once it is released") {
  const auto context = make_egl_context();
  context->release();
  Picture picture;
  std::thread([&] {
    context->make_current();
    {  // what GL made is gone before the context leaves
      const Canvas canvas(3, 2);
      canvas.begin({10, 20, 30});
      picture = canvas.read();
    }
    context->release();
  }).join();
  context->make_current();
  CHECK(pixel(picture, 2, 1) == Rgb8{10, 20, 30});
}

TEST_CASE("roads: the forced one, else what suits the driver and the place of the voxels") {
  GlInfo software, hardware;
  software.software = true;
  CHECK(choose_road(PresentRoad::copy, software, Place::host) == PresentRoad::copy);
  CHECK(choose_road({}, software, Place::host) == PresentRoad::cpu);
  CHECK(choose_road({}, hardware, Place::host) == PresentRoad::copy);
  CHECK(choose_road({}, software, Place::cuda) == PresentRoad::copy);
  for (const PresentRoad road : {PresentRoad::interop, PresentRoad::copy, PresentRoad::cpu})
    CHECK(present_road_named(name_of(road)) == road);
  CHECK_FALSE(present_road_named("fast").has_value());
}
