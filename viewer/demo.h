#pragma once
// The built-in case: a phantom head with a pipeline of three steps. It refuses to know windows and pictures.

#include "viewer/session.h"

namespace auglens {

inline constexpr const char* demo_preset = "demo";  ///< the shipped preset that it opens

/// Opens the head at its natural size and the preset, with a sample that shows all three steps.
void open_demo(Session& session, const Job& job);

}  // namespace auglens
