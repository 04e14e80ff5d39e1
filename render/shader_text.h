#pragma once
// The shaders' text, embedded at build from shaders/. It refuses to know GL.

#include <string_view>

namespace auglens {

/// The text of `slice.frag` and its like; empty when there is no shader of that name.
std::string_view shader_text(std::string_view name);

}  // namespace auglens
