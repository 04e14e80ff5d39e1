#include "ops/intensity/clamp.h"

#include <limits>

namespace auglens {

namespace {

/// Entries of a bound: one, or one for each channel.
int entries(const Value& v) {
  const auto* list = std::get_if<std::vector<double>>(&v);
  return list != nullptr ? static_cast<int>(list->size()) : 1;
}

}  // namespace

Broken Clamp::check(const DrawnValues& v) {
  if (!v.given("min") || !v.given("max")) return {};
  const int n = std::max(entries(v.value("min")), entries(v.value("max")));
  if (std::min(entries(v.value("min")), entries(v.value("max"))) != 1 &&
      entries(v.value("min")) != entries(v.value("max")))
    return {"max", "it has another number of entries than min: give one bound, or one for each channel"};
  for (int c = 0; c < n; ++c)
    if (v.number("max", c) < v.number("min", c)) return {"max", "it is below min: use max >= min"};
  return {};
}

void Clamp::bind(const BindContext& c, BoundStep& step) {
  constexpr float endless = std::numeric_limits<float>::infinity();
  const auto bound = [&](const char* name, float otherwise) {
    return c.values.given(name) ? static_cast<float>(c.values.number(name, c.channel)) : otherwise;
  };
  step.image[static_cast<std::size_t>(c.channel)] = {
      std::make_shared<ValuePass<ClampFunctor>>(ClampFunctor{bound("min", -endless), bound("max", endless)})};
}

}  // namespace auglens
