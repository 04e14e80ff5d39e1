#include "ops/operator.h"

#include <stdexcept>
#include <string>

namespace auglens {

// Each row is defined in a generated .cpp of its own (ops/CMakeLists.txt), so that an edit of a header rebuilds one.
#define AUGLENS_OPERATOR(type, family, name) const Operator& row_of_##name();
#include "ops/catalogue.def"
#undef AUGLENS_OPERATOR

std::span<const Operator* const> catalogue() {
  static const Operator* const rows[] = {
#define AUGLENS_OPERATOR(type, family, name) &row_of_##name(),
#include "ops/catalogue.def"
#undef AUGLENS_OPERATOR
  };
  return rows;
}

const Operator* find_operator(std::string_view name) {
  for (const Operator* op : catalogue())
    if (op->name == name) return op;
  return nullptr;
}

int Operator::find(std::string_view parameter) const {
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].name == parameter) return static_cast<int>(i);
  return -1;
}

const Value& DrawnValues::value(std::string_view name) const {
  const int i = op_->find(name);
  if (i < 0) throw std::logic_error(std::string(op_->name) + " has no parameter " + std::string(name));
  return values_[static_cast<std::size_t>(i)];
}

bool DrawnValues::given(std::string_view name) const {
  return !std::holds_alternative<std::monostate>(value(name));
}

bool DrawnValues::flag(std::string_view name) const {
  return std::get<bool>(value(name));
}

double DrawnValues::number(std::string_view name) const {
  const Value& v = value(name);
  if (const auto* list = std::get_if<std::vector<double>>(&v)) return list->at(0);
  return std::get<double>(v);
}

Vec3 DrawnValues::axes(std::string_view name, int channel) const {
  const Value& v = value(name);
  if (const auto* list = std::get_if<std::vector<double>>(&v)) {
    const std::size_t row = list->size() > 3 ? 3 * static_cast<std::size_t>(channel) : 0;
    return {list->at(row), list->at(row + 1), list->at(row + 2)};
  }
  const double d = std::get<double>(v);
  return {d, d, d};
}

const std::vector<double>& DrawnValues::numbers(std::string_view name) const {
  return std::get<std::vector<double>>(value(name));
}

double DrawnValues::number(std::string_view name, int channel) const {
  const Value& v = value(name);
  if (const auto* list = std::get_if<std::vector<double>>(&v)) {
    const auto c = static_cast<std::size_t>(channel);
    return c < list->size() ? (*list)[c] : list->back();
  }
  return std::get<double>(v);
}

std::string_view DrawnValues::text(std::string_view name) const {
  return std::get<std::string>(value(name));
}

int DrawnValues::option_index(std::string_view name) const {
  const auto& options = op_->parameters[static_cast<std::size_t>(op_->find(name))].options;
  const std::string_view given = text(name);
  for (std::size_t i = 0; i < options.size(); ++i)
    if (options[i] == given) return static_cast<int>(i);
  throw std::logic_error(std::string(op_->name) + "." + std::string(name) + ": unknown option " + std::string(given));
}

}  // namespace auglens
