#pragma once
// Reads one step of a preset as the arguments of a random class of MONAI. It refuses to know which class has which.

#include <set>
#include <string>

#include "ops/operator.h"
#include "ops/replay/monai_class.h"

namespace auglens {

/// Collects the ranges of one child, and the first thing that the class cannot do. Parameters that an operator lacks
/// are passed over.
class MonaiReader {
 public:
  MonaiReader(const Step& step, std::size_t index);

  const Step& step() const { return step_; }
  MonaiChild& child() { return child_; }

  /// True when nothing of the step is left to chance.
  bool draws_nothing() const;
  /// The voxels of the step come from a file.
  bool given_field() const;
  /// The first parameter that is not constant; empty when there is none.
  std::string first_random() const;

  bool constant(std::string_view name) const;
  /// Every component is this constant.
  bool neutral(std::string_view name, double value) const;
  /// One value for each channel, or one law for each.
  bool lists(std::string_view name) const;
  bool flag(std::string_view name) const;
  double constant_number(std::string_view name) const;
  Vec3 constant_axes(std::string_view name) const;

  /// The parameter must be its default, or this option or absent; else the class ... (in words that follow its name).
  void only(std::string_view name, const char* what);
  void must_be(std::string_view name, std::string_view option, const char* what);
  void refuse(std::string_view name, const std::string& what);

  /// The class draws each component in turn; `count`: of a list.
  void range(std::string_view name, Sense sense, int count = 0);
  /// The class draws one number for all axes.
  void shared_range(std::string_view name);
  /// The class draws from [0, b], or not at all where a constant is given.
  void noise_range(std::string_view name);
  /// The class draws a number that nothing reads.
  void thrown_away(double constant);
  /// One coin for each random axis, or one for the step.
  void flips();
  /// Quarter turns from 1 to max_k.
  void turns(std::string_view name);

  /// Refuses what is random beyond what was read.
  MonaiStep finish();

 private:
  void add(std::size_t parameter, int component, Sense sense, const Distribution& law);
  void problem(const std::string& pointer, const std::string& what);
  void check_rest();
  std::string name() const { return std::string(name_of(child_.kind)); }

  const Step& step_;
  MonaiChild child_;
  std::set<std::size_t> read_;
  MonaiStep out_;
  bool several_ = false;  ///< out_ holds the children already (flips)
};

}  // namespace auglens
