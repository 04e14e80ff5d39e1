#include "viewer/commands/preset.h"

#include <iomanip>
#include <iostream>

#include "io/preset_json.h"
#include "io/preset_json_crop.h"
#include "io/preset_schema.h"
#include "io/shipped_presets.h"

namespace auglens {
namespace {

std::string laws_of(const Parameter& p) {
  static constexpr const char* names[] = {"", "uniform", "log_uniform", "reciprocal", "normal", "choice"};
  const bool numeric =
      p.type == ParameterType::real || p.type == ParameterType::integer || p.type == ParameterType::fill;
  std::string text;
  for (int law = 1; law <= static_cast<int>(Law::choice); ++law) {
    if (!p.laws.allows(static_cast<Law>(law)) || (!numeric && static_cast<Law>(law) != Law::choice)) continue;
    text += (text.empty() ? "" : ", ") + std::string(names[law]);
  }
  return text.empty() ? "constant only" : "constant, " + text;
}

void print_parameter(const Parameter& p) {
  const auto line = [](const char* what, std::string_view text) {
    if (!text.empty()) std::cout << "      " << std::left << std::setw(13) << what << text << '\n';
  };
  std::cout << "  " << p.name << '\n';
  line("", p.help);
  line("unit", p.unit);
  line("takes", allowed_by(p));
  line("default", p.may_be_absent() ? "not given" : write_value(p.default_value()));
  line("laws", laws_of(p));
  line("peer's name", p.peer.empty() ? "none: a parameter of ours alone" : p.peer);
}

void print_operator(const Operator& op) {
  std::cout << op.name << " (" << (op.family == Family::spatial ? "spatial" : "intensity") << "): " << op.help << '\n';
  std::cout << "reference: " << op.reference << "\n\nparameters:\n";
  for (const Parameter& p : op.parameters) print_parameter(p);
}

void print_sampler(const SamplerRow& row) {
  std::cout << row.name << " (sampler of a preset's crop): " << row.help << '\n';
  if (!row.details.empty()) std::cout << row.details << '\n';
  std::cout << "\nparameters:\n";
  for (const Parameter& p : row.parameters) print_parameter(p);
  if (row.parameters.empty()) std::cout << "  none\n";
}

const SamplerRow* find_sampler(std::string_view name) {
  for (const SamplerRow& row : sampler_table())
    if (row.name == name) return &row;
  return nullptr;
}

void print_names() {
  std::cout << "shipped presets:\n";
  for (const std::string_view name : shipped_preset_names())
    std::cout << "  " << std::left << std::setw(20) << name << load_preset(std::string(name)).name << '\n';
  std::cout << "operators:\n";
  for (const Operator* op : catalogue())
    std::cout << "  " << std::left << std::setw(20) << op->name << op->help << '\n';
  std::cout << "samplers of a crop:\n";
  for (const SamplerRow& row : sampler_table())
    std::cout << "  " << std::left << std::setw(20) << row.name << row.help << '\n';
}

}  // namespace

int run_preset_check(const std::vector<std::string>& presets) {
  for (const std::string& name : presets) {
    const Preset preset = load_preset(name);
    std::cout << name << ": ok, " << preset.steps.size() << (preset.steps.size() == 1 ? " step" : " steps") << ", hash "
              << preset_hash_text(preset) << '\n';
  }
  return 0;
}

int run_preset_show(const std::string& what, bool canonical) {
  if (what.empty()) {
    print_names();
  } else if (const Operator* op = find_operator(what)) {
    print_operator(*op);
  } else if (const SamplerRow* row = find_sampler(what)) {
    print_sampler(*row);
  } else {
    const Preset preset = load_preset(what);
    std::cout << (canonical ? canonical_preset(preset) : write_preset(preset)) << (canonical ? "\n" : "");
  }
  return 0;
}

int run_preset_schema() {
  std::cout << preset_schema();
  return 0;
}

}  // namespace auglens
