#include "viewer/window/pacer.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>

namespace auglens {
namespace {

constexpr double progress_seconds = 0.1;  // how often a progress bar moves
constexpr double hint_seconds = 0.6;      // a little longer than ImGui waits before it shows a hint

}  // namespace

bool Pacer::wait(const Unrest& unrest) {
  if (owed_ > 0) {
    --owed_;
    glfwPollEvents();
    return true;
  }
  double longest = unrest.seconds > 0 ? unrest.seconds : 0;
  const auto at_most = [&longest](double seconds) { longest = longest > 0 ? std::min(longest, seconds) : seconds; };
  if (unrest.busy) at_most(progress_seconds);
  const bool hint_due = unrest.hovering && !hint_waited_;
  if (hint_due) at_most(hint_seconds);
  if (longest > 0) {
    const double start = glfwGetTime();
    glfwWaitEventsTimeout(longest);
    if (hint_due) hint_waited_ = glfwGetTime() - start >= hint_seconds * 0.9;
  } else {
    glfwWaitEvents();
    hint_waited_ = false;
  }
  stir(unrest.busy ? 1 : 2);
  return true;
}

}  // namespace auglens
