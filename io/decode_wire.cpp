#include "io/decode_wire.h"

#include <array>
#include <charconv>
#include <string_view>

namespace auglens {

namespace {
constexpr std::array<std::string_view, 3> kinds = {"nrrd", "metaimage", "dicom"};
constexpr std::array<std::string_view, 2> goals = {"intensity", "labels"};
constexpr std::array<std::string_view, 2> answers = {"no", "yes"};

template <std::size_t N>
std::optional<int> number_of(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<int>(i);
  return std::nullopt;
}
}  // namespace

std::vector<std::string> to_arguments(const DecodeRequest& request) {
  std::vector<std::string> arguments = {decode_flag,
                                        std::string(kinds[static_cast<std::size_t>(request.kind)]),
                                        std::string(goals[static_cast<std::size_t>(request.goal)]),
                                        std::string(answers[request.statistics ? 1 : 0]),
                                        request.series,
                                        request.path};
  arguments.insert(arguments.end(), request.left_out.begin(), request.left_out.end());
  return arguments;
}

std::optional<DecodeRequest> request_from(int argc, char** argv) {
  const std::vector<std::string> a(argv + 1, argv + std::max(argc, 1));
  if (a.size() < 6 || a[0] != decode_flag) return std::nullopt;
  const auto kind = number_of(kinds, a[1]), goal = number_of(goals, a[2]), statistics = number_of(answers, a[3]);
  if (!kind || !goal || !statistics) return std::nullopt;
  return DecodeRequest{static_cast<DecodeKind>(*kind), a[5], a[4], static_cast<VoxelGoal>(*goal), *statistics == 1,
                       {a.begin() + 6, a.end()}};
}

double share_from(const std::string& line) {
  double share = 0;
  std::from_chars(line.data(), line.data() + line.size(), share);
  return share >= 0 && share <= 1 ? share : 0;
}

}  // namespace auglens
