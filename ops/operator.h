#pragma once
// What an operator says about itself, and the one list of them all. It refuses to know who asks: panel, reader or test.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ops/parameter.h"
#include "ops/preset.h"

namespace auglens {

class DrawnValues;
struct BindContext;
struct BoundStep;

enum class Family { spatial, intensity };

/// What a step must know of its complete input before it can run.
enum class Needs {
  nothing,
  statistics,  ///< of the input
  outcome,     ///< of the input, and of what the step's passes make of it (bind is called once more with both)
};

/// The largest difference between CPU and CUDA that is allowed, as a share of the output's range, and why.
struct Tolerance {
  double share = 0;
  std::string_view reason = "same functor, same order of operations";
};

/// A rule over several parameters, or over a drawn one, that an outcome breaks; an empty text: none.
struct Broken {
  std::string_view parameter;
  std::string what;
};

/// One row of the catalogue.
struct Operator {
  std::string_view name;
  Family family = Family::spatial;
  std::string_view help;       ///< one sentence
  std::string_view reference;  ///< the peer whose voxels are the truth
  Tolerance tolerance;
  bool random_voxels = false;  ///< draws a number for each voxel
  bool reads_image = false;    ///< a spatial operator whose grid depends on voxel values
  std::span<const Parameter> parameters;
  Needs (*needs)(const DrawnValues&) = nullptr;
  /// Rules over several parameters of one drawn outcome or constant setting; returns the broken one.
  Broken (*check)(const DrawnValues&) = nullptr;
  /// Brings drawn values together where one says how many of another there are; null where none does.
  void (*settle)(std::vector<Value>&) = nullptr;
  /// Adds the passes (and, for a spatial operator, the output grid) of this outcome.
  void (*bind)(const BindContext&, BoundStep&) = nullptr;

  /// Index in `parameters`; -1 when there is none of that name.
  int find(std::string_view parameter) const;
};

/// Every operator, in the order of catalogue.def.
std::span<const Operator* const> catalogue();
/// Null when there is none of that name.
const Operator* find_operator(std::string_view name);

/// The drawn values of one step (and one channel), asked for by parameter name. A name that the table lacks is a bug of
/// the operator and throws std::logic_error.
class DrawnValues {
 public:
  DrawnValues(const Operator& op, std::span<const Value> values) : op_(&op), values_(values) {}

  const Value& value(std::string_view name) const;
  bool given(std::string_view name) const;  ///< false: absent and without default
  bool flag(std::string_view name) const;
  double number(std::string_view name) const;
  /// Three components; a single number stands for all; of a longer list, the channel's three.
  Vec3 axes(std::string_view name, int channel = 0) const;
  const std::vector<double>& numbers(std::string_view name) const;
  /// The number for a channel: the list's entry, or the single number.
  double number(std::string_view name, int channel) const;
  std::string_view text(std::string_view name) const;
  /// The option's place in the table's list, as the operator's own enum.
  template <class Enum>
  Enum option(std::string_view name) const {
    return static_cast<Enum>(option_index(name));
  }

 private:
  int option_index(std::string_view name) const;
  const Operator* op_;
  std::span<const Value> values_;
};

/// Builds a row from an operator's header: a type with name, family, help, reference, parameters and bind, and, where
/// they differ from the usual, tolerance, needs, check and settle.
template <class T>
constexpr Operator make_operator() {
  Operator row;
  row.name = T::name;
  row.family = T::family;
  row.help = T::help;
  row.reference = T::reference;
  row.parameters = T::parameters;
  row.bind = &T::bind;
  if constexpr (requires { T::tolerance; }) row.tolerance = T::tolerance;
  if constexpr (requires { T::random_voxels; }) row.random_voxels = T::random_voxels;
  if constexpr (requires { T::reads_image; }) row.reads_image = T::reads_image;
  if constexpr (requires { &T::needs; })
    row.needs = &T::needs;
  else
    row.needs = [](const DrawnValues&) { return Needs::nothing; };
  if constexpr (requires { &T::check; })
    row.check = &T::check;
  else
    row.check = [](const DrawnValues&) { return Broken(); };
  if constexpr (requires { &T::settle; }) row.settle = &T::settle;
  return row;
}

}  // namespace auglens
