#pragma once
// The built-in cases: a phantom head with a pipeline of three steps, and an abdomen with training windows about its
// organs. It refuses to know windows and pictures.

#include "viewer/session.h"

namespace auglens {

enum class DemoCase { head, abdomen };

inline constexpr const char* demo_preset = "demo";                    ///< the shipped preset of the head
inline constexpr const char* abdomen_demo_preset = "object_windows";  ///< and that of the abdomen

/// Opens the case at its natural size and its preset, with a sample that shows all steps.
void open_demo(Session& session, DemoCase which, const Job& job);

}  // namespace auglens
