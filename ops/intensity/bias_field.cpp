#include "ops/intensity/bias_field.h"

namespace auglens {

namespace {

constexpr std::size_t degree_at = 0, coefficients_at = 1;  // places in the table
static_assert(BiasField::parameters[degree_at].name == "degree");
static_assert(BiasField::parameters[coefficients_at].name == "coefficients");

/// From -1 to 1 over the voxels of an axis. One voxel: MONAI's linspace gives -1, TorchIO's centred range 0.
double coordinate(std::int64_t i, std::int64_t n, BiasField::Basis basis) {
  if (n == 1) return basis == BiasField::Basis::legendre ? -1 : 0;
  const double t = i == n - 1 ? 1 : -1 + static_cast<double>(i) * (2 / static_cast<double>(n - 1));
  return basis == BiasField::Basis::legendre ? static_cast<double>(static_cast<float>(t)) : t;  // MONAI's float32
}

/// The polynomials of all degrees at every voxel of an axis.
Table<double> basis_along(std::int64_t n, int degree, BiasField::Basis basis) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < n; ++i) {
    const double t = coordinate(i, n, basis);
    double before = 0, now = 1;
    for (int k = 0; k <= degree; ++k) {
      values.push_back(now);
      // Bonnet's recursion, or one more power
      const double next =
          basis == BiasField::Basis::legendre ? ((2 * k + 1) * t * now - k * before) / (k + 1) : now * t;
      before = now;
      now = next;
    }
  }
  return Table<double>(std::move(values));
}

}  // namespace

Broken BiasField::check(const DrawnValues& v) {
  const int needed = bias_coefficients(static_cast<int>(v.number("degree")));
  const auto* list = std::get_if<std::vector<double>>(&v.value("coefficients"));
  if (list == nullptr || static_cast<int>(list->size()) == needed) return {};
  return {"coefficients", std::to_string(list->size()) + " are given where degree " +
                              std::to_string(static_cast<int>(v.number("degree"))) + " needs " +
                              std::to_string(needed)};
}

void BiasField::settle(std::vector<Value>& values) {
  auto* list = std::get_if<std::vector<double>>(&values[coefficients_at]);
  // a law drew as many as the largest degree has; a list of the user's own is left for check
  if (list == nullptr || static_cast<int>(list->size()) != bias_coefficients(largest_degree)) return;
  list->resize(static_cast<std::size_t>(bias_coefficients(static_cast<int>(std::get<double>(values[degree_at])))));
}

void BiasField::bind(const BindContext& c, BoundStep& step) {
  const int degree = static_cast<int>(c.values.number("degree"));
  const auto basis = c.values.option<Basis>("basis");
  const auto* list = std::get_if<std::vector<double>>(&c.values.value("coefficients"));
  std::vector<double> coefficients(static_cast<std::size_t>(bias_coefficients(degree)));
  for (std::size_t i = 0; i < coefficients.size(); ++i)
    coefficients[i] = list != nullptr ? (*list)[i] : c.values.number("coefficients");
  std::array<Table<double>, 3> along;
  for (std::size_t k = 0; k < 3; ++k) along[k] = basis_along(c.in.size[k], degree, basis);
  step.image[static_cast<std::size_t>(c.channel)] = {
      std::make_shared<BiasFieldPass>(degree, Table<double>(std::move(coefficients)), std::move(along))};
}

}  // namespace auglens
