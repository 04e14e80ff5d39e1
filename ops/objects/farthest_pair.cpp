#include "ops/objects/farthest_pair.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace auglens {
namespace {

double squared(const Vec3& a, const Vec3& b) {
  const double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
  return x * x + y * y + z * z;
}

/// A box of neighbouring points; children follow in the list, or none where there are few points.
struct Node {
  Vec3 low, high;
  std::size_t first, last;
  std::size_t left = 0, right = 0;
};

class Search {
 public:
  explicit Search(std::vector<Vec3>& points) : points_(points) {
    build(0, points.size());
    // a good first guess: the farthest from anywhere, and the farthest from that one
    std::size_t from = 0;
    for (int step = 0; step < 3; ++step) from = farthest_from(from);
    visit(0, 0);
  }
  double best() const { return best_; }

 private:
  static constexpr std::size_t few = 12;

  std::size_t farthest_from(std::size_t from) {
    std::size_t found = from;
    double most = -1;
    for (std::size_t i = 0; i < points_.size(); ++i)
      if (const double d = squared(points_[from], points_[i]); d > most) most = d, found = i;
    best_ = std::max(best_, most);
    return found;
  }

  std::size_t build(std::size_t first, std::size_t last) {
    Node node{points_[first], points_[first], first, last};
    for (std::size_t i = first; i < last; ++i)
      for (std::size_t k = 0; k < 3; ++k) {
        node.low[k] = std::min(node.low[k], points_[i][k]);
        node.high[k] = std::max(node.high[k], points_[i][k]);
      }
    const std::size_t self = nodes_.size();
    nodes_.push_back(node);
    if (last - first <= few) return self;
    std::size_t axis = 0;
    for (std::size_t k = 1; k < 3; ++k)
      if (node.high[k] - node.low[k] > node.high[axis] - node.low[axis]) axis = k;
    const std::size_t middle = (first + last) / 2;
    const auto at = [&](std::size_t i) { return points_.begin() + static_cast<std::ptrdiff_t>(i); };
    std::nth_element(at(first), at(middle), at(last),
                     [axis](const Vec3& a, const Vec3& b) { return a[axis] < b[axis]; });
    const std::size_t left = build(first, middle), right = build(middle, last);
    nodes_[self].left = left;
    nodes_[self].right = right;
    return self;
  }

  double bound(const Node& a, const Node& b) const {
    double sum = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const double d = std::max(a.high[k] - b.low[k], b.high[k] - a.low[k]);
      sum += d * d;
    }
    return sum;
  }

  void visit(std::size_t first, std::size_t second) {
    const Node &a = nodes_[first], &b = nodes_[second];
    if (bound(a, b) <= best_) return;
    if (a.left == 0 && b.left == 0) {
      for (std::size_t i = a.first; i < a.last; ++i)
        for (std::size_t j = b.first; j < b.last; ++j) best_ = std::max(best_, squared(points_[i], points_[j]));
      return;
    }
    if (first == second) {
      visit(a.left, a.right);
      visit(a.left, a.left);
      visit(a.right, a.right);
      return;
    }
    const bool split_a = b.left == 0 || (a.left != 0 && a.last - a.first >= b.last - b.first);
    const std::size_t whole = split_a ? second : first;
    std::size_t near = split_a ? a.left : b.left, far = split_a ? a.right : b.right;
    if (bound(nodes_[near], nodes_[whole]) > bound(nodes_[far], nodes_[whole])) std::swap(near, far);
    visit(far, whole);
    visit(near, whole);
  }

  std::vector<Vec3>& points_;
  std::vector<Node> nodes_;
  double best_ = 0;
};

}  // namespace

double largest_distance(std::vector<Vec3>& points) {
  return points.size() < 2 ? 0 : std::sqrt(Search(points).best());
}

}  // namespace auglens
