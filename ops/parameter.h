#pragma once
// What an operator says of one of its parameters, and the values and laws that a preset may give it. It refuses to know
// how either is spelled in a file.

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace auglens {

/// One value of a parameter. monostate: not given and no default (such as a clamp without an upper bound).
/// Options hold their name; vectors and matrices hold all components.
using Value = std::variant<std::monostate, bool, double, std::string, std::vector<double>>;

enum class ParameterType {
  boolean,
  integer,
  real,
  option,  ///< one of `options`
  text,    ///< free text, such as a file beside the preset
  fill,    ///< a number, a list with one per channel, or "minimum"
};

/// How many components a parameter has, and what a single given value means.
enum class ParameterShape {
  scalar,
  axes,      ///< x, y, z; a single value or law stands for all three
  vector,    ///< exactly `components` numbers
  channels,  ///< one number, or a list with one per channel
  list,      ///< up to `components` numbers; how many the operator says. A single value or law stands for all
};

/// Laws a parameter may be drawn by; a bare value (constant) is always allowed.
enum class Law : std::uint8_t { constant, uniform, log_uniform, reciprocal, normal, choice };

struct Laws {
  std::uint8_t bits = 0;
  constexpr bool allows(Law law) const { return law == Law::constant || (bits >> static_cast<int>(law) & 1) != 0; }
};
inline constexpr Laws no_law{0};
inline constexpr Laws choice_only{1 << static_cast<int>(Law::choice)};
inline constexpr Laws any_law{0x3e};

/// The default, in constexpr form; Parameter::default_value() turns it into a Value.
struct DefaultValue {
  enum class Kind { absent, flag, numbers, text } kind = Kind::absent;
  std::array<double, 12> numbers{};
  int count = 0;
  std::string_view text{};

  constexpr DefaultValue() = default;
  constexpr DefaultValue(bool b) : kind(Kind::flag), numbers{b ? 1.0 : 0.0}, count(1) {}
  constexpr DefaultValue(double d) : kind(Kind::numbers), numbers{d}, count(1) {}
  constexpr DefaultValue(const char* s) : kind(Kind::text), text(s) {}
  template <std::size_t N>
  constexpr DefaultValue(const double (&v)[N]) : kind(Kind::numbers), count(static_cast<int>(N)) {
    for (std::size_t i = 0; i < N; ++i) numbers[i] = v[i];
  }
};

/// One row of an operator's table. All numbers of a setting must lie in [minimum, maximum]; the slider moves in
/// [slider_low, slider_high].
struct Parameter {
  std::string_view name;
  ParameterType type = ParameterType::real;
  ParameterShape shape = ParameterShape::scalar;
  int components = 1;         ///< 3 for axes; the exact number for vector, the largest for list
  bool coin = false;          ///< a probability; its outcome is 1 or 0
  bool apart = false;         ///< axes only: a draw for each axis, also where the operator shares one (isotropic)
  bool channel_rows = false;  ///< axes only: a list may hold three numbers for each channel in turn
  std::string_view unit = "";
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool open_minimum = false;  ///< the minimum itself is not allowed (sigma > 0)
  double slider_low = 0, slider_high = 1;
  DefaultValue standard{};
  std::span<const std::string_view> options{};
  Laws laws = any_law;
  std::string_view help = "";  ///< one sentence, with the formula
  std::string_view peer = "";  ///< what the reference peer calls it

  Value default_value() const;
  bool may_be_absent() const { return standard.kind == DefaultValue::Kind::absent; }
};

/// How one component, or a whole vector, is drawn.
struct Distribution {
  Law law = Law::constant;
  Value constant{};                 ///< law == constant
  double a = 0, b = 0;              ///< bounds; mean and standard deviation for normal
  std::vector<Distribution> items;  ///< choice: constants (also whole vectors) or laws, one level
  std::vector<double> weights;      ///< choice: empty = equal
  std::optional<std::array<double, 2>> clip;

  friend bool operator==(const Distribution&, const Distribution&) = default;
};

/// What a preset says of one parameter: one law for all components, or one for each.
struct Setting {
  std::vector<Distribution> laws;

  static Setting of(Value value) {
    Setting s;
    s.laws.resize(1);
    s.laws[0].constant = std::move(value);
    return s;
  }
  bool is_constant() const;
  friend bool operator==(const Setting&, const Setting&) = default;
};

/// The broken rule of one setting, in words that name the allowed values; empty when the setting is fine.
/// `pointer` gets the JSON pointer inside the setting ("/uniform/1", or ""). A law whose numbers may leave the allowed
/// range is refused, unless a clip keeps them in.
std::string problem_of(const Parameter& parameter, const Setting& setting, std::string& pointer);

}  // namespace auglens
