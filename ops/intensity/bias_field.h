#pragma once
// A smooth gain over the volume, the exponential of a polynomial in its coordinates. It refuses to differ by channel.

#include <cmath>

#include "ops/plan.h"
#include "ops/table.h"
#include "ops/value_pass.h"

namespace auglens {

/// v exp(sum over i + j + k <= degree of c_ijk X_i(x) Y_j(y) Z_k(z)) in double, coefficients in that order.
struct BiasFieldFunctor {
  int degree;
  const double *coefficients, *basis_x, *basis_y, *basis_z;  ///< a basis holds degree + 1 numbers for each index
  AUGLENS_HD float operator()(float v, std::int64_t x, std::int64_t y, std::int64_t z) const {
    const int n = degree + 1;
    const double *px = basis_x + x * n, *py = basis_y + y * n, *pz = basis_z + z * n, *c = coefficients;
    double sum = 0;
    for (int i = 0; i < n; ++i) {
      double over_y = 0;
      for (int j = 0; j < n - i; ++j) {
        double over_z = 0;
        for (int k = 0; k < n - i - j; ++k) over_z += *c++ * pz[k];
        over_y += over_z * py[j];
      }
      sum += over_y * px[i];
    }
    return static_cast<float>(static_cast<double>(v) * std::exp(sum));
  }
};

class BiasFieldPass final : public ImagePass {
 public:
  using Bodies = std::tuple<ValueBody<BiasFieldFunctor>>;
  BiasFieldPass(int degree, Table<double> coefficients, std::array<Table<double>, 3> basis)
      : degree_(degree), coefficients_(std::move(coefficients)), basis_(std::move(basis)) {}

  PassKind kind() const override { return PassKind::value; }
  void run(const Device& device, const AnyView&, const MutableView<float>& out, const Region& region) const override {
    const BiasFieldFunctor functor{degree_, coefficients_.on(device), basis_[0].on(device), basis_[1].on(device),
                                   basis_[2].on(device)};
    launch(device, region, ValueBody<BiasFieldFunctor>{functor, out});
  }

 private:
  int degree_;
  Table<double> coefficients_;
  std::array<Table<double>, 3> basis_;
};

/// How many c_ijk a degree has.
constexpr int bias_coefficients(int degree) {
  return (degree + 1) * (degree + 2) * (degree + 3) / 6;
}

struct BiasField {
  static constexpr std::string_view name = "bias_field";
  static constexpr Family family = Family::intensity;
  static constexpr std::string_view help =
      "out = in exp(sum of c_ijk P_i(x) P_j(y) P_k(z)), i + j + k <= degree, x, y, z from -1 to 1 over the volume";
  static constexpr std::string_view reference = "MONAI RandBiasField (legendre), TorchIO BiasField (monomial)";
  static constexpr Tolerance tolerance{1e-7, "exp in double of CUDA and of libm differ in the last bit"};

  enum class Basis { legendre, monomial };
  static constexpr std::string_view basis_names[] = {"legendre", "monomial"};
  static constexpr int largest_degree = 6;

  static constexpr Parameter parameters[] = {
      {.name = "degree",
       .type = ParameterType::integer,
       .minimum = 0,
       .maximum = largest_degree,
       .slider_high = largest_degree,
       .standard = 3.0,
       .laws = choice_only,
       .help = "largest sum of the three powers; degree d has (d + 1)(d + 2)(d + 3)/6 coefficients, 20 for 3",
       .peer = "degree (MONAI), order (TorchIO)"},
      {.name = "coefficients",
       .shape = ParameterShape::list,
       .components = bias_coefficients(largest_degree),
       .minimum = -100,
       .maximum = 100,
       .slider_low = -0.5,
       .slider_high = 0.5,
       .standard = 0.0,
       .help = "c_000, c_001, ..., the power of z fastest, then y, then x; the first one is a constant gain",
       .peer = "coeff_range (MONAI), coefficients (TorchIO)"},
      {.name = "basis",
       .type = ParameterType::option,
       .standard = "legendre",
       .options = basis_names,
       .laws = choice_only,
       .help = "polynomials along each axis: Legendre's (MONAI) or powers (TorchIO)"},
  };

  static Broken check(const DrawnValues& v);
  static void settle(std::vector<Value>& values);
  static void bind(const BindContext& c, BoundStep& step);

  using Bodies = BiasFieldPass::Bodies;
};

}  // namespace auglens
