#include "ops/objects/crop_rule.h"

#include <doctest/doctest.h>

#include "ops/objects/crop_samplers.h"

using namespace auglens;

namespace {

std::string broken(SamplerKind sampler, std::map<std::string, Value> parameters) {
  const std::vector<Problem> problems = problems_of(Crop{{1, 1, 1}, sampler, {}, 0, std::move(parameters)});
  return problems.empty() ? "" : problems[0].pointer;
}
using Numbers = std::vector<double>;
constexpr auto box = SamplerKind::object_box;

}  // namespace

TEST_CASE("parameters of a sampler that exclude each other are refused at their place") {
  const std::string at = "/crop/parameters/";
  CHECK(broken(box, {}).empty());
  CHECK(broken(box, {{"ignore_class", true}, {"classes", Numbers{1}}}) == at + "classes");
  CHECK(broken(box, {{"ignore_class", true}, {"class_weights", Numbers{1}}}) == at + "class_weights");
  CHECK(broken(box, {{"classes", Numbers{1, 2}}, {"class_weights", Numbers{1}}}) == at + "class_weights");
  CHECK(broken(box, {{"classes", Numbers{1, 0}}, {"background", 0.0}}) == at + "background");
  CHECK(broken(box, {{"classes", Numbers{1, 0}}}).empty());
  CHECK(broken(box, {{"classes", Numbers{1, 2, 1}}}).empty());  // DALI accepts that
  CHECK(broken(box, {{"classes", Numbers{}}}) == at + "classes");
  CHECK(broken(box, {{"threshold", Numbers{1, 2}}}) == at + "threshold");
  CHECK(broken(SamplerKind::crop_by_label, {{"pos", 0.0}, {"neg", 0.0}}) == at + "pos");
  CHECK(broken(SamplerKind::crop_by_label, {{"class_ratios", Numbers{0, 0}}}) == at + "class_ratios");
  const Numbers ratios{1, 2};
  CHECK(broken(SamplerKind::crop_by_label, {{"class_ratios", ratios}}).empty());
  CHECK(broken(SamplerKind::crop_by_label, {{"class_ratios", ratios}, {"pos", 1.0}}) == at + "pos");
  CHECK(broken(SamplerKind::crop_by_label, {{"class_ratios", ratios}, {"neg", 1.0}}) == at + "neg");
  CHECK(broken(SamplerKind::forced_foreground, {{"classes", Numbers{3, 3}}}) == at + "classes");
  CHECK(broken(SamplerKind::random, {}).empty());
}

TEST_CASE("DALI's background: given, 0, or below the classes where 0 is one") {
  ObjectBoxRule rule;
  CHECK(background_of(rule) == 0);
  rule.classes = {4, 0, 2};
  CHECK(background_of(rule) == -1);
  rule.classes = {0, -2147483647 - 1, 2147483647};
  CHECK(background_of(rule) == 2147483646);
  rule.background = 7;
  CHECK(background_of(rule) == 7);
}

TEST_CASE("nnU-Net's forced positions of a batch: Python's round, halves to even") {
  const auto first = [](double oversample, std::int64_t batch) {
    return ForcedForegroundRule{oversample, ForcedBy::position, batch, {}}.first_forced();
  };
  CHECK(first(0.33, 2) == 1);
  CHECK(first(0.33, 9) == 6);
  CHECK(first(0.5, 5) == 2);  // round(2.5)
  CHECK(first(0.5, 3) == 2);  // round(1.5)
  CHECK(first(1, 4) == 0);
  CHECK(first(0, 4) == 4);
}
