// The row kernels of all instruction sets give what the portable one gives; that one is judged by test_components.
#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "ops/objects/row_bits.h"

using namespace auglens;

namespace {

using Row = std::vector<std::int32_t>;

/// Stretches of a few classes.
Row random_row(std::mt19937& engine, std::size_t n) {
  const auto most = static_cast<std::int32_t>(1 + engine() % 4);
  const auto change = 1 + engine() % 12;
  Row row(n);
  for (std::size_t i = 0; i < n; ++i)
    row[i] = i > 0 && engine() % change != 0 ? row[i - 1] : static_cast<std::int32_t>(engine()) % most;
  return row;
}

void put(std::vector<std::uint64_t>& all, const std::vector<std::uint32_t>& values, std::size_t count) {
  all.insert(all.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count));
}

/// Everything that a kernel writes for two rows, as numbers.
std::vector<std::uint64_t> all_of(const RowKernel& kernel, const Row& a, const Row& b, const JoinRule& rule,
                                  const std::vector<std::uint64_t>& known) {
  const std::size_t n = a.size(), words = (n + 63) / 64;
  const auto size = static_cast<std::int64_t>(n);
  std::vector<std::uint64_t> all(5 * words);
  const RowBits a_bits{all.data(), all.data() + words}, b_bits{a_bits.start + words, a_bits.start + 2 * words};
  const RowKind a_kind = kernel.scan(a.data(), size, rule, 1, a.data(), a_bits);
  const RowKind b_kind = kernel.scan(b.data(), size, rule, 1, b.data(), b_bits);
  RowPair rows;
  rows.size = size, rows.a = a_bits, rows.b = b_bits, rows.a_voxels = a.data(), rows.b_voxels = b.data();
  rows.a_first = b_kind.runs, rows.corners = true, rows.same = all.data() + 4 * words;
  rows.known = known.data(), rows.corners_known = true;
  std::vector<RunPair> pairs(3 * n + 2);
  const Touching touched = kernel.touching(rows, pairs.data());
  std::vector<std::uint32_t> first(n), end(n), local(n + 1);
  std::vector<std::int32_t> number(n + 1);
  Row painted(n);
  for (std::size_t i = 0; i <= n; ++i) {
    local[i] = static_cast<std::uint32_t>(n - i);
    number[i] = static_cast<std::int32_t>(1000 + i);
  }
  kernel.extents(a_bits, size, first.data(), end.data());
  kernel.paint(a_bits, size, local.data(), a_kind.runs, number.data(), painted.data());
  put(all, first, a_kind.runs);
  put(all, end, a_kind.runs);
  for (const std::int32_t v : painted) all.push_back(static_cast<std::uint64_t>(v));
  for (std::size_t p = 0; p < touched.pairs; ++p) all.insert(all.end(), {pairs[p].a, pairs[p].b});
  all.insert(all.end(), {a_kind.runs, b_kind.runs, touched.covered ? 1U : 0U});
  return all;
}

}  // namespace

TEST_CASE("every instruction set sees the same runs and partners, and paints the same") {
  std::mt19937 engine(7);
  for (const RowInstructions set : {RowInstructions::avx2, RowInstructions::avx512}) {
    const RowKernel* kernel = row_kernel(set);
    if (kernel == nullptr) {
      MESSAGE("this CPU lacks an instruction set; skipped");
      continue;
    }
    for (int round = 0; round < 500; ++round) {
      const std::size_t n = 1 + engine() % 200;
      const Row a = random_row(engine, n), b = random_row(engine, n);
      std::vector<std::uint64_t> known((n + 63) / 64);
      if (round % 2 == 0)
        for (std::uint64_t& word : known)
          word = (std::uint64_t{engine()} << 32 | engine()) & (std::uint64_t{engine()} << 32 | engine());
      for (const JoinRule::Kind kind :
           {JoinRule::Kind::each_class, JoinRule::Kind::any_class, JoinRule::Kind::one_class})
        CHECK(all_of(*kernel, a, b, {kind, 1}, known) ==
              all_of(*row_kernel(RowInstructions::portable), a, b, {kind, 1}, known));
    }
  }
}

TEST_CASE("a row of one voxel more than a word keeps its last run") {
  for (const std::size_t n : {63, 64, 65, 128, 129}) {
    const Row row(n, 5);
    const std::vector<std::uint64_t> all = all_of(*row_kernel(), row, row, JoinRule{}, {0, 0, 0});
    const std::size_t words = (n + 63) / 64;
    CHECK(all[5 * words] == 0);
    CHECK(all[5 * words + 1] == n);
    CHECK(all[5 * words + 2 + n - 1] == 1000 + n);
  }
}
