#include "ops/objects/crop_cut.h"

#include <algorithm>

#include "ops/operator.h"

namespace auglens {

namespace {

/// "cut", or the first of "cut2", "cut3", ... that no step has.
std::string free_id(const Chain& chain) {
  const auto taken = [&](const std::string& id) {
    return std::any_of(chain.begin(), chain.end(), [&](const Step& s) { return s.id == id; });
  };
  std::string id = "cut";
  for (int k = 2; taken(id); ++k) id = "cut" + std::to_string(k);
  return id;
}

std::vector<double> numbers_of(const Index3& v) {
  return {static_cast<double>(v[0]), static_cast<double>(v[1]), static_cast<double>(v[2])};
}

}  // namespace

std::size_t cut_place(const Chain& chain, const Crop& crop) {
  if (!crop.before) return chain.size();
  const auto at = std::find_if(chain.begin(), chain.end(), [&](const Step& s) { return s.id == *crop.before; });
  return static_cast<std::size_t>(at - chain.begin());
}

Chain steps_before_cut(const Chain& chain, const Crop& crop) {
  return {chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(cut_place(chain, crop))};
}

Chain with_cut(const Chain& chain, const Crop& crop, const Region& window) {
  Step cut = Step::make(free_id(chain), *find_operator("crop"));
  const auto set = [&](std::string_view name, Value value) {
    cut.settings[static_cast<std::size_t>(cut.op->find(name))] = Setting::of(std::move(value));
  };
  set("size", numbers_of(window.size));
  set("start", numbers_of(window.start));
  set("border", std::string("constant"));
  set("fill", crop.pad);
  Chain out = chain;
  out.insert(out.begin() + static_cast<std::ptrdiff_t>(cut_place(chain, crop)), std::move(cut));
  return out;
}

}  // namespace auglens
