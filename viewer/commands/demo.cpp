#include "viewer/commands/demo.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "ops/error.h"
#include "viewer/commands/render.h"

namespace auglens {
namespace {

bool display_named() {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  return set("DISPLAY") || set("WAYLAND_DISPLAY");
}

std::string picture_path(const std::string& folder) {
  if (folder.empty()) return "auglens-demo.png";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw Error(ErrorKind::resource,
                {folder, "the folder cannot be made: " + error.message(), "", "name another --out"});
  return (std::filesystem::path(folder) / "auglens-demo.png").string();
}

int draw_headless(const DemoOptions& options) {
  RenderOptions render;
  render.device = options.device;
  render.demo = options.which;
  render.edits = {"view.caption true"};
  render.out = picture_path(options.out);
  run_render(render);
  std::cout << std::filesystem::absolute(render.out).string() << '\n';
  return 0;
}

}  // namespace

int run_demo(const DemoOptions& options, OpenWindow open_window) {
  if (options.headless || !display_named()) return draw_headless(options);
  WindowOptions window;
  window.device = options.device.kind;
  window.threads = options.device.threads;
  window.demo = options.which;
  return open_window(window);
}

}  // namespace auglens
